import { expect, it } from 'vitest';

import type { Fault } from '@/lib/scenario/schema';

import { entryLabel, faultLabel, timelineSpans } from './fault-label';

const plain = (text: string) => text.replaceAll('\u2009', ' ');

it('labels say the kind and its size', () => {
  const faults: Fault[] = [
    { kind: 'crash' },
    { kind: 'slow-down', factor: 11 },
    { kind: 'added-latency', ms: 400 },
    { kind: 'error-rate', fraction: 0.6, afterMs: 5, as: 'error' },
    { kind: 'error-rate', fraction: 0.3, afterMs: 5, as: 'rate-limited' },
    { kind: 'grey', fraction: 1, afterMs: 5, as: 'error' },
    { kind: 'grey', fraction: 0.5, afterMs: 5, as: 'client-error' },
    { kind: 'flapping', downMs: 2_000, upMs: 3_500 },
    { kind: 'packet-loss', fraction: 0.07 },
    { kind: 'cold-restart', downMs: 1_500 },
    {
      kind: 'random-failures',
      upMs: 10_000,
      downMs: 400,
      law: 'exponential',
      clock: 'always',
      work: 'lost',
      arrivals: 'refused',
    },
    { kind: 'probe-only' },
  ];
  expect(faults.map((fault) => plain(faultLabel(fault)))).toEqual([
    'Crash',
    'Slow 11×',
    '+400 ms',
    'Errors 60 %',
    '429s 30 %',
    'Grey failure',
    'Grey failure 50 %, 4xx',
    'Flapping 2 s / 3.5 s',
    'Packet loss 7 %',
    'Cold restart 1.5 s',
    'Random failures 10 s / 400 ms',
    'Probes fail',
  ]);
});

it('a fault that grows says how long', () => {
  const fault = { kind: 'slow-down', factor: 11 } as const;
  expect(plain(entryLabel({ fault, rampMs: 2_500 }))).toBe('Slow 11×, full after 2.5 s');
  expect(plain(entryLabel({ fault, rampMs: 0 }))).toBe('Slow 11×');
});

it('the timeline becomes spans by start; an open end lasts to the end of the run', () => {
  const spans = timelineSpans(
    [
      { id: 'x', kind: 'strategy', atMs: 9_000, strategy: { id: 'round-robin' } },
      {
        id: 'y',
        kind: 'fault',
        atMs: 2_000,
        untilMs: null,
        target: { kind: 'region', id: 'eu-west' },
        fault: { kind: 'crash' },
        rampMs: 0,
      },
      { id: 'd', kind: 'drain', atMs: 4_000, target: { kind: 'node', id: 'eu-west-07' } },
      { id: 'j', kind: 'join', atMs: 35_000, target: { kind: 'group', id: 'spare' }, loadingMs: 10_000 },
      { id: 'z', kind: 'traffic', atMs: 3_000, class: 'chat', ratePerS: 80 },
    ],
    40_000,
  );
  expect(spans.map(({ id, label, targetLabel, fromMs, toMs }) => [id, plain(label), targetLabel, fromMs, toMs])).toEqual([
    ['y', 'Crash', 'region eu-west', 2_000, 40_000],
    ['z', 'Traffic chat: 80 /s', '', 3_000, 3_000],
    ['d', 'Drain', 'eu-west-07', 4_000, 4_000],
    ['x', 'Strategy: Round robin', '', 9_000, 9_000],
    ['j', 'Join', 'group spare', 35_000, 40_000],
  ]);
});

import { describe, expect, it } from 'vitest';

import { breakerSchema } from '@/lib/scenario/schema/breaker';
import type { BreakerTransition, HealthTransition } from '@/lib/worker/protocol';

import { THIN } from '@/components/chart/format';

import { healthSentence, historyOf, nextMove, openShare, openTimeOf, trafficSentence } from './node-words';

const plain = (text: string): string => text.replaceAll(THIN, ' ');

describe('trafficSentence', () => {
  it.each([
    [{ breaker: 'open', health: 'unhealthy', attemptsPerS: 3 }, 'Traffic: none, breaker open'],
    [{ breaker: 'closed', health: 'unhealthy', attemptsPerS: 0 }, 'Traffic: none, health down'],
    // Without a health policy a node that is down still gets requests: the counter decides, not the state.
    [{ breaker: 'closed', health: 'unhealthy', attemptsPerS: 4 }, 'Traffic: 4 attempts/s'],
    [{ breaker: 'closed', health: 'healthy', attemptsPerS: 11.2 }, 'Traffic: 11.2 attempts/s'],
    [{ breaker: 'closed', health: 'healthy', attemptsPerS: 0 }, 'Traffic: none in the last second'],
    [{ breaker: 'half-open', health: 'unhealthy', attemptsPerS: 0 }, 'Traffic: none yet, breaker half-open'],
    [{ breaker: 'half-open', health: 'unhealthy', attemptsPerS: 2 }, 'Traffic: 2 attempts/s, probes of its breaker'],
  ] as const)('%j', (node, sentence) => expect(trafficSentence(node, true)).toBe(sentence));

  it('calls nothing a probe where half-open admits everyone', () => {
    expect(trafficSentence({ breaker: 'half-open', health: 'healthy', attemptsPerS: 2 }, false)).toBe('Traffic: 2 attempts/s');
  });
});

it('healthSentence counts up to what it takes', () => {
  const rules = { failureThreshold: 3, recoveryThreshold: 2 };
  expect(healthSentence({ failuresInRow: 6, successesInRow: 57 }, rules)).toBe('In a row: 3 of 3 failures, 2 of 2 successes');
});

describe('the reset timer', () => {
  const trial = breakerSchema.parse({});
  const noTrial = breakerSchema.parse({ afterOpen: 'closed' });
  const open = { breaker: 'open', nextTransitionMs: 12_000 } as const;

  it('counts down, and then waits to be asked', () => {
    expect(plain(nextMove(open, 8_600, trial).value)).toBe('3.4 s');
    expect(nextMove(open, 12_000, trial)).toEqual({ label: 'Half-open', value: 'when asked' });
    expect(nextMove({ breaker: 'closed', nextTransitionMs: null }, 0, trial).value).toBe('–');
    expect(nextMove({ breaker: 'half-open', nextTransitionMs: null }, 0, trial)).toEqual({
      label: 'Half-open',
      value: 'now',
    });
  });

  it('says what the breaker becomes where there is no trial', () => {
    expect(plain(Object.values(nextMove(open, 8_600, noTrial)).join(' '))).toBe('Closes in 3.4 s');
    expect(nextMove(open, 12_000, noTrial)).toEqual({ label: 'Closes', value: 'when asked' });
    expect(nextMove(open, 12_000, breakerSchema.parse({ ejection: { sweepMs: 10_000 } })).value).toBe('at a sweep');
  });

  it('lasts as long as the node’s last trip said', () => {
    const trip = (node: string, atMs: number, nextMs: number): BreakerTransition => ({
      atMs,
      node,
      from: 'closed',
      to: 'open',
      cause: '5 failures in a row',
      nextMs,
    });
    const all = [trip('a-01', 1_000, 6_000), trip('a-01', 9_000, 19_000), trip('b-01', 9_500, 12_000)];
    expect(openTimeOf('a-01', all, 5_000)).toBe(10_000);
    expect(openTimeOf('b-01', all, 5_000)).toBe(2_500);
    expect(openTimeOf('c-01', all, 5_000)).toBe(5_000);
  });

  it('fills from 0 to 1', () => {
    expect(openShare(open, 7_000, 5_000)).toBe(0);
    expect(openShare(open, 9_500, 5_000)).toBe(0.5);
    expect(openShare(open, 20_000, 5_000)).toBe(1);
    expect(openShare(open, 12_000, 0)).toBe(1);
    expect(openShare({ breaker: 'closed', nextTransitionMs: null }, 0, 5_000)).toBeNull();
  });
});

it('historyOf takes the newest of both kinds for one node', () => {
  const breaker: BreakerTransition[] = [
    { atMs: 7_000, node: 'a-01', from: 'closed', to: 'open', cause: '5 failures in a row', nextMs: 12_000 },
    { atMs: 8_000, node: 'b-01', from: 'closed', to: 'open', cause: '5 failures in a row', nextMs: null },
    { atMs: 12_000, node: 'a-01', from: 'open', to: 'half-open', cause: 'open time over', nextMs: null },
  ];
  const health: HealthTransition[] = [
    { atMs: 7_500, node: 'a-01', from: 'degraded', to: 'unhealthy', cause: '3 failures in a row' },
  ];
  expect(historyOf('a-01', breaker, health, 2)).toEqual([
    { atMs: 12_000, text: 'Breaker half-open, open time over' },
    { atMs: 7_500, text: 'Health degraded to down, 3 failures in a row' },
  ]);
  expect(historyOf('a-01', breaker, health, 3)[2]).toEqual({
    atMs: 7_000,
    text: 'Breaker opened, 5 failures in a row, until 00:12.0 or later',
  });
});

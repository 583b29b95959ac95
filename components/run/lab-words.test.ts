import { describe, expect, it } from 'vitest';

import type { BreakerTransition } from '@/lib/worker/protocol';

import { achievedText } from './achieved';
import { crashReport } from './crash-report';
import { fileName } from './file-name';
import { found, type Findable } from './find';
import { speedKey, speedOf, SPEEDS } from './speeds';
import { tripsSentence } from './trips';

const trip = (node: string, to: BreakerTransition['to'] = 'open'): BreakerTransition => ({
  atMs: 1,
  node,
  from: 'closed',
  to,
  cause: '',
  nextMs: null,
});
const regionOf = (node: string): string => node.slice(0, -3);

describe('tripsSentence', () => {
  it('counts nodes, by region', () => {
    expect(tripsSentence([trip('eu-01'), trip('eu-02'), trip('eu-01'), trip('eu-03', 'half-open')], regionOf)).toBe(
      '2 breakers opened in eu.',
    );
    expect(tripsSentence([trip('eu-01')], regionOf)).toBe('1 breaker opened in eu.');
    expect(tripsSentence([trip('eu-01'), trip('us-01'), trip('us-02')], regionOf)).toBe('3 breakers opened: 1 in eu, 2 in us.');
    expect(tripsSentence([trip('eu-01', 'closed')], regionOf)).toBeNull();
  });
});

describe('achievedText', () => {
  const count = (n: number): string => String(n);
  it('says what was wanted only when it is missed', () => {
    expect(achievedText({ achievedSpeed: 9.9, requestsPerS: 1_200.4 }, 10, count)).toBe('9.9×\n1200 req/s');
    expect(achievedText({ achievedSpeed: 40, requestsPerS: null }, 100, count)).toBe('40× of 100×');
    expect(achievedText({ achievedSpeed: 812, requestsPerS: null }, null, count)).toBe('812×');
    expect(achievedText({ achievedSpeed: null, requestsPerS: null }, 1, count)).toBe('');
    expect(achievedText(null, 1, count)).toBe('');
  });
});

describe('found', () => {
  const all: Findable[] = [
    { kind: 'node', name: 'us-west-01', place: 'us-west' },
    { kind: 'node', name: 'eu-west-01', place: 'eu-west' },
    { kind: 'setting', name: 'Weight of latency', place: 'router' },
  ];
  it('takes words in any order and puts beginnings first', () => {
    expect(found(all, 'west eu').map(({ name }) => name)).toEqual(['eu-west-01']);
    expect(found(all, 'we').map(({ name }) => name)).toEqual(['Weight of latency', 'us-west-01', 'eu-west-01']);
    expect(found(all, 'nothing')).toEqual([]);
    expect(found(all, '')).toHaveLength(3);
  });
});

it('fileName keeps letters and digits of any script', () => {
  expect(fileName('EU failover, peak', 'report', 'json')).toBe('eu-failover-peak.report.json');
  expect(fileName('Größe 2', 'scenario', 'json')).toBe('größe-2.scenario.json');
  expect(fileName('///', 'scenario', 'json')).toBe('scenario.scenario.json');
});

it('speeds read back', () => {
  for (const { value } of SPEEDS) expect(speedKey(speedOf(value))).toBe(value);
  expect(speedOf('max')).toBeNull();
});

it('a crash report holds the scenario, with or without a frame', () => {
  expect(JSON.parse(crashReport('It stopped.', null, '{"version":1}'))).toMatchObject({
    crash: 'It stopped.',
    at: null,
    scenario: { version: 1 },
  });
});

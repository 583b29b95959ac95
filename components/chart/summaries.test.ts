import { describe, expect, it } from 'vitest';

import { breakerLanes } from './breaker-spans';
import { EMPTY_SERIES } from './run.fixture';
import {
  breakerSentence,
  errorsSentence,
  faultsSentence,
  latencySentence,
  NO_DATA,
  rateSentence,
  regionShares,
  trafficSentence,
} from './summaries';

const series = {
  ...EMPTY_SERIES,
  offered: [40, 44],
  completed: [38, 41],
  lost: [0, 2],
  attempts: [40, 48],
  errors: [0, 3],
  rejected: [0, 0],
  unreachable: [0, 1],
  timedOut: [0, 0],
  p50Ms: [444, NaN],
  p95Ms: [1_200, NaN],
  p99Ms: [1_790, NaN],
  windowCount: [396, 0],
  regionAttempts: [
    [30, 12],
    [10, 36],
  ],
};
const plain = (text: string) => text.replaceAll('\u2009', ' ');

describe('sentences', () => {
  it('say that there is nothing yet', () => {
    expect([latencySentence(EMPTY_SERIES, 0), rateSentence(EMPTY_SERIES, 0), errorsSentence(EMPTY_SERIES, 0)]).toEqual([
      NO_DATA,
      NO_DATA,
      NO_DATA,
    ]);
    expect(trafficSentence(EMPTY_SERIES, [], 0)).toBe(NO_DATA);
  });

  it('name the time, the values, the window and the count', () => {
    expect(plain(latencySentence(series, 300))).toBe(
      'Latency at 00:00.3: p50 444 ms, p95 1.20 s, p99 1.79 s, over 396 requests answered in 5 s.',
    );
    expect(plain(latencySentence(series, 700))).toBe('Latency at 00:00.7: no request was answered in 5 s.');
    expect(plain(rateSentence(series, 700))).toBe('Requests at 00:00.7: 88 /s offered, 82 /s completed, 4 /s lost.');
    expect(plain(errorsSentence(series, 700))).toBe('Attempts that ended badly at 00:00.7: 6 /s error, 2 /s unreachable.');
    expect(errorsSentence(series, 300)).toBe('Attempts at 00:00.3: none ended badly.');
    expect(plain(trafficSentence(series, ['us-east', 'eu-west'], 300))).toBe('Traffic at 00:00.3: us-east 75 %, eu-west 25 %.');
  });

  it('shares add up to one', () => expect(regionShares(series, 700)).toEqual([0.25, 0.75]));

  it('count the breakers that tripped, and the longest wait', () => {
    const lanes = breakerLanes([
      { atMs: 1_000, node: 'us-east-09', from: 'closed', to: 'open', cause: '', nextMs: null },
      { atMs: 6_000, node: 'us-east-09', from: 'open', to: 'half-open', cause: '', nextMs: null },
    ]);
    expect(breakerSentence([], 48, 0)).toBe('No breaker of 48 nodes has tripped.');
    expect(breakerSentence(lanes, 48, 7_000)).toBe('1 of 48 nodes tripped, 47 stayed closed.');
    expect(plain(breakerSentence(lanes, 48, 49_000))).toBe(
      '1 of 48 nodes tripped, 47 stayed closed. us-east-09 has been half-open for 43.0 s.',
    );
    expect(breakerSentence(lanes, 1, 7_000)).toBe('1 of 1 node tripped, none stayed closed.');
  });

  it('name the faults that hold', () => {
    const spans = [
      { id: 'a', label: 'Crash', targetLabel: 'eu-west-07', fromMs: 1_000, toMs: 5_000 },
      { id: 'b', label: 'Slow 11×', targetLabel: 'region us', fromMs: 4_000, toMs: 9_000 },
    ];
    expect(faultsSentence([], 0)).toBe('Nothing is scheduled.');
    expect(faultsSentence(spans, 500)).toBe('2 entries are on the timeline; no fault holds at 00:00.5.');
    expect(faultsSentence(spans, 4_500)).toBe('2 entries are on the timeline; at 00:04.5: Crash eu-west-07, Slow 11× region us.');
  });
});

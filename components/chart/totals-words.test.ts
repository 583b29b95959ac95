import { describe, expect, it } from 'vitest';

import type { RunTotals } from '@/lib/worker/protocol';

import { refusalReasons, totalFigures } from './totals-words';

const plain = (text: string): string => text.replaceAll('\u2009', ' ');
const quiet = {
  client: { patience: null, budget: null, hedge: null },
  groups: [{ limits: null }],
  workload: [{ fallbacks: [] }],
};
const client = {
  patience: { kind: 'constant', meanMs: 400 },
  budget: { fraction: 0.2, minPerS: 10, ttlMs: 10_000 },
  hedge: { after: { kind: 'fixed', ms: 50 }, most: 1, cancelLoser: true },
} as const;
const limits = { requestsPerMinute: 600, tokensPerMinute: null, concurrent: null };
const stage = { id: 'small', capability: null, privacy: null, costTolerance: null, regions: [], models: [] };
const busy = { client, groups: [{ limits: null }, { limits }], workload: [{ fallbacks: [] }, { fallbacks: [stage] }] };
const totals = {
  requests: { arrived: 1_000, finished: 921, refused: 17, failed: 4, timedOut: 33, inside: 25 },
  refusals: { NoCapacity: 5, AllNodesUnhealthy: 0, QoSViolation: 41, PrivacyViolation: 0 },
  outcomes: { 'rate-limited': 14 },
  wait: { served: 1_100, waitedFraction: 0.412, meanMs: 37.4 },
  retriesDenied: 1,
  abandoned: 9,
  hedged: 60,
  hedges: 71,
  hedgesWon: 12,
  hedgesDenied: 8,
  hedgesWasted: 0,
  fallbacks: 6,
} as unknown as RunTotals;

describe('totals', () => {
  it('say what became of the requests', () => {
    const lines = totalFigures(totals, quiet).map(({ label, value, note }) => plain(`${label} ${value} (${note})`));
    expect(lines).toEqual([
      'Arrived 1 000 ()',
      'Answered 921 (94.46 % of ended)',
      'Refused 17 (QoSViolation 41×, NoCapacity 5×)',
      'Failed 4 ()',
      'Timed out 33 ()',
      'Under way 25 ()',
      'Waited on a node 41.2 % (37 ms on average)',
    ]);
  });

  it('speak of patience, quotas, copies and the budget where the scenario has them', () => {
    const figures = totalFigures(totals, busy);
    expect(figures.find(({ label }) => label === 'Timed out')?.note).toBe('9 gave up waiting');
    expect(figures.slice(7).map(({ label, value, note }) => plain(`${label} ${value} (${note})`))).toEqual([
      'Answered 429 14 (attempts)',
      'Fell back 6 (starts in a next stage)',
      'Further copies 71 (12 answered first)',
      'Denied by the budget 9 (1 retry, 8 copies)',
    ]);
  });

  it('are as many before the run as in it', () => {
    for (const scenario of [quiet, busy]) {
      const labels = totalFigures(totals, scenario).map(({ label }) => label);
      expect(totalFigures(null, scenario).map(({ label }) => label)).toEqual(labels);
    }
    expect(totalFigures(null, busy).every(({ value, note }) => value === '–' && note === '')).toBe(true);
  });

  it('name the reasons of refusals, most frequent first, and none that did not occur', () => {
    expect(refusalReasons(totals)).toEqual([
      ['QoSViolation', 41],
      ['NoCapacity', 5],
    ]);
  });
});

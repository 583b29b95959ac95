import { describe, expect, it } from 'vitest';

import type { ReceiptCandidate } from '@/lib/router/decision';
import { policySchema } from '@/lib/scenario/schema/router';

import { scaleOf, segmentsOf, stacked } from './contributions';
import { marginSentence, refusalWords, scoreSentence, standingGroups, tiePointSentence } from './decision-words';

const candidate = (node: string, of: Partial<ReceiptCandidate> = {}): ReceiptCandidate => ({
  deployment: 0,
  node,
  region: 'eu-west',
  model: 'chat',
  breaker: 'closed',
  health: 'healthy',
  inFlight: 0,
  smoothedLatencyMs: 400,
  terms: [],
  total: 0.5,
  standing: 'in-pool',
  reason: null,
  ...of,
});

describe('tiePointSentence', () => {
  it.each([
    [
      { policy: 'latency', weight: 1, flipsAt: 1.3712, to: 'us-east-02' },
      'Latency weight 1.0: at 1.37 the choice becomes us-east-02.',
    ],
    [{ policy: 'cost', weight: 0.5, flipsAt: null, to: null }, 'Cost weight 0.5: no change of this weight flips it.'],
    [
      { policy: 'health', weight: 2, flipsAt: 0.02, to: null },
      'Health weight 2.0: at 0.02 the choice falls below the min score.',
    ],
    [{ policy: 'load', weight: 1, flipsAt: -0.25, to: 'a-01' }, 'Load weight 1.0: at −0.25 the choice becomes a-01.'],
    [{ policy: 'load', weight: 1, flipsAt: -2.44e-14, to: 'a-01' }, 'Load weight 1.0: at 0.0 the choice becomes a-01.'],
  ])('%j', (point, sentence) => expect(tiePointSentence(point)).toBe(sentence));
});

describe('marginSentence', () => {
  it('says how far the next one was', () => {
    expect(marginSentence({ runnerUp: null, margin: null, tiePoints: [] })).toBeNull();
    expect(marginSentence({ runnerUp: 'b', margin: 0.004, tiePoints: [] })).toBe('Runner-up: b, 0.004 behind.');
    expect(marginSentence({ runnerUp: 'b', margin: 0, tiePoints: [] })).toBe('Runner-up: b, with the same score.');
    expect(marginSentence({ runnerUp: 'b', margin: -0.1, tiePoints: [] })).toBe(
      'Best other score: b, 0.100 above; this strategy does not pick by score.',
    );
  });
});

describe('what filters do', () => {
  it('is said of the policies that there are', () => {
    const policies = (...all: unknown[]) => all.map((policy) => policySchema.parse(policy));
    const score = 'Score = Σ weight × policy score ÷ number of policies.';
    expect(scoreSentence(policies({ kind: 'health' }, { kind: 'privacy' }))).toBe(
      `${score} Privacy is a filter and adds the same constant to each.`,
    );
    expect(scoreSentence(policies({ kind: 'privacy', mode: 'hard' }, { kind: 'max-latency', mode: 'hard' }))).toBe(
      `${score} Hard, so filters too: privacy, max latency.`,
    );
    expect(scoreSentence(policies({ kind: 'load' }))).toBe(score);
  });

  it('tells a broken service level from a broken privacy level', () => {
    expect(refusalWords({ kind: 'QoSViolation', rule: 'gpu' })).toBe('hard policies refuse every candidate');
    expect(refusalWords({ kind: 'PrivacyViolation', rule: 'privacy' })).toBe('hard privacy refuses every candidate');
  });

  it('names the policy in the page’s words', () => {
    const [group] = standingGroups([
      candidate('a-01', { standing: 'policy-rejected', reason: 'gpu: no GPU; max-latency: slow' }),
    ]);
    expect(group!.words).toBe('Rejected by GPU and max latency');
  });
});

describe('standingGroups', () => {
  it('puts everyone who could not be picked into words, in a fixed order', () => {
    const groups = standingGroups([
      candidate('a-01'),
      candidate('a-02', { standing: 'outside-window', total: 0.6 }),
      candidate('a-03', { standing: 'outside-window', total: 0.466 }),
      candidate('a-04', { standing: 'outside-window', breaker: 'half-open', total: 0.4 }),
      candidate('a-05', { standing: 'half-open-full', breaker: 'half-open', reason: 'every probe slot is taken' }),
      candidate('a-06', { standing: 'breaker-open', breaker: 'open' }),
      candidate('a-07', { standing: 'policy-rejected', reason: 'privacy: the region serves internal at most' }),
      candidate('a-08', { standing: 'already-tried' }),
      candidate('a-09', { standing: 'unhealthy', health: 'unhealthy' }),
      candidate('a-10', { standing: 'probe', breaker: 'half-open' }),
    ]);
    expect(groups.map(({ words, glyph, candidates }) => [words, glyph, candidates.map(({ node }) => node).join(' ')])).toEqual([
      ['Breaker open', 'open', 'a-06'],
      ['Half-open, no free probe slot', 'half-open', 'a-05'],
      ['Health down', null, 'a-09'],
      ['Rejected by privacy', null, 'a-07'],
      ['Tried by an earlier attempt', null, 'a-08'],
      ['Eligible, outside the window', null, 'a-02 a-03'],
      ['Half-open, best score 0.400, below the window', 'half-open', 'a-04'],
    ]);
    expect(groups[5]!.summary).toBe('2 nodes, 0.466 to 0.600');
  });
});

describe('contributions', () => {
  const term = (policy: string, contribution: number) => ({ policy, raw: '', normalised: 1, weight: 1, contribution });
  const mixed = candidate('a', { terms: [term('cost', -0.2), term('latency', 0.3), term('health', 0.5)] });

  it('stack in one order, and those below zero to the left of it', () => {
    expect(stacked(mixed.terms).map(({ policy }) => policy)).toEqual(['health', 'latency', 'cost']);
    const scale = scaleOf([mixed, candidate('b', { terms: [term('health', 0.1)] })]);
    expect(scale).toEqual({ least: -0.2, most: 0.8 });
    const [health, latency, cost] = segmentsOf(mixed.terms, scale);
    expect([health!.left, health!.width]).toEqual([20, 50]);
    expect(latency!.left).toBeCloseTo(70);
    expect([cost!.left, cost!.width]).toEqual([0, 20]);
  });

  it('draws nothing where nothing contributes', () => {
    const scale = scaleOf([candidate('c', { terms: [term('health', 0)] })]);
    expect(segmentsOf([term('health', 0)], scale)).toEqual([]);
  });
});

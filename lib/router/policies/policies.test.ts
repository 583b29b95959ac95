import { describe, expect, it } from 'vitest';
import { Composite } from './composite';
import type { Facts } from './policy';
import { ENTERPRISE_DEFAULT, policies, policyOf, weightOf, type LeafPolicy, type PolicySettings } from './table';

const FACTS: Facts = {
  health: 'healthy',
  smoothedLatencyMs: 250,
  inFlight: 3,
  reported: 5,
  slots: 4,
  region: 'here',
  price: null,
  gpu: true,
  privacy: 1,
  costTolerance: 50,
  roundTripMs: 60,
  maxLatencyMs: Infinity,
  minThroughput: 0,
  preferGpu: true,
  promptBlocks: 0,
  matchedBlocks: 0,
};
const share = (policy: LeafPolicy, facts: Partial<Facts> = {}): number => policyOf(policy).share(policy, { ...FACTS, ...facts });
const accepts = (policy: LeafPolicy, facts: Partial<Facts> = {}): boolean =>
  policyOf(policy).accepts(policy, { ...FACTS, ...facts });

describe('policies', () => {
  it('health is worth 1, 0.5 or 0.3', () => {
    const policy = { kind: 'health', weight: 2 } as const;
    expect((['healthy', 'degraded', 'unknown'] as const).map((health) => share(policy, { health }))).toEqual([1, 0.5, 0.3]);
  });

  it('latency falls to 0 at its limit, where it still accepts', () => {
    const policy = { kind: 'latency', weight: 1, maxLatencyMs: 1_000 } as const;
    expect([0, 250, 1_000, 1_001].map((smoothedLatencyMs) => share(policy, { smoothedLatencyMs }))).toEqual([1, 0.75, 0, 0]);
    expect([1_000, 1_001].map((smoothedLatencyMs) => accepts(policy, { smoothedLatencyMs }))).toEqual([true, false]);
    expect(policies.latency.refusal(policy, { ...FACTS, smoothedLatencyMs: 1_001 })).toBe(
      'smoothed latency 1001 ms is above 1000 ms',
    );
  });

  it('privacy takes a region that is not listed as internal', () => {
    const policy = { kind: 'privacy', regions: [{ id: 'vault', privacy: 'restricted' }] } as const;
    expect([1, 2].map((privacy) => accepts(policy, { privacy }))).toEqual([true, false]);
    expect(accepts(policy, { privacy: 3, region: 'vault' })).toBe(true);
    expect(policies.privacy.refusal(policy, { ...FACTS, privacy: 2 })).toBe('here may serve internal, not confidential');
  });

  it('locality is constant, or falls with the round trip, and is neutral where that is unknown', () => {
    const constant = { kind: 'locality', weight: 1, boost: 0.3, signal: 'constant', farMs: 300 } as const;
    expect(share(constant)).toBe(0.65);
    const near = { ...constant, signal: 'round-trip' } as const;
    expect([0, 60, 300, 900].map((roundTripMs) => share(near, { roundTripMs }))).toEqual([0.8, 0.5 + 0.8 * 0.3, 0.5, 0.5]);
    expect(share(near, { roundTripMs: null })).toBe(0.65);
  });

  it('cost counts up to a tolerance of 50, and prices are cut to 0..1', () => {
    const policy = {
      kind: 'cost',
      weight: 1,
      regions: [
        { id: 'here', cost: 0.2 },
        { id: 'free', cost: -3 },
        { id: 'dear', cost: 9 },
      ],
    } as const;
    expect(['here', 'free', 'dear', 'elsewhere'].map((region) => share(policy, { region }))).toEqual([0.8, 1, 0, 0.5]);
    expect([50, 51].map((costTolerance) => share(policy, { costTolerance }))).toEqual([0.8, 0]);
  });

  it('load falls from 1 when idle to 0 when full', () => {
    const policy = { kind: 'load', weight: 1, fullAt: 2 } as const;
    expect([0, 2, 6, 8, 20].map((inFlight) => share(policy, { inFlight }))).toEqual([1, 0.75, 0.25, 0, 0]);
    expect(policies.load.raw(policy, FACTS)).toBe('3 in flight on 4 slots');
  });

  it('load reads what nodes report where it is told to, and needs them to say it', () => {
    const policy = { kind: 'load', weight: 1, fullAt: 2, signal: 'reported' } as const;
    expect([0, 5, 16].map((reported) => share(policy, { reported }))).toEqual([1, 0.375, 0]);
    expect(share(policy, { inFlight: 8 })).toBe(0.375);
    expect(policies.load.raw(policy, FACTS)).toBe('5 queued and running on 4 slots');
    expect(policies.load.needs(policy)).toEqual(['queued', 'running']);
    expect(policies.load.needs({ ...policy, signal: 'in-flight' })).toEqual([]);
  });

  it('throughput is slots over latency, full at its limit, and 1 at 0 ms', () => {
    const policy = { kind: 'throughput', weight: 1, fullPerS: 64 } as const;
    const shares = [0, 25, 62.5, 250, 1_000].map((smoothedLatencyMs) => share(policy, { smoothedLatencyMs }));
    expect(shares).toEqual([1, 1, 1, 0.25, 0.0625]);
    expect(share({ kind: 'throughput', weight: 1 })).toBe(0.016);
    expect(policies.throughput.raw(policy, FACTS)).toBe('completes 16 a second');
    expect(policies.throughput.raw(policy, { ...FACTS, smoothedLatencyMs: 0 })).toBe('completes no known limit a second');
  });

  it('max-latency holds the rounds of the slots that are taken against the request’s bound', () => {
    const policy = { kind: 'max-latency', weight: 1 } as const;
    const at = (inFlight: number): number => share(policy, { inFlight, maxLatencyMs: 1_000 });
    // 4 slots at 250 ms: up to three others cost nothing, seven make two rounds, fifteen four.
    expect([0, 3, 4, 7, 15, 40].map(at)).toEqual([0.75, 0.75, 0.6875, 0.5, 0, 0]);
    expect(share(policy, { inFlight: 40 })).toBe(1);
    expect(policies['max-latency'].raw(policy, { ...FACTS, inFlight: 4, maxLatencyMs: 900 })).toBe(
      'predicted 312.5 ms of 900 ms',
    );
    expect(policies['max-latency'].raw(policy, FACTS)).toBe('predicted 250 ms, no bound');
  });

  it('gpu counts where the node has none and the request prefers one', () => {
    const policy = { kind: 'gpu', weight: 1 } as const;
    const pairs = [true, false].flatMap((gpu) => [true, false].map((preferGpu) => share(policy, { gpu, preferGpu })));
    expect(pairs).toEqual([1, 1, 0, 1]);
  });

  it('cache is the share of the prompt that is there, and nothing without a prompt', () => {
    const policy = { kind: 'cache', weight: 1 } as const;
    expect([0, 2, 8].map((matchedBlocks) => share(policy, { matchedBlocks, promptBlocks: 8 }))).toEqual([0, 0.25, 1]);
    expect(share(policy)).toBe(0);
    expect(policies.cache.raw(policy, { ...FACTS, matchedBlocks: 2, promptBlocks: 8 })).toBe('2 of 8 blocks cached');
    expect(policies.cache.needs(policy)).toEqual(['cached-blocks']);
  });

  it('a node’s own price goes before its region’s', () => {
    const policy = { kind: 'cost', weight: 1, regions: [{ id: 'here', cost: 0.2 }] } as const;
    expect([null, 0.75, 0].map((price) => share(policy, { price }))).toEqual([0.8, 0.25, 1]);
  });
});

describe('modes', () => {
  const regions = [{ id: 'vault', privacy: 'restricted' }] as const;
  /** A policy, facts that it minds, and what it says of them in mode hard. */
  const cases: readonly (readonly [LeafPolicy & { readonly mode?: unknown }, Partial<Facts>, string])[] = [
    [{ kind: 'health', weight: 1 }, { health: 'degraded' }, 'degraded, not healthy'],
    [{ kind: 'latency', weight: 1, maxLatencyMs: 200 }, {}, 'smoothed latency 250 ms is above 200 ms'],
    [{ kind: 'privacy', regions }, { privacy: 2 }, 'here may serve internal, not confidential'],
    [{ kind: 'cost', weight: 1, regions: [] }, { price: 0.6 }, "price 0.6 is above the request's tolerance of 50 %"],
    [{ kind: 'load', weight: 1, fullAt: 0.75 }, {}, '3 in flight on 4 slots, full at 3'],
    [{ kind: 'load', weight: 1, fullAt: 1, signal: 'reported' }, {}, '5 queued and running on 4 slots, full at 4'],
    [{ kind: 'throughput', weight: 1 }, { minThroughput: 16.5 }, "completes 16 a second, below the request's 16.5"],
    [
      { kind: 'max-latency', weight: 1 },
      { inFlight: 7, maxLatencyMs: 499 },
      "predicted latency 500 ms is above the request's 499 ms",
    ],
    [{ kind: 'gpu', weight: 1 }, { gpu: false }, 'no GPU, and the request prefers one'],
  ];

  it.each(cases)('%o refuses when hard, with limit and value, and never when soft', (policy, facts, words) => {
    const [soft, hard] = [{ ...policy, mode: 'soft' } as LeafPolicy, { ...policy, mode: 'hard' } as LeafPolicy];
    expect([accepts(soft, facts), accepts(hard, facts)]).toEqual([true, false]);
    expect(policyOf(hard).refusal(hard, { ...FACTS, ...facts })).toBe(words);
    expect(policyOf(hard).excess(hard, { ...FACTS, ...facts })).toBeGreaterThanOrEqual(0);
    expect(share(soft, facts)).toBe(share(hard, facts));
  });

  it('hard policies accept at their limit, load below it', () => {
    expect(accepts({ kind: 'latency', weight: 1, maxLatencyMs: 250, mode: 'hard' })).toBe(true);
    expect(accepts({ kind: 'cost', weight: 1, regions: [], mode: 'hard' }, { price: 0.07, costTolerance: 7 })).toBe(true);
    expect(accepts({ kind: 'load', weight: 1, fullAt: 0.76, mode: 'hard' })).toBe(true);
    expect(accepts({ kind: 'throughput', weight: 1, mode: 'hard' }, { minThroughput: 16 })).toBe(true);
    expect(accepts({ kind: 'max-latency', weight: 1, mode: 'hard' }, { maxLatencyMs: 250 })).toBe(true);
    expect(accepts({ kind: 'gpu', weight: 1, mode: 'hard' }, { gpu: false, preferGpu: false })).toBe(true);
  });

  it('health filters as the reference where it is told nothing, and lets healthy nodes alone through when hard', () => {
    const states = ['healthy', 'degraded', 'unknown'] as const;
    const by = (mode?: 'hard'): boolean[] =>
      states.map((health) => accepts({ kind: 'health', weight: 1, ...(mode && { mode }) }, { health }));
    expect([by(), by('hard')]).toEqual([
      [true, true, true],
      [true, false, false],
    ]);
  });

  it('privacy has a weight and a score below 1 in mode soft alone', () => {
    const at = (mode: 'reference' | 'soft' | 'hard'): LeafPolicy => ({ kind: 'privacy', regions, mode, weight: 3 });
    expect((['reference', 'soft', 'hard'] as const).map((mode) => weightOf(at(mode)))).toEqual([null, 3, 3]);
    expect([1, 2].map((privacy) => share(at('soft'), { privacy }))).toEqual([1, 0]);
    expect([1, 2].map((privacy) => share(at('reference'), { privacy }))).toEqual([1, 1]);
    const soft = new Composite([at('soft')]);
    expect(soft.totalOf(FACTS)).toBe(3);
    expect(soft.withWeight('privacy', 5).totalOf(FACTS)).toBe(5);
    expect(new Composite([at('reference')]).withWeight('privacy', 5).totalOf(FACTS)).toBe(1);
  });
});

describe('the composite', () => {
  it('of the reference has the highest total 1.03', () => {
    expect(new Composite(ENTERPRISE_DEFAULT).totalOf({ ...FACTS, smoothedLatencyMs: 0 })).toBe((2 + 1 + 1 + 0.65 + 0.5) / 5);
  });

  it('divides by the number of policies at every depth, and an empty one scores 1', () => {
    const health = { kind: 'health', weight: 3 } as const;
    const nested: PolicySettings[] = [
      health,
      { kind: 'composite', policies: [health, { kind: 'composite', policies: [] }, { kind: 'privacy', regions: [] }, health] },
    ];
    const composite = new Composite(nested);
    expect(composite.totalOf(FACTS)).toBe((3 + (3 + 1 + 1 + 3) / 4) / 2);
    expect(composite.leaves.map(({ scale }) => scale)).toEqual([1 / 2, 1 / 8, 1 / 8, 1 / 8]);
    expect(composite.constant).toBe(1 / 8);
    expect(new Composite([]).totalOf(FACTS)).toBe(1);
  });

  it('refuses above the least latency limit at any depth', () => {
    const limit = (maxLatencyMs: number): LeafPolicy => ({ kind: 'latency', weight: 1, maxLatencyMs });
    expect(new Composite([limit(900), { kind: 'composite', policies: [limit(300)] }]).limits.maxLatencyMs).toBe(300);
    expect(new Composite([]).limits.maxLatencyMs).toBe(Infinity);
  });

  it('changes a weight by kind or by leaf, never in place', () => {
    const composite = new Composite(ENTERPRISE_DEFAULT);
    expect(composite.withWeight('health', 5).totalOf(FACTS)).toBeCloseTo(composite.totalOf(FACTS) + 3 / 5, 12);
    expect(composite.withLeafWeight(4, 3).leaves[4]!.policy).toMatchObject({ kind: 'cost', weight: 3 });
    expect(composite.leaves[4]!.policy).toMatchObject({ kind: 'cost', weight: 1 });
  });
});

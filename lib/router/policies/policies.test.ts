import { describe, expect, it } from 'vitest';
import { Composite } from './composite';
import type { Facts } from './policy';
import { ENTERPRISE_DEFAULT, policies, policyOf, type LeafPolicy, type PolicySettings } from './table';

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

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '@/lib/base/law-runs';
import type { Qos } from '@/lib/fleet/request';
import { ROUTE_ERROR } from './decision';
import { aim, situate, situations } from './generated-fleet.fixture';
import type { LeafPolicy, PolicySettings } from './policies/table';
import { emptyResult } from './query';
import { aimed, load, nameOf, requestFor, send, smallFleet, type SmallFleet } from './small-fleet.fixture';

const QOS: Qos = { privacy: 'internal', costTolerance: 50 };

/** Nodes a, b and c with smoothed latencies of 100, 200 and 400 ms and 4 slots each. */
function threeNodes(policies: readonly LeafPolicy[]): SmallFleet {
  const fleet = smallFleet(['a', 'b', 'c'], { config: { policies } });
  [100, 200, 400].forEach((ms, node) => (fleet.health.smoothedMs[node] = ms));
  return fleet;
}

const ask = (fleet: SmallFleet, qos: Partial<Qos> = {}): ReturnType<SmallFleet['router']['decide']> =>
  fleet.router.decide(requestFor('r', { qos: { ...QOS, ...qos } }), 0, aimed());
const errorOf = (fleet: SmallFleet, qos: Partial<Qos> = {}): unknown => {
  const decision = ask(fleet, qos);
  return decision.kind === 'refused' ? decision.error : decision.decision.target.node;
};

describe('hard policies', () => {
  it('name the limit and the best value seen when they refuse everybody', () => {
    const fleet = threeNodes([{ kind: 'max-latency', weight: 1, mode: 'hard' }]);
    expect(errorOf(fleet, { maxLatencyMs: 250 })).toBe('a');
    expect(ask(fleet, { maxLatencyMs: 90 })).toEqual({
      kind: 'refused',
      error: {
        kind: 'QoSViolation',
        rule: "max-latency (the best of 3 candidates: predicted latency 100 ms is above the request's 90 ms)",
      },
      reasoning:
        "No node meets the request's service level: max-latency (the best of 3 candidates: predicted latency 100 ms is above the request's 90 ms). In the way: 3 rejected by policies.",
    });
  });

  it('follow what is in flight and what nodes report, one attempt at a time', () => {
    const full = threeNodes([{ kind: 'load', weight: 1, fullAt: 0.5, mode: 'hard' }]);
    const sent = [0, 0, 1, 1, 2].flatMap((node) => load(full, node, 1));
    expect(nameOf(full, send(full, 1))).toBe('c');
    expect(send(full, 1).error).toBe(ROUTE_ERROR.QoSViolation);
    full.router.ended(sent[2]!.deployment, 0, 200, false, 0, 2);
    expect(nameOf(full, send(full, 2))).toBe('b');

    const reported = threeNodes([{ kind: 'load', weight: 1, fullAt: 1, mode: 'hard', signal: 'reported' }]);
    for (const node of [0, 1, 2]) reported.router.signals.reportLoad(node, node === 1 ? 1 : 2, 2, 0);
    expect(nameOf(reported, send(reported, 1))).toBe('b');
    reported.router.signals.reportLoad(1, 2, 2, 2);
    expect(send(reported, 2).error).toBe(ROUTE_ERROR.QoSViolation);
  });

  it('hold each request to its own bounds', () => {
    const fleet = threeNodes([{ kind: 'throughput', weight: -1, mode: 'hard' }]);
    // 4 slots: 40, 20 and 10 a second. The weight sends requests to the slowest that will do.
    expect(
      [undefined, 10, 10.5, 20, 39].map((least) => errorOf(fleet, least === undefined ? {} : { minThroughput: least })),
    ).toEqual(['c', 'c', 'b', 'b', 'a']);
    expect(errorOf(fleet, { minThroughput: 41 })).toEqual({
      kind: 'QoSViolation',
      rule: "throughput (the best of 3 candidates: completes 40 a second, below the request's 41)",
    });
  });

  it('keep GPU nodes and dear nodes apart by the facts of each node', () => {
    const fleet = smallFleet([], { config: { policies: [{ kind: 'gpu', weight: 1, mode: 'hard' }] } });
    fleet.catalog.register('llama', 'plain', 'here', ['generate'], { gpu: false });
    expect(errorOf(fleet)).toMatchObject({
      kind: 'QoSViolation',
      rule: 'gpu (1 candidate: no GPU, and the request prefers one)',
    });
    expect(errorOf(fleet, { preferGpu: false })).toBe('plain');

    const cost: LeafPolicy = { kind: 'cost', weight: 1, regions: [{ id: 'here', cost: 0.3 }], mode: 'hard' };
    const priced = smallFleet(['regional'], { config: { policies: [cost] } });
    priced.catalog.register('llama', 'cheap', 'here', ['generate'], { price: 0.1 });
    expect([5, 10, 40].map((costTolerance) => errorOf(priced, { costTolerance }))).toEqual([
      { kind: 'QoSViolation', rule: "cost (the best of 2 candidates: price 0.1 is above the request's tolerance of 5 %)" },
      'cheap',
      'cheap',
    ]);
  });

  it('are probed past by a half-open node’s probe where they read its state, and not where they read the request', () => {
    const policies: LeafPolicy[] = [
      { kind: 'load', weight: 1, fullAt: 0.25, mode: 'hard' },
      { kind: 'gpu', weight: 1, mode: 'hard' },
    ];
    const fleet = smallFleet(['a'], { config: { policies } });
    load(fleet, 0, 1);
    for (let i = 0; i < fleet.breaker.settings.failureThreshold!; i++) fleet.breaker.failed(0, 0);
    const later = fleet.breaker.settings.openMs;
    expect(send(fleet, later)).toMatchObject({ deployment: 0, probe: true });
    const without = smallFleet([], { config: { policies } });
    without.catalog.register('llama', 'plain', 'here', ['generate'], { gpu: false });
    for (let i = 0; i < without.breaker.settings.failureThreshold!; i++) without.breaker.reportFailure('plain', 0);
    expect(send(without, later).deployment).toBe(-1);
  });
});

describe('load', () => {
  it('moves with every report where it reads what nodes say, and with every attempt where it counts its own', () => {
    const reported = threeNodes([{ kind: 'load', weight: 1, fullAt: 4, signal: 'reported' }]);
    const picks = [3, 5, 1].map((queued, node) => {
      const picked = nameOf(reported, send(reported, 1));
      reported.router.signals.reportLoad(node, queued, 2, 1);
      return picked;
    });
    expect([...picks, nameOf(reported, send(reported, 1))]).toEqual(['a', 'b', 'c', 'c']);
    const own = threeNodes([{ kind: 'load', weight: 1, fullAt: 4 }]);
    expect([1, 2, 3, 4].map((entity) => nameOf(own, send(own, 1, entity)))).toEqual(['a', 'b', 'c', 'a']);
  });
});

describe('errors', () => {
  const privacy = (mode: 'reference' | 'hard'): LeafPolicy => ({ kind: 'privacy', regions: [], mode });
  const slow: LeafPolicy = { kind: 'max-latency', weight: 1, mode: 'hard' };
  const restricted: Partial<Qos> = { privacy: 'restricted', maxLatencyMs: 10 };

  it.each<[string, readonly LeafPolicy[], Partial<Qos>, string]>([
    ['privacy alone', [privacy('hard')], restricted, 'PrivacyViolation'],
    ['privacy and another rule', [privacy('hard'), slow], restricted, 'PrivacyViolation'],
    ['another rule alone', [privacy('hard'), slow], { maxLatencyMs: 10 }, 'QoSViolation'],
    ['the reference’s privacy', [privacy('reference')], restricted, 'AllNodesUnhealthy'],
    ['the reference’s privacy and a hard rule', [privacy('reference'), slow], restricted, 'QoSViolation'],
    ['a reference limit of latency', [{ kind: 'latency', weight: 1, maxLatencyMs: 50 }], {}, 'AllNodesUnhealthy'],
    ['a hard limit of latency', [{ kind: 'latency', weight: 1, maxLatencyMs: 50, mode: 'hard' }], {}, 'QoSViolation'],
  ])('name %s', (_name, policies, qos, kind) => {
    expect(errorOf(threeNodes(policies), qos)).toMatchObject({ kind });
  });

  it('are AllNodesUnhealthy where somebody is refused by no hard policy, and NoCapacity where nobody is a candidate', () => {
    const mixed = threeNodes([slow, { kind: 'latency', weight: 1, maxLatencyMs: 50 }]);
    expect(errorOf(mixed, { maxLatencyMs: 150 })).toMatchObject({ kind: 'AllNodesUnhealthy' });
    for (const node of ['a', 'b', 'c']) for (let i = 0; i < 3; i++) mixed.health.reportFailure(node);
    expect(errorOf(mixed, { maxLatencyMs: 1 })).toMatchObject({ kind: 'NoCapacity' });
  });

  it('keep the reference’s rejection text for the reference’s policies, and say more for hard ones', () => {
    const fleet = threeNodes([
      { kind: 'latency', weight: 1, maxLatencyMs: 300 },
      { kind: 'max-latency', weight: 1, mode: 'hard' },
    ]);
    const request = requestFor('r', { qos: { ...QOS, maxLatencyMs: 150 } });
    expect(fleet.router.getCandidates(request, 0).map(({ target, rejection }) => [target.node, rejection])).toEqual([
      ['a', null],
      ['b', "QoSViolation: max-latency: predicted latency 200 ms is above the request's 150 ms"],
      ['c', 'Policy rejected'],
    ]);
    const { candidates } = fleet.router.explainRequest(request, 0, aimed());
    expect(candidates.find(({ node }) => node === 'c')).toMatchObject({
      standing: 'policy-rejected',
      reason:
        "latency: smoothed latency 400 ms is above 300 ms; max-latency: predicted latency 400 ms is above the request's 150 ms",
    });
  });

  it('give candidates the throughput and the price that are known, else the reference’s constants', () => {
    const scores = (fleet: SmallFleet): unknown[] =>
      fleet.router.getCandidates(requestFor('r'), 0).map(({ scores: { throughput, cost } }) => [throughput, cost]);
    const known = threeNodes([{ kind: 'throughput', weight: 1, fullPerS: 80 }]);
    known.catalog.register('llama', 'd', 'here', ['generate'], { price: 0.25, slots: 2 });
    known.health.register('d');
    known.health.smoothedMs[3] = 500;
    expect(scores(known)).toEqual([
      [0.5, 0.5],
      [0.25, 0.5],
      [0.125, 0.5],
      [0.05, 0.75],
    ]);
    expect(scores(threeNodes([]))).toEqual([0, 0, 0].map((none) => [none, 0.5]));
  });
});

describe('cache', () => {
  it('sends a prompt where its blocks are, whatever went before', () => {
    const fleet = smallFleet(['a', 'b', 'c'], { config: { policies: [{ kind: 'cache', weight: 1 }] } });
    const cached = (node: number, ...blocks: number[]): void =>
      fleet.router.signals.report(
        node,
        { queued: 0, running: 0, kvUsedFraction: null, prefillBlocks: null, decodeBlocks: null, cachedBlocks: new Set(blocks) },
        0,
      );
    cached(1, 7, 8);
    cached(2, 7, 8, 9);
    const to = (...blocks: number[]): string | null =>
      nameOf(fleet, send(fleet, 1, 1, { blocks: Uint32Array.from(blocks), blockCount: blocks.length }));
    expect([to(), to(7), to(7, 8, 9, 10), to(5, 8), to()]).toEqual(['a', 'b', 'c', 'a', 'a']);
    cached(1, 7, 8, 9, 10);
    expect(to(7, 8, 9, 10)).toBe('b');
  });
});

describe('modes', () => {
  const softened = (policies: readonly PolicySettings[]): readonly PolicySettings[] =>
    policies.map((policy): PolicySettings => {
      if (policy.kind === 'composite') return { ...policy, policies: softened(policy.policies) };
      return policy.kind === 'locality' ? policy : { ...policy, mode: 'soft' };
    });

  it('soft everywhere refuse nobody: a request without a window fails only where nobody is a candidate', () => {
    let routed = 0;
    fc.assert(
      fc.property(situations, (of) => {
        const window = { maxCandidates: null, minScore: null };
        const config = {
          ...of.config,
          strategy: { id: 'least-latency' as const },
          policies: softened(of.config.policies),
          window,
        };
        const { router, query, nowMs } = situate({ ...of, config });
        const result = emptyResult();
        router.route(query, nowMs, aim(1), result);
        if (result.deployment === -1) expect(result.error).toBe(ROUTE_ERROR.NoCapacity);
        else routed++;
      }),
      lawRuns(200),
    );
    expect(routed).toBeGreaterThan(100);
  });

  it('hard give an error of their own, and reference never does', () => {
    const seen = new Map<number, number>();
    fc.assert(
      fc.property(situations, (of) => {
        const { router, query, nowMs } = situate(of);
        const result = emptyResult();
        router.route(query, nowMs, aim(1), result);
        seen.set(result.error, (seen.get(result.error) ?? 0) + 1);
        const hard = JSON.stringify(of.config.policies).includes('"hard"');
        if (!hard) expect(result.error).toBeLessThan(ROUTE_ERROR.QoSViolation);
      }),
      lawRuns(600),
    );
    // Whatever the seed, every error is met that a router gives; the limit of admission stands before it.
    const { AdmissionLimit: _before, ...errors } = ROUTE_ERROR;
    for (const code of Object.values(errors)) expect(seen.get(code) ?? 0).toBeGreaterThan(0);
  });
});

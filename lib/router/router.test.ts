import { describe, expect, it } from 'vitest';
import { CircuitBreaker } from './circuit-breaker';
import { ModelCatalog } from './catalog';
import { HealthChecker } from './health';
import { RouterBuilder } from './router-builder';
import { SETTINGS } from './settings';
import { aimed, end, load, nameOf, requestFor, send, smallFleet, trip } from './small-fleet.fixture';
import { usualSettings } from './strategies/usual-settings.fixture';

const reference = { set: SETTINGS.reference };

describe('what the reference router’s own tests show', () => {
  it('refuses when no node serves the capability', () => {
    const decision = new RouterBuilder().build().decide(requestFor('test-1', { capability: 'transcribe' }), 0, aimed());
    expect(decision).toEqual({
      kind: 'refused',
      error: { kind: 'NoCapacity', capability: 'transcribe' },
      reasoning: 'No node serves transcribe.',
    });
  });

  it('routes to the only node', () => {
    const catalog = new ModelCatalog();
    catalog.register('whisper', 'node-1', 'us-west', ['transcribe']);
    const router = new RouterBuilder().catalog(catalog).build();
    router.health.register('node-1');
    router.health.reportSuccess('node-1', 50);
    const decision = router.decide(requestFor('test-2', { capability: 'transcribe' }), 0, aimed());
    expect(decision.kind === 'routed' && decision.decision).toMatchObject({
      target: { node: 'node-1', region: 'us-west', model: 'whisper', estimatedLatencyMs: 5 },
      alternatives: [],
      reasoning: 'node-1 is the only eligible node.',
    });
  });

  it('prefers the healthy node', () => {
    const fleet = smallFleet(['healthy-node@us-west', 'degraded-node@us-east'], reference);
    for (let i = 0; i < 5; i++) {
      fleet.health.reportSuccess('healthy-node', 20);
      fleet.health.reportFailure('degraded-node');
    }
    expect(nameOf(fleet, send(fleet, 0))).toBe('healthy-node');
  });

  it('lists all candidates', () => {
    const fleet = smallFleet(['node-0', 'node-1', 'node-2'], reference);
    for (const node of ['node-0', 'node-1', 'node-2']) fleet.health.reportSuccess(node, 50);
    expect(fleet.router.getCandidates(requestFor('test-4'), 0).map(({ target }) => target.node)).toEqual([
      'node-0',
      'node-1',
      'node-2',
    ]);
  });

  it('builds a router with a configuration of its own', () => {
    const window = { maxCandidates: 5, minScore: 0.2 };
    const { config } = new RouterBuilder().config({ window }).strategy({ id: 'round-robin' }).policy([]).build();
    expect(config).toEqual({ window, strategy: { id: 'round-robin' }, policies: [] });
  });
});

describe('decisions', () => {
  it('name the next best and say why in a sentence', () => {
    const fleet = smallFleet(['a', 'b', 'c', 'd', 'e']);
    [40, 700, 90, 300, 4_000].forEach((latencyMs, i) => {
      for (let k = 0; k < 60; k++) fleet.health.reportSuccess('abcde'[i]!, latencyMs);
    });
    const decision = fleet.router.decide(requestFor('r'), 0, aimed());
    expect(decision.kind).toBe('routed');
    if (decision.kind !== 'routed') return;
    expect(decision.decision.reasoning).toBe('a has the highest score of 5 eligible nodes (1.028).');
    expect(decision.decision.alternatives.map(({ node }) => node)).toEqual(['c', 'd', 'b']);
  });

  it('speak of the window where it hides somebody', () => {
    const fleet = smallFleet(['a', 'b', 'c'], { config: { window: { maxCandidates: 2, minScore: null } } });
    fleet.health.reportSuccess('b', 5);
    const receipt = fleet.router.explain(fleet.query, 0, aimed());
    expect(receipt.hiddenByWindow).toBe(1);
    expect(receipt.decision).toMatchObject({
      decision: { reasoning: 'b has the highest score of the 2 eligible nodes in the window (1.012).' },
    });
    expect(receipt.candidates.map(({ node, standing, reason }) => [node, standing, reason])).toEqual([
      ['b', 'in-pool', null],
      ['a', 'in-pool', null],
      ['c', 'outside-window', 'not among the best 2'],
    ]);
  });

  it.each([
    ['least-latency', 'a shares the highest score of 4 eligible nodes (1.010) with 3 others and was registered first.'],
    ['least-connections', 'd has the fewest requests in flight of 4 eligible nodes (0).'],
    ['round-robin', 'a is the first of 4 eligible nodes.'],
  ] as const)('%s says why', (id, sentence) => {
    const fleet = smallFleet(['a', 'b', 'c', 'd'], { config: { strategy: { id } } });
    [3, 1, 2].forEach((count, deployment) => load(fleet, deployment, count));
    expect(fleet.router.explain(fleet.query, 0, aimed()).decision).toMatchObject({ decision: { reasoning: sentence } });
  });

  it.each([
    ['weighted-random', /^The draw fell on [abcd], which holds \d\d\.\d % of the scores of 4 eligible nodes\.$/],
    ['power-of-two', /^Of two drawn from 4 eligible nodes, [abcd] has fewer in flight \(\d\) than [abcd] \(\d\)\.$/],
    ['consistent-hash', /^[abcd] is the first of 4 eligible nodes clockwise from the key 00000007\.$/],
  ] as const)('%s says why', (id, sentence) => {
    const fleet = smallFleet(['a', 'b', 'c', 'd'], {
      config: { strategy: usualSettings(id)[0]! },
    });
    [3, 1, 2].forEach((count, deployment) => load(fleet, deployment, count));
    const { decision } = fleet.router.explain(fleet.query, 0, aimed());
    expect(decision.kind === 'routed' && decision.decision.reasoning).toMatch(sentence);
  });
});

describe('refusals', () => {
  it('count what stands in the way', () => {
    const fleet = smallFleet(['a', 'b', 'c']);
    trip(fleet, 0, 10);
    for (const node of ['b', 'c']) for (let i = 0; i < 3; i++) fleet.health.reportFailure(node);
    expect(fleet.router.decide(requestFor('r'), 20, aimed())).toEqual({
      kind: 'refused',
      error: { kind: 'NoCapacity', capability: 'generate' },
      reasoning: 'No node can take generate requests: 1 with an open breaker, 2 unhealthy.',
    });
  });

  it('are AllNodesUnhealthy where candidates exist that may not be picked', () => {
    const fleet = smallFleet(['a', 'b'], { config: { window: { maxCandidates: null, minScore: 5 } } });
    expect(fleet.router.decide(requestFor('r'), 20, aimed())).toMatchObject({
      error: { kind: 'AllNodesUnhealthy' },
      reasoning: 'No candidate for generate may be picked: 2 outside the window.',
    });
    expect(send(fleet, 20).error).toBe(2);
    const restricted = requestFor('r', { qos: { privacy: 'restricted', costTolerance: 50 } });
    expect(fleet.router.decide(restricted, 20, aimed())).toMatchObject({
      reasoning: 'No candidate for generate may be picked: 2 rejected by policies.',
    });
  });
});

describe('retries', () => {
  it('leave out tried nodes while somebody else is there', () => {
    const fleet = smallFleet(['a', 'b']);
    const retry = { attempt: 1, tried: Int32Array.of(0), triedCount: 1 };
    expect(nameOf(fleet, send(fleet, 1, 1, retry))).toBe('b');
    expect(nameOf(fleet, send(fleet, 1, 1, { attempt: 2, tried: Int32Array.of(0, 1), triedCount: 2 }))).toBe('a');
    const decision = fleet.router.decide(requestFor('r', { triedNodes: ['a'] }), 1, aimed());
    expect(decision).toMatchObject({ decision: { target: { node: 'b' }, reasoning: 'b is the only eligible node.' } });
    const receipt = fleet.router.explainRequest(requestFor('r', { triedNodes: ['a'] }), 1, aimed());
    expect(receipt.candidates.map(({ node, standing }) => [node, standing])).toEqual([
      ['a', 'already-tried'],
      ['b', 'in-pool'],
    ]);
  });
});

describe('bookkeeping', () => {
  it('counts attempts in flight per node, and refuses to end what never started', () => {
    const fleet = smallFleet(['a', 'b']);
    const [sent] = load(fleet, 1, 2);
    end(fleet, sent!, 'cancelled', 5, 5);
    expect([fleet.router.inFlight(0), fleet.router.inFlight(1)]).toEqual([0, 1]);
    expect(() => end(fleet, { ...sent!, deployment: 0 }, 'ok', 5, 6)).toThrow('Nothing is in flight on a');
  });

  it('tells health and breaker of failures of every kind, and of no cancellation', () => {
    const fleet = smallFleet(['a']);
    const told: unknown[] = [];
    fleet.router.onHealth = (node, from, to, cause, nowMs) => told.push([node, from, to, cause, nowMs]);
    fleet.router.onTransition = (node, from, to, cause, nowMs) => told.push([node, from, to, cause, nowMs]);
    const sent = load(fleet, 0, 6);
    (['error', 'cancelled', 'rejected', 'unreachable', 'timed-out', 'error'] as const).forEach((outcome, i) =>
      end(fleet, sent[i]!, outcome, 9, 10 + i),
    );
    expect(told).toEqual([
      [0, 'healthy', 'degraded', '1 failure', 10],
      [0, 'degraded', 'unhealthy', '3 failures in a row', 13],
      [0, 'closed', 'open', '5 failures in a row', 15],
    ]);
    expect(fleet.router.nodeView(0, 20)).toEqual({
      node: 'a',
      status: 'ready',
      inFlight: 0,
      health: 'unhealthy',
      smoothedLatencyMs: 500,
      p50LatencyMs: null,
      p99LatencyMs: null,
      latencySamples: 0,
      successesInRow: 0,
      failuresInRow: 5,
      breaker: 'open',
      breakerFailures: 5,
      halfOpenSuccesses: 0,
      probesInFlight: 0,
      nextTransitionMs: 5_015,
    });
    fleet.router.probed(0, true, 8, 30);
    fleet.router.probed(0, true, 8, 40);
    expect(told.at(-1)).toEqual([0, 'unhealthy', 'healthy', '2 successes in a row and an answer within 1000 ms', 40]);
  });

  it('wants one node table for all parts', () => {
    expect(() =>
      new RouterBuilder().catalog(new ModelCatalog()).health(new HealthChecker()).circuitBreaker(new CircuitBreaker()).build(),
    ).toThrow('share one node table');
  });

  it('goes on where it was after a change of strategy and back', () => {
    const fleet = smallFleet(['a', 'b', 'c'], { config: { strategy: { id: 'round-robin' } } });
    send(fleet, 1);
    fleet.router.setStrategy({ id: 'least-connections' });
    expect(nameOf(fleet, send(fleet, 2))).toBe('b');
    fleet.router.setStrategy({ id: 'round-robin' });
    expect(nameOf(fleet, send(fleet, 3))).toBe('b');
  });

  it('changes a weight for good', () => {
    const near = { origin: 'here', capability: 'generate', privacy: 'internal', costTolerance: 50 } as const;
    const policies = [
      { kind: 'latency', weight: 1, maxLatencyMs: 5_000 },
      { kind: 'locality', weight: 0, boost: 0.3, signal: 'round-trip', farMs: 200 },
    ] as const;
    const fleet = smallFleet(['far@there', 'near@here'], {
      config: { policies, roundTripMs: (from, to) => (from === to ? 2 : 150) },
    });
    fleet.health.reportSuccess('far', 1);
    const requestClass = fleet.router.requestClass(near);
    expect(nameOf(fleet, send(fleet, 1, 1, { requestClass }))).toBe('far');
    fleet.router.setWeight('locality', 2);
    expect(nameOf(fleet, send(fleet, 1, 1, { requestClass }))).toBe('near');
    expect(fleet.router.explain({ ...fleet.query, requestClass }, 1, aimed()).candidates[0]?.terms[1]).toMatchObject({
      policy: 'locality',
      raw: 'round trip 2 ms',
      normalised: 0.5 + 0.99 * 0.3,
      weight: 2,
    });
  });
});

import { describe, expect, it } from 'vitest';

import { answerRouteQuestion } from './route-question';

const FLEET = {
  regions: [{ id: 'us-east' }, { id: 'eu-west', privacy: 'confidential' }],
  network: { localMs: 2, roundTrips: [{ from: 'us-east', to: 'eu-west', ms: 78 }] },
  models: [{ id: 'chat', capabilities: ['generate'] }],
  groups: [
    { id: 'us-east', region: 'us-east', count: 2, models: ['chat'], engine: { kind: 'slots' } },
    { id: 'eu-west', region: 'eu-west', count: 2, models: ['chat'], engine: { kind: 'slots' } },
  ],
};

function answer(question: Record<string, unknown>) {
  const result = answerRouteQuestion({ ...FLEET, request: { capability: 'generate' }, ...question });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.value;
}

function problemsOf(question: unknown): string[] {
  const result = answerRouteQuestion(question);
  return result.ok ? [] : result.problems.map(({ path, rule }) => `${path}: ${rule}`);
}

describe('a routing question', () => {
  it('is answered from what it says of the nodes', () => {
    const receipt = answer({
      router: { strategy: { id: 'least-connections' } },
      nodes: [
        { node: 'us-east-01', inFlight: 3 },
        { node: 'us-east-02', inFlight: 2 },
        { node: 'eu-west-01', inFlight: 1, breaker: { state: 'open', untilMs: 5_000, failures: 5 } },
        { node: 'eu-west-02', inFlight: 7 },
      ],
      nowMs: 4_000,
    });
    expect(receipt.decision).toMatchObject({ kind: 'routed', decision: { target: { node: 'us-east-02' } } });
    expect(receipt.candidates.find(({ node }) => node === 'eu-west-01')?.standing).toBe('breaker-open');
  });

  it('names the transition that the call would make, and sends the probe there', () => {
    const receipt = answer({ nodes: [{ node: 'eu-west-01', breaker: { state: 'open', untilMs: 5_000 } }], nowMs: 5_000 });
    expect(receipt.transitions).toEqual(['eu-west-01: open -> half-open']);
    expect(receipt.decision).toMatchObject({ kind: 'routed', decision: { target: { node: 'eu-west-01' } } });
  });

  it('keeps a confidential request where it may go, and nearer origins score higher', () => {
    const receipt = answer({
      router: { strategy: { id: 'least-latency' } },
      request: { capability: 'generate', privacy: 'confidential', origin: 'us-east' },
    });
    expect(receipt.decision).toMatchObject({ kind: 'routed', decision: { target: { region: 'eu-west' } } });
    const near = answer({
      router: { strategy: { id: 'least-latency' } },
      request: { capability: 'generate', origin: 'us-east' },
    });
    expect(near.decision).toMatchObject({ kind: 'routed', decision: { target: { region: 'us-east' } } });
  });

  it('holds nodes against the request’s own bounds, by their prices and GPUs', () => {
    const groups = [
      { ...FLEET.groups[0]!, gpu: false, price: 0.1 },
      { ...FLEET.groups[1]!, price: 0.4 },
    ];
    const ask = (request: object, ...kinds: string[]): unknown => {
      const policies = kinds.map((kind) => ({ kind, mode: 'hard' }));
      const { decision } = answer({
        groups,
        router: { strategy: { id: 'least-latency' }, policies },
        nodes: [{ node: 'us-east-01', inFlight: 20 }],
        request: { capability: 'generate', ...request },
      });
      return decision.kind === 'refused' ? decision.error : decision.decision.target.node;
    };
    expect(ask({}, 'gpu')).toBe('eu-west-01');
    expect(ask({ preferGpu: false }, 'gpu')).toBe('us-east-01');
    expect(ask({ costTolerance: 30 }, 'cost')).toBe('us-east-01');
    expect(ask({ costTolerance: 30 }, 'cost', 'gpu')).toMatchObject({ kind: 'QoSViolation' });
    // 8 slots at 500 ms; 21 requests on them take 2.625 rounds.
    expect(ask({ maxLatencyMs: 1_000 }, 'max-latency')).toBe('us-east-02');
    expect(ask({ maxLatencyMs: 1_400, preferGpu: false }, 'max-latency')).toBe('us-east-02');
    expect(ask({ minThroughput: 16 }, 'throughput')).toBe('us-east-01');
    expect(ask({ minThroughput: 16.1 }, 'throughput')).toEqual({
      kind: 'QoSViolation',
      rule: "throughput (the best of 4 candidates: completes 16 a second, below the request's 16.1)",
    });
  });

  it('can be refused by the router, which is an answer', () => {
    expect(answer({ request: { capability: 'embed' } }).decision).toMatchObject({
      kind: 'refused',
      error: { kind: 'NoCapacity', capability: 'embed' },
    });
  });

  it('gives the same answer to the same question, and draws by its seed', () => {
    const pick = (seed: number): unknown => answer({ seed }).decision;
    expect(pick(7)).toEqual(pick(7));
    expect(new Set(Array.from({ length: 40 }, (_, seed) => JSON.stringify(pick(seed)))).size).toBeGreaterThan(2);
  });

  it('is answered from what its nodes say of their engines, by every strategy that asks them', () => {
    const nodes = [
      {
        node: 'us-east-01',
        inFlight: 2,
        signals: { queued: 0, running: 8, kvUsedFraction: 0.2, prefillBlocks: 9, decodeBlocks: 70, cachedBlocks: [] },
      },
      {
        node: 'us-east-02',
        signals: { queued: 3, running: 8, kvUsedFraction: 0.5, prefillBlocks: 12, decodeBlocks: 60, cachedBlocks: [1, 2] },
      },
      {
        node: 'eu-west-01',
        inFlight: 1,
        signals: { queued: 12, running: 8, kvUsedFraction: 0.9, prefillBlocks: 0, decodeBlocks: 90, cachedBlocks: [1, 2, 3, 4] },
      },
    ];
    const down = { node: 'eu-west-02', breaker: { state: 'open', untilMs: 9_000 } };
    const ask = (strategy: unknown) =>
      answer({
        router: { strategy },
        nodes: [...nodes, down],
        request: { capability: 'generate', promptBlocks: [1, 2, 3, 4] },
      });
    const cached = ask({ id: 'prefix-cache' });
    expect(cached.decision).toMatchObject({ kind: 'routed', decision: { target: { node: 'eu-west-01' } } });
    const cost = ask({ id: 'kv-cost' });
    expect(cost.steps).toEqual([
      { label: 'picked', value: 'us-east-02: 12 to fill + 4 of the prompt - 2 cached + 60 decoding = 74 blocks' },
      { label: 'runner-up', value: 'us-east-01: 9 to fill + 4 of the prompt - 0 cached + 70 decoding = 83 blocks' },
    ]);
    const sum = ask({ id: 'scorer-sum' });
    expect(sum.decision).toMatchObject({
      decision: {
        target: { node: 'us-east-02' },
        reasoning: 'us-east-02 has the highest score of 3 eligible nodes (4.000), before us-east-01 with 3.600.',
      },
    });
  });

  it('is refused where a strategy asks for what none of its nodes says', () => {
    const ask = (id: string, signals?: object) =>
      problemsOf({
        ...FLEET,
        request: { capability: 'generate' },
        router: { strategy: { id } },
        nodes: [{ node: 'us-east-01', ...(signals === undefined ? {} : { signals }) }],
      });
    const needs = 'router.strategy.id: needs cached-blocks, which no node of this scenario reports';
    expect(ask('prefix-cache')).toEqual([`${needs} (the question states no nodes[].signals)`]);
    expect(ask('prefix-cache', { queued: 1, running: 1 })).toEqual([`${needs} (its nodes[].signals state queued, running)`]);
    expect(ask('prefix-cache', { queued: 1, running: 1, cachedBlocks: [] })).toEqual([]);
    // In a question the engine adds nothing to what is said.
    expect(ask('scorer-sum').map((one) => one.split(':')[0])).toEqual([0, 1, 2].map((i) => `router.strategy.scorers[${i}].kind`));
  });

  it('holds signals to their limits', () => {
    const ask = (signals: object, promptBlocks: unknown = []) =>
      problemsOf({ ...FLEET, request: { capability: 'generate', promptBlocks }, nodes: [{ node: 'us-east-01', signals }] });
    expect(ask({ queued: 1, running: 2 }, [0, 0xffffffff])).toEqual([]);
    expect(ask({ queued: 1 })).toEqual(['nodes[0].signals.running: is required: a finite number']);
    expect(ask({ queued: 1, running: 2, kvUsedFraction: 1.1 })).toEqual(['nodes[0].signals.kvUsedFraction: must be at most 1']);
    expect(ask({ queued: 1, running: 2, cachedBlocks: new Array(513).fill(1) })).toEqual([
      'nodes[0].signals.cachedBlocks: must have at most 512 entries',
    ]);
    expect(ask({ queued: 1, running: 2 }, new Array(5_000).fill(1))).toEqual([
      'request.promptBlocks: must have at most 512 entries',
    ]);
    expect(ask({ queued: 1, running: 2 }, [0x100000000])).toEqual(['request.promptBlocks[0]: must be at most 4,294,967,295']);
  });

  it('is refused with the path, the value and the rule when it is broken', () => {
    expect(problemsOf(null)[0]).toContain('must be an object');
    expect(problemsOf({ ...FLEET })[0]).toContain('request: is required');
    expect(problemsOf({ ...FLEET, groups: [], request: { capability: 'generate' } })[0]).toContain('groups');
    const many = FLEET.groups.map((group) => ({ ...group, count: 501 }));
    expect(problemsOf({ ...FLEET, groups: many, request: { capability: 'generate' } })).toEqual([
      'groups: must come to at most 1000 nodes in a question',
    ]);
    expect(problemsOf({ ...FLEET, request: { capability: 'dance' } })[0]).toContain('request.capability: must be transcribe');
    expect(problemsOf({ ...FLEET, request: { capability: 'generate', origin: 'mars' } })).toEqual([
      'request.origin: must be the id of a region of this fleet',
    ]);
    expect(problemsOf({ ...FLEET, request: { capability: 'generate' }, nodes: [{ node: '__proto__' }] })).toEqual([
      'nodes[0].node: must be the id of a node of this fleet',
    ]);
    expect(problemsOf({ ...FLEET, request: { capability: 'generate' }, router: { strategy: { id: 'clever' } } })[0]).toContain(
      'router.strategy',
    );
  });
});

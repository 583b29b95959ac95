import { describe, expect, it } from 'vitest';

import { MOST_PROBLEMS, parseScenario, parseScenarioText } from './parse';
import { pathOf, valueAt } from './paths';
import { LONGEST_LIST } from './plain';
import { scenarioJsonSchema } from './json-schema';
import { brownOut } from './presets/brown-out';
import { LIMITS } from './limits';
import { baseRatePerS } from './traffic';

/** A valid scenario with these values put at these paths, undefined taking one away, as outside data. */
function spoiled(edits: Readonly<Record<string, unknown>>): unknown {
  const scenario: unknown = JSON.parse(JSON.stringify(brownOut.scenario));
  for (const [text, value] of Object.entries(edits)) {
    const path = pathOf(text);
    if (!path.ok) throw new Error(text);
    const parent = valueAt(scenario, path.value.slice(0, -1)) as Record<string | number, unknown>;
    const key = path.value.at(-1)!;
    if (value === undefined) delete parent[key];
    else parent[key] = value;
  }
  return scenario;
}

function sentences(raw: unknown): string[] {
  const parsed = parseScenario(raw);
  return parsed.ok ? [] : parsed.problems.map(({ message }) => message);
}

/** The sentences on a scenario that is spoiled. */
function said(edits: Readonly<Record<string, unknown>>): string[] {
  return sentences(spoiled(edits));
}

const ID_RULE = 'must start with a letter and go on with letters, digits, ".", "_" or "-"';

describe('a scenario at the door', () => {
  it('comes out whole, with every default written', () => {
    const parsed = parseScenario(brownOut.scenario);
    expect(parsed.ok && parsed.value.client).toEqual({
      timeoutMs: 2_000,
      retries: 2,
      backoff: { kind: 'linear', ms: 100 },
      cancel: 'queued',
      excludeTried: true,
      patience: null,
      hedge: null,
      honourRetryAfter: true,
      budget: null,
    });
  });

  it('shares nothing with what came in', () => {
    const raw = spoiled({}) as { regions: { id: string }[] };
    const parsed = parseScenario(raw);
    raw.regions[0]!.id = 'elsewhere';
    expect(parsed.ok && parsed.value.regions[0]!.id).toBe('us-east');
  });

  it('has no negative zero and only composed letters', () => {
    const parsed = parseScenario(spoiled({ 'workload[0].arrivals.ratePerS': -0, title: 'Cafe\u0301' }));
    expect(parsed.ok && Object.is(baseRatePerS(parsed.value.workload[0]!.arrivals, parsed.value), 0)).toBe(true);
    expect(parsed.ok && parsed.value.title).toBe('Caf\u00e9');
  });
});

describe('a field with a wrong value is named with the value and the rule', () => {
  it('a negative rate', () => {
    expect(said({ 'workload[0].arrivals.ratePerS': -5 })).toEqual([
      'workload[0].arrivals.ratePerS: must be at least 0 (found -5).',
    ]);
  });

  it('zero nodes', () => {
    expect(said({ 'groups[1].count': 0 })).toEqual(['groups[1].count: must be at least 1 (found 0).']);
  });

  it('a million nodes', () => {
    expect(said({ 'groups[1].count': 1_000_000 })).toEqual(['groups[1].count: must be at most 10,000 (found 1000000).']);
  });

  it('NaN and Infinity', () => {
    expect(said({ seed: NaN })).toEqual(['seed: must be a finite number (found NaN).']);
    expect(said({ durationMs: Infinity })).toEqual(['durationMs: must be a finite number (found Infinity).']);
  });

  it('a fraction where a whole number belongs', () => {
    expect(said({ client: { retries: 1.5 } })).toEqual(['client.retries: must be a whole number (found 1.5).']);
  });

  it('a wrong type', () => {
    expect(said({ models: {} })).toEqual(['models: must be a list (found an object).']);
    expect(said({ title: 7 })).toEqual(['title: must be a text (found 7).']);
  });

  it('an id that is no id', () => {
    expect(said({ 'regions[0].id': '__proto__' })[0]).toBe(`regions[0].id: ${ID_RULE} (found "__proto__").`);
    expect(said({ 'regions[1].id': '2' })[0]).toBe(`regions[1].id: ${ID_RULE} (found "2").`);
  });

  it('something that is missing', () => {
    expect(said({ regions: undefined })).toContain('regions: is required: a list (found nothing).');
    expect(said({ 'groups[0].engine': undefined })).toEqual(['groups[0].engine: is required: an object (found nothing).']);
  });

  it('an unknown key, with the keys there are and the one that was meant', () => {
    expect(said({ client: { timeuotMs: 3 } })).toEqual([
      'client.timeuotMs: is an unknown key; its object knows only the keys timeoutMs, retries, backoff, cancel, excludeTried, patience, hedge, honourRetryAfter, budget; did you mean "timeoutMs"? (found 3).',
    ]);
    expect(said({ 'regions[0]': { id: 'us-east', 'two words': 1 } })[0]).toMatch(
      /^regions\[0\]\["two words"\]: is an unknown key/,
    );
  });

  it('an unknown key inside one of several forms', () => {
    expect(said({ 'router.strategy': { id: 'consistent-hash', virtualNode: 4 } })).toEqual([
      'router.strategy.virtualNode: is an unknown key; its object knows only the keys id, form, virtualNodes, tableSize, boundedLoad; did you mean "virtualNodes"? (found 4).',
    ]);
  });

  it('a Maglev table whose size is not prime, or too small for the fleet', () => {
    expect(said({ 'router.strategy': { id: 'consistent-hash', form: 'maglev', tableSize: 65_536 } })).toEqual([
      'router.strategy.tableSize: must be a prime number (found 65536).',
    ]);
    expect(said({ 'router.strategy': { id: 'consistent-hash', form: 'maglev', tableSize: 2 } })[0]).toMatch(
      /^router\.strategy\.tableSize: must be at least \d+, the number of models on all nodes together/,
    );
  });

  it('an unknown strategy, with the strategies there are', () => {
    expect(said({ 'router.strategy.id': 'round-robbin' })).toEqual([
      'router.strategy.id: must be one of least-latency, least-connections, round-robin, weighted-random, consistent-hash, power-of-two, random, join-idle-queue, peak-ewma, least-request, prequal, prefix-cache, kv-cost, scorer-sum; did you mean "round-robin"? (found "round-robbin").',
    ]);
  });

  it('a node without weight, and settings of a strategy out of their limits', () => {
    expect(said({ 'groups[0].weight': 0 })).toEqual(['groups[0].weight: must be at least 0.001 (found 0).']);
    expect(said({ 'router.strategy': { id: 'prequal', poolSize: 1, probes: 0 } })).toEqual([
      'router.strategy.poolSize: must be at least 2 (found 1).',
      'router.strategy.probes: must be at least 0.01 (found 0).',
    ]);
    expect(said({ 'router.strategy': { id: 'least-request', activeRequestBias: -1, selection: 'all' } })).toEqual([
      'router.strategy.selection: must be one of choices, full-scan (found "all").',
      'router.strategy.activeRequestBias: must be at least 0 (found -1).',
    ]);
  });

  it('a mode that a policy has not, with the reason where it cannot have it', () => {
    const [sentence] = said({ 'router.policies': [{ kind: 'cache', mode: 'hard' }] });
    expect(sentence).toBe(
      'router.policies[0].mode: must be soft: a node without the prompt can serve it all the same (found "hard").',
    );
    expect(said({ 'router.policies': [{ kind: 'gpu', mode: 'reference' }] })[0]).toMatch(
      /^router\.policies\[0\]\.mode: must be one of soft, hard/,
    );
  });

  it('bounds, prices and limits of policies that are out of range', () => {
    expect(said({ 'workload[0].maxLatencyMs': 0 })[0]).toBe('workload[0].maxLatencyMs: must be at least 0.001 (found 0).');
    expect(said({ 'workload[0].minThroughput': 2_000_000 })[0]).toMatch(/minThroughput: must be at most 1,000,000/);
    expect(said({ 'groups[0].price': 1.2 })[0]).toMatch(/^groups\[0\]\.price: must be at most 1/);
    expect(said({ 'router.policies': [{ kind: 'throughput', fullPerS: 0 }] })[0]).toMatch(/fullPerS: must be at least 0.001/);
  });

  it('takes every policy that nodes have signals for with its defaults, which mean what they always did', () => {
    const kinds = ['health', 'latency', 'privacy', 'locality', 'cost', 'load', 'throughput', 'max-latency', 'gpu'];
    const parsed = parseScenario(spoiled({ 'router.policies': kinds.map((kind) => ({ kind })) }));
    expect(parsed.ok && parsed.value.router.policies.map((policy) => ('mode' in policy ? policy.mode : null))).toEqual([
      'reference',
      'reference',
      'reference',
      null,
      ...kinds.slice(4).map(() => 'soft'),
    ]);
    expect(parsed.ok && parsed.value.groups[0]).toMatchObject({ price: null, gpu: true });
    expect(parsed.ok && parsed.value.workload[0]).toMatchObject({ maxLatencyMs: null, minThroughput: null, preferGpu: true });
  });

  it('a form without its kind', () => {
    expect(said({ 'workload[0].service.kind': undefined })).toEqual([
      'workload[0].service.kind: must be one of constant, exponential, lognormal, erlang, hyperexponential, two-exponentials, bounded-pareto, empirical, trace (found nothing).',
    ]);
  });

  it('an unknown capability', () => {
    expect(said({ 'models[0].capabilities': ['juggle'] })[0]).toMatch(/^models\[0\].capabilities\[0\]: must be transcribe, /);
  });

  it('a later version', () => {
    expect(said({ version: 2 })).toEqual([
      'version: was made by a newer version of Switchyard; this one reads scenarios up to version 1 (found 2).',
    ]);
  });

  it('lists at most twenty problems', () => {
    const parsed = parseScenario(spoiled({ timeline: Array.from({ length: 400 }, () => 'x') }));
    expect(parsed.ok ? 0 : parsed.problems.length).toBe(MOST_PROBLEMS);
  });
});

describe('a rule that spans fields', () => {
  it('a fault on a node that does not exist', () => {
    const [sentence] = said({ 'timeline[0].target': { kind: 'node', id: 'eu-west-04' } });
    expect(sentence).toMatch(/^timeline\[0\].target.id: must be the id of a node of this scenario \(they are us-east-01, /);
    expect(sentence).toMatch(/\(found "eu-west-04"\)\.$/);
  });

  it.each([
    [
      'two regions of one id',
      { 'regions[2].id': 'us-east' },
      'regions[2].id',
      'must differ from every other id in its list; regions[0].id has it already',
    ],
    ['two groups of one id', { 'groups[3].id': 'us-west' }, 'groups[3].id', 'must differ from every other id'],
    ['a group in no region', { 'groups[0].region': 'us-eest' }, 'groups[0].region', 'did you mean "us-east"?'],
    ['a group that serves no model', { 'groups[0].models': ['chit'] }, 'groups[0].models[0]', 'must be the id of a model'],
    [
      'a model twice in a group',
      { 'groups[0].models': ['chat', 'chat'] },
      'groups[0].models[1]',
      'must be listed once; groups[0].models[0] has it',
    ],
    [
      'a capability twice',
      { 'models[0].capabilities': ['generate', 'generate'] },
      'models[0].capabilities[1]',
      'must be listed once',
    ],
    [
      'an origin in no region',
      { 'workload[0].origins[0].region': 'mars' },
      'workload[0].origins[0].region',
      'must be the id of a region',
    ],
    ['an origin twice', { 'workload[0].origins[1].region': 'us-east' }, 'workload[0].origins[1].region', 'must be listed once'],
    [
      'origins without weight',
      {
        'workload[0].origins': [
          { region: 'us-east', weight: 0 },
          { region: 'us-west', weight: 0 },
        ],
      },
      'workload[0].origins',
      'must have a weight above 0',
    ],
    [
      'a capability that nobody serves',
      { 'workload[0].capability': 'embed' },
      'workload[0].capability',
      'must be a capability that some group serves (they serve generate)',
    ],
    [
      'a round trip to itself',
      { 'network.roundTrips[0].to': 'us-east' },
      'network.roundTrips[0].to',
      'must differ from its from',
    ],
    ['a round trip to nowhere', { 'network.roundTrips[0].to': 'mars' }, 'network.roundTrips[0].to', 'must be the id of a region'],
    [
      'a round trip both ways',
      { 'network.roundTrips[5]': { from: 'us-west', to: 'us-east', ms: 9 } },
      'network.roundTrips[5]',
      'in either order; network.roundTrips[0] has it',
    ],
    [
      'a policy twice',
      { 'router.policies': [{ kind: 'cost' }, { kind: 'cost' }] },
      'router.policies[1].kind',
      'must be listed once',
    ],
    [
      'a fault that ends before it starts',
      { 'timeline[0].untilMs': 5_000 },
      'timeline[0].untilMs',
      'must be greater than its atMs, 5,000',
    ],
    ['a warm-up as long as the run', { warmUpMs: 40_000 }, 'warmUpMs', 'must be less than durationMs, 40,000'],
    [
      'a drain of a node that does not exist',
      { 'timeline[1]': { id: 'd', kind: 'drain', atMs: 1, target: { kind: 'node', id: 'us-east-9' } } },
      'timeline[1].target.id',
      'must be the id of a node of this scenario',
    ],
    [
      'a join of no region',
      { 'timeline[1]': { id: 'j', kind: 'join', atMs: 1, target: { kind: 'region', id: 'us-eest' } } },
      'timeline[1].target.id',
      'did you mean "us-east"?',
    ],
    [
      'traffic of no class',
      { 'timeline[1]': { id: 't', kind: 'traffic', atMs: 1, class: 'user', ratePerS: 1 } },
      'timeline[1].class',
      'did you mean "users"?',
    ],
    [
      'a weight of a policy that is not there',
      { 'timeline[1]': { id: 't', kind: 'weights', atMs: 1, weights: [{ policy: 'load', weight: 1 }] } },
      'timeline[1].weights[0].policy',
      "must be a policy of this scenario's router",
    ],
    [
      'a weight of privacy where it has none',
      { 'timeline[1]': { id: 't', kind: 'weights', atMs: 1, weights: [{ policy: 'privacy', weight: 1 }] } },
      'timeline[1].weights[0].policy',
      'must be a policy with a weight; privacy has none in mode reference',
    ],
    [
      'a weight twice',
      {
        'timeline[1]': {
          id: 't',
          kind: 'weights',
          atMs: 1,
          weights: [
            { policy: 'cost', weight: 1 },
            { policy: 'cost', weight: 2 },
          ],
        },
      },
      'timeline[1].weights[1].policy',
      'must be listed once',
    ],
    [
      'more nodes than the limit',
      { 'groups[0].count': 5_000, 'groups[2].count': 5_000 },
      'groups',
      'must come to at most 10,000 nodes',
    ],
    [
      'more requests than the limit',
      { 'workload[0].arrivals.ratePerS': 500_001 },
      'workload',
      'must come to at most 20,000,000 expected requests',
    ],
    [
      'more requests than the limit, by a change of traffic',
      { 'timeline[1]': { id: 't', kind: 'traffic', atMs: 10_000, class: 'users', ratePerS: 700_000 } },
      'workload',
      'expected requests',
    ],
    [
      'more probes than the limit',
      { durationMs: 86_400_000, 'workload[0].arrivals.ratePerS': 1, health: { probes: { intervalMs: 10 } } },
      'health.probes.intervalMs',
      'must come to at most 50,000,000 health probes',
    ],
    [
      'more reports than the limit',
      { 'groups[0].count': 9_000, 'router.signals': { refreshMs: 0.5 } },
      'router.signals.refreshMs',
      'must come to at most 200,000,000 reports of nodes',
    ],
    [
      'more replicas of a large fleet than the limit',
      { 'groups[0].count': 5_000, 'router.replicas': 4 },
      'router.replicas',
      'must come to at most 20,000 nodes times replicas',
    ],
    [
      'rings of too many points in all replicas',
      {
        'groups[0].count': 1_000,
        'router.replicas': 10,
        'router.strategy': { id: 'consistent-hash', virtualNodes: 250 },
      },
      'router.strategy.virtualNodes',
      'must come to at most 2,000,000 ring points, as nodes times replicas times virtualNodes',
    ],
    [
      'Maglev tables too large in all replicas',
      { 'router.replicas': 2, 'router.strategy': { id: 'consistent-hash', form: 'maglev', tableSize: 5_000_011 } },
      'router.strategy.tableSize',
      'must come to at most 5,000,011 slots, as replicas times tableSize',
    ],
    [
      'more latencies kept than the limit',
      { 'groups[0].count': 5_000, health: { quantileSamples: 2_000 } },
      'health.quantileSamples',
      'must come to at most 10,000,000 latencies kept',
    ],
    [
      'more flaps than the limit',
      { 'timeline[0].fault': { kind: 'flapping', downMs: 0.1, upMs: 0.1 } },
      'timeline',
      'must come to at most 20,000 crashes and recoveries',
    ],
    [
      'more flaps of single nodes than the limit',
      {
        'groups[0].count': 5_000,
        'timeline[0].fault': { kind: 'flapping', downMs: 0.5, upMs: 0.5 },
        'timeline[0].target': { kind: 'region', id: 'us-east' },
      },
      'timeline',
      'must come to at most 5,000,000 crashes and recoveries of single nodes',
    ],
    [
      'more looks at nodes than the limit',
      { 'groups[0].count': 5_000, 'workload[0].arrivals.ratePerS': 200_000, 'router.window': { minScore: 0.5 } },
      'workload',
      'must come to at most 50,000,000,000 looks at a node',
    ],
    [
      'more looks at nodes than the limit, by a wide window',
      { 'groups[0].count': 5_000, 'workload[0].arrivals.ratePerS': 200_000, 'router.window': { maxCandidates: 11 } },
      'workload',
      'looks at a node',
    ],
    [
      'more users who think too little',
      { 'workload[0].arrivals': { kind: 'closed-loop', users: 100_000, think: { kind: 'constant', meanMs: 190 } } },
      'workload',
      'must come to at most 20,000,000 expected requests',
    ],
    [
      'a rate for a class that has none',
      {
        'workload[0].arrivals': { kind: 'closed-loop', users: 5, think: { kind: 'constant', meanMs: 500 } },
        'timeline[1]': { id: 't', kind: 'traffic', atMs: 1, class: 'users', ratePerS: 1 },
      },
      'timeline[1].class',
      'must be a class that comes at a rate',
    ],
    [
      'more phases than the limit',
      { durationMs: 86_400_000, 'workload[0].arrivals': { kind: 'on-off', ratePerS: 1, onMs: 50, offMs: 100 } },
      'workload',
      'must come to at most 1,000,000 on and off phases',
    ],
    [
      'half a request in every batch',
      { 'workload[0].arrivals': { kind: 'batch', ratePerS: 1, size: 2.5 } },
      'workload[0].arrivals.size',
      'must be a whole number where every batch has this size',
    ],
    [
      'a curve that runs backwards',
      { 'workload[0].arrivals': { kind: 'curve', ratePerS: 1, points: [5_000, 2_000].map((atMs) => ({ atMs, factor: 1 })) } },
      'workload[0].arrivals.points[1].atMs',
      'must not be less than that of the point before it, 5,000',
    ],
    [
      'a curve that repeats before it is over',
      { 'workload[0].arrivals': { kind: 'curve', ratePerS: 1, points: [{ atMs: 5_000, factor: 1 }], repeatMs: 5_000 } },
      'workload[0].arrivals.repeatMs',
      'must be greater than the atMs of the last point, 5,000',
    ],
    [
      'sizes between a most and a least',
      { 'workload[0].service': { kind: 'bounded-pareto', shape: 1, minMs: 500, maxMs: 500 } },
      'workload[0].service.maxMs',
      'must be greater than its minMs, 500',
    ],
    [
      'values without a weight, of thinking too',
      {
        'workload[0].arrivals': {
          kind: 'closed-loop',
          users: 5,
          think: { kind: 'empirical', values: [{ ms: 100, weight: 0 }] },
        },
      },
      'workload[0].arrivals.think.values',
      'must have a weight above 0 somewhere',
    ],
    [
      'more looks at nodes than the limit, by a hard policy',
      {
        'groups[0].count': 5_000,
        'workload[0].arrivals.ratePerS': 200_000,
        'router.policies': [{ kind: 'load', mode: 'hard' }],
      },
      'workload',
      'without a cache policy and hard policies',
    ],
    [
      'a ring of too many points',
      { 'groups[0].count': 5_000, 'router.strategy': { id: 'consistent-hash', virtualNodes: 500 } },
      'router.strategy.virtualNodes',
      'must come to at most 2,000,000 ring points',
    ],
  ])('%s', (_what, spoil, path, rule) => {
    const parsed = parseScenario(spoiled(spoil));
    const problems = parsed.ok ? [] : parsed.problems;
    expect(problems.map((one) => one.path)).toContain(path);
    expect(problems.find((one) => one.path === path)!.rule).toContain(rule);
  });

  it('lets the timeline weigh privacy where it has a weight', () => {
    const weights = { id: 't', kind: 'weights', atMs: 1, weights: [{ policy: 'privacy', weight: 1 }] };
    expect(said({ 'router.policies': [{ kind: 'privacy', mode: 'soft' }], 'timeline[1]': weights })).toEqual([]);
  });

  it('has no probes without a pause, nor a threshold of no probes', () => {
    expect(said({ health: { probes: { intervalMs: 0 } } })).toEqual(['health.probes.intervalMs: must be at least 10 (found 0).']);
    expect(said({ health: { probes: { failureThreshold: 0 } } })[0]).toContain('health.probes.failureThreshold: must be');
    expect(said({ health: { quantileSamples: 15 } })[0]).toContain('health.quantileSamples: must be');
  });

  it('lets a router that looks at few nodes have many requests', () => {
    const many = { 'groups[0].count': 5_000, 'workload[0].arrivals.ratePerS': 200_000 };
    expect(said({ ...many, 'router.strategy': { id: 'least-latency' } })).toEqual([]);
    expect(said({ ...many, 'router.window': { maxCandidates: 10, minScore: 0.1 } })).toEqual([]);
  });

  it('lets a change of traffic come after the end of the run', () => {
    expect(said({ 'timeline[1]': { id: 't', kind: 'traffic', atMs: 50_000, class: 'users', ratePerS: 900_000 } })).toEqual([]);
  });
});

describe('hostile data is refused with a sentence, at once', () => {
  it('an object that holds itself', () => {
    const ring: Record<string, unknown> = {};
    ring['ring'] = [ring];
    expect(said({ 'groups[0]': ring })[0]).toMatch(/must not lie deeper than 12 levels/);
  });

  it('ten thousand levels', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 10_000; i++) deep = i % 2 === 0 ? [deep] : { deep };
    expect(said({ timeline: deep })[0]).toMatch(/must not lie deeper than 12 levels/);
    expect(sentences(deep)[0]).toMatch(/must not lie deeper than 12 levels/);
  });

  it('a list of fifty million, whose length is judged before its entries', () => {
    expect(said({ regions: new Array(50_000_000) })).toEqual([
      'regions: must have at most 40 entries (found a list of 50000000).',
    ]);
  });

  it('more values than any scenario has', () => {
    const list = Array.from({ length: LONGEST_LIST }, () => Array.from({ length: LONGEST_LIST }, () => 1));
    expect(said({ extra: list })).toEqual(['The document: must hold at most 100,000 values in all.']);
  });

  it('__proto__ as a key, which JSON makes an own key', () => {
    expect(sentences(JSON.parse('{"__proto__": {"version": 1}}'))).toEqual([
      '__proto__: is not a key that a scenario knows (found an object).',
    ]);
    const nested = JSON.stringify(brownOut.scenario).replace('{"id":"us-east"}', '{"id":"us-east","__proto__":{"cost":1}}');
    const parsed = parseScenarioText(nested);
    expect(parsed.ok ? '' : parsed.problems[0]!.path).toBe('regions[0].__proto__');
    expect(Object.hasOwn(Object.prototype, 'cost')).toBe(false);
  });

  it('getters, throwing ones too, which are never called', () => {
    let calls = 0;
    const trap = (): never => {
      calls += 1;
      throw new Error('gotcha');
    };
    const computed = Object.defineProperty(spoiled({}) as object, 'seed', { get: trap, enumerable: true });
    expect(sentences(computed)).toEqual(['seed: must be plain data, not computed when read (found nothing).']);
    const list = Object.defineProperty([1, 2], 1, { get: trap, enumerable: true });
    expect(said({ groups: list })[0]).toMatch(/^groups\[1\]: must be plain data/);
    expect(calls).toBe(0);
  });

  it('a proxy whose traps throw', () => {
    const proxy = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('gotcha');
        },
      },
    );
    expect(sentences(proxy)[0]).toBe('The document: must be plain data, as JSON can hold it (found an object).');
  });

  it.each([[null], [undefined], [7], ['text'], [[]], [() => 1], [Symbol('s')], [10n], [new Date(0)], [new Map()]])(
    '%s',
    (raw) => {
      expect(parseScenario(raw).ok).toBe(false);
    },
  );

  it('a text of ten million characters as a title', () => {
    expect(said({ title: 'x'.repeat(10_000_000) })[0]).toMatch(/^title: must have at most 120 characters/);
  });

  it('a scenario that is valid by its fields and too large as text', () => {
    // 40 models with names of 48 three-byte letters, all served by 200 groups.
    const models = Array.from({ length: 40 }, (_, i) => ({ id: `${'語'.repeat(46)}${i + 10}`, capabilities: ['generate'] }));
    const group = { region: 'us-east', count: 1, models: models.map(({ id }) => id), engine: { kind: 'slots' } };
    const many = spoiled({ models, groups: Array.from({ length: 200 }, (_, i) => ({ id: `g${i}`, ...group })), timeline: [] });
    expect(sentences(many)).toEqual(['The document: must take at most 1,000,000 bytes as JSON text with all defaults written.']);
  });
});

describe('the limits on lists', () => {
  it('are all below the length up to which a list is copied', () => {
    const limits = [...JSON.stringify(scenarioJsonSchema()).matchAll(/"maxItems":(\d+)/g)].map((found) => Number(found[1]));
    expect(Math.max(...limits)).toBeLessThan(LONGEST_LIST);
  });
});

describe('a scenario as text', () => {
  const sentence = (text: string): string => {
    const parsed = parseScenarioText(text);
    return parsed.ok ? '' : parsed.problems[0]!.message;
  };

  it('is parsed like any other', () => {
    expect(parseScenarioText(JSON.stringify(brownOut.scenario, null, 2)).ok).toBe(true);
    expect(parseScenarioText(`\uFEFF${JSON.stringify(brownOut.scenario)}`).ok).toBe(true);
  });

  it.each([
    ['', 'line 1, column 1, where a value is expected (found the end of the text)'],
    ['hello', 'line 1, column 1, where a value is expected (found "h")'],
    ['{"version": 1,\n  "seed": 1,}', 'line 2, column 13, where a key in double quotes is expected (found "}")'],
    ['{"a": 1\r\n "b": 2}', 'line 2, column 2, where "," or "}" is expected (found "\\"")'],
    ['[1, 2', 'line 1, column 6, where "," or "]" is expected (found the end of the text)'],
    ['{a: 1}', 'line 1, column 2, where a key in double quotes or "}" is expected (found "a")'],
    ['{"a" 1}', 'line 1, column 6, where ":" is expected (found "1")'],
    ['"abc', 'line 1, column 5, where the rest of a text and its closing quote is expected (found the end of the text)'],
    ['{} {}', 'line 1, column 4, where the end of the text is expected (found "{")'],
    ['[01]', 'line 1, column 3, where "," or "]" is expected (found "1")'],
    ['[NaN]', 'line 1, column 2, where a value or "]" is expected (found "N")'],
  ])('that is not JSON is refused with its place: %j', (text, place) => {
    expect(sentence(text)).toBe(`The document: must be JSON, and is not at ${place}.`);
  });

  it('of a hundred thousand brackets is refused like any other', () => {
    expect(sentence('['.repeat(100_000))).toMatch(/line 1, column 100001/);
    expect(sentence('['.repeat(100_000) + ']'.repeat(100_000))).toMatch(/must not lie deeper than 12 levels/);
  });

  it('of more bytes than the limit is not read at all', () => {
    expect(sentence('é'.repeat(LIMITS.documentBytes / 2 + 1))).toBe('The document: must take at most 1,000,000 bytes as text.');
  });
});

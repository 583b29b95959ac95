/** The rules that span fields: every name leads somewhere, nothing is said twice, and the whole stays within its limits. */
import { problem, type Problem } from '@/lib/base/result';
import { nodeIdOf } from '@/lib/fleet/ids';
import { strategies } from '@/lib/router/strategies/table';

import { breakerRules } from './breaker-rules';
import { expectedRequests } from './expected';
import { faultRules, turnRules } from './fault-rules';
import { nearest } from './nearest';
import { LIMITS } from './limits';
import { mostTries } from './most-tries';
import type { FaultTarget, Scenario, StrategySettings } from './schema';
import { unheard, unheardPolicy, type Reported } from './signals';
import { brokenTraces } from './trace-rules';
import { brokenStages } from './stage-rules';
import { grouped, listed } from './words';
import { brokenLaws, tooManyPhases, unknownTokens } from './workload-rules';

/** In the order of the document, as far as that is natural. Empty: the scenario is valid. `reported`: by its nodes. */
export function brokenRules(scenario: Scenario, reported: Reported): Problem[] {
  const laws = [...brokenLaws(scenario), ...brokenTraces(scenario)];
  // A law that makes no sense has no mean to sum up.
  const sums = laws.length === 0 ? [...sizes(scenario), ...tooManyPhases(scenario)] : [];
  return [
    ...distinct(scenario),
    ...led(scenario),
    ...brokenStages(scenario),
    ...heard(scenario, reported),
    ...spans(scenario),
    ...faultRules(scenario),
    ...breakerRules(scenario.breaker),
    ...laws,
    ...unknownTokens(scenario),
    ...sums,
  ];
}

/** Every strategy of the document and its path: the router's, then the timeline's. */
function strategiesOf({ router, timeline }: Scenario): { readonly strategy: StrategySettings; readonly path: string }[] {
  const later = timeline.flatMap((entry, t) =>
    entry.kind === 'strategy' ? [{ strategy: entry.strategy, path: `timeline[${t}].strategy` }] : [],
  );
  return [{ strategy: router.strategy, path: 'router.strategy' }, ...later];
}

/** Whatever needs a signal has a node that reports it. */
function heard(scenario: Scenario, reported: Reported): Problem[] {
  return [
    ...strategiesOf(scenario).flatMap(({ strategy, path }) => unheard(strategy, path, reported)),
    ...scenario.router.policies.flatMap((policy, i) => unheardPolicy(policy, `router.policies[${i}]`, reported)),
  ];
}

function ids(list: readonly { readonly id: string }[]): Set<string> {
  return new Set(list.map(({ id }) => id));
}

function distinct(scenario: Scenario): Problem[] {
  const problems: Problem[] = [];
  const once = (keys: readonly string[], path: (index: number) => string, rule: (firstPath: string) => string): void => {
    const first = new Map<string, number>();
    keys.forEach((key, index) => {
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, index);
      else problems.push(problem(path(index), key, rule(path(earlier))));
    });
  };
  for (const name of ['regions', 'models', 'groups', 'traces', 'workload', 'slos', 'timeline'] as const) {
    once(
      scenario[name].map(({ id }) => id),
      (i) => `${name}[${i}].id`,
      (earlier) => `must differ from every other id in its list; ${earlier} has it already`,
    );
  }
  const again = (earlier: string): string => `must be listed once; ${earlier} has it already`;
  scenario.models.forEach((model, m) => once(model.capabilities, (i) => `models[${m}].capabilities[${i}]`, again));
  scenario.groups.forEach((group, g) => once(group.models, (i) => `groups[${g}].models[${i}]`, again));
  scenario.workload.forEach((of, w) =>
    once(
      of.origins.map(({ region }) => region),
      (i) => `workload[${w}].origins[${i}].region`,
      again,
    ),
  );
  once(
    scenario.router.policies.map(({ kind }) => kind),
    (i) => `router.policies[${i}].kind`,
    again,
  );
  for (const { strategy, path } of strategiesOf(scenario)) {
    if (strategy.id !== 'scorer-sum') continue;
    once(
      strategy.scorers.map(({ kind }) => kind),
      (i) => `${path}.scorers[${i}].kind`,
      again,
    );
  }
  scenario.workload.forEach(({ fallbacks }, w) =>
    once(
      fallbacks.map(({ id }) => id),
      (i) => `workload[${w}].fallbacks[${i}].id`,
      (earlier) => `must differ from every other id in its list; ${earlier} has it already`,
    ),
  );
  scenario.network.roundTrips.forEach(({ from, to }, i) => {
    if (from === to)
      problems.push(
        problem(
          `network.roundTrips[${i}].to`,
          to,
          'must differ from its from; network.localMs is the round trip within a region',
        ),
      );
  });
  once(
    scenario.network.roundTrips.map(({ from, to }) => (from < to ? `${from} to ${to}` : `${to} to ${from}`)),
    (i) => `network.roundTrips[${i}]`,
    (earlier) => `must be a pair of regions that is not listed yet, in either order; ${earlier} has it already`,
  );
  scenario.timeline.forEach((entry, t) => {
    if (entry.kind === 'weights')
      once(
        entry.weights.map(({ policy }) => policy),
        (i) => `timeline[${t}].weights[${i}].policy`,
        again,
      );
  });
  return problems;
}

/** Every name leads to something that is there. */
function led(scenario: Scenario): Problem[] {
  const problems: Problem[] = [];
  const regions = ids(scenario.regions);
  const models = ids(scenario.models);
  const groups = ids(scenario.groups);
  const classes = ids(scenario.workload);
  const loops = ids(scenario.workload.filter(({ arrivals }) => arrivals.kind === 'closed-loop'));
  const lead = (path: string, name: string, known: ReadonlySet<string>, what: string): void => {
    if (!known.has(name)) problems.push(problem(path, name, mustName(what, name, [...known])));
  };

  scenario.network.roundTrips.forEach(({ from, to }, i) => {
    lead(`network.roundTrips[${i}].from`, from, regions, 'region');
    lead(`network.roundTrips[${i}].to`, to, regions, 'region');
  });
  scenario.groups.forEach((group, g) => {
    lead(`groups[${g}].region`, group.region, regions, 'region');
    group.models.forEach((model, m) => lead(`groups[${g}].models[${m}]`, model, models, 'model'));
  });

  scenario.workload.forEach((of, w) => {
    of.origins.forEach(({ region }, i) => lead(`workload[${w}].origins[${i}].region`, region, regions, 'region'));
  });

  let nodes: Set<string> | undefined;
  const targets = (kind: Exclude<FaultTarget['kind'], 'share'>): Set<string> => {
    if (kind === 'region') return regions;
    if (kind === 'group') return groups;
    if (kind === 'model') return models;
    return (nodes ??= nodeIds(scenario));
  };
  const policies = new Map(scenario.router.policies.map((policy) => [policy.kind, policy]));
  scenario.timeline.forEach((entry, t) => {
    switch (entry.kind) {
      case 'fault':
      case 'drain':
      case 'join': {
        const { target } = entry;
        if (target.kind !== 'share') return lead(`timeline[${t}].target.id`, target.id, targets(target.kind), target.kind);
        if (target.of === null) return;
        return lead(`timeline[${t}].target.of.id`, target.of.id, targets(target.of.kind), target.of.kind);
      }
      case 'weights':
        return entry.weights.forEach(({ policy }, i) => {
          const path = `timeline[${t}].weights[${i}].policy`;
          const meant = policies.get(policy);
          if (meant === undefined) {
            const rule = `must be a policy of this scenario's router (they are ${listed([...policies.keys()]) || 'none'})`;
            problems.push(problem(path, policy, rule));
          } else if (meant.kind === 'privacy' && meant.mode === 'reference') {
            problems.push(problem(path, policy, 'must be a policy with a weight; privacy has none in mode reference'));
          }
        });
      case 'traffic': {
        lead(`timeline[${t}].class`, entry.class, classes, 'class of requests');
        if (loops.has(entry.class)) {
          const rule = 'must be a class that comes at a rate; a closed loop has users instead';
          problems.push(problem(`timeline[${t}].class`, entry.class, rule));
        }
        return;
      }
      case 'strategy':
        return;
    }
  });
  return problems;
}

function mustName(what: string, name: string, known: readonly string[]): string {
  const rule = `must be the id of a ${what} of this scenario (they are ${listed(known)})`;
  const meant = nearest(name, known);
  return meant === undefined ? rule : `${rule}; did you mean "${meant}"?`;
}

/** No more than the limit allows, so that a scenario with too many nodes is not unfolded to say so. */
function nodeIds(scenario: Scenario): Set<string> {
  const known = new Set<string>();
  for (const { id, count } of scenario.groups) {
    for (let ordinal = 1; ordinal <= count && known.size < LIMITS.nodes; ordinal++) known.add(nodeIdOf(id, ordinal, count));
  }
  return known;
}

function spans(scenario: Scenario): Problem[] {
  const problems: Problem[] = [];
  if (scenario.warmUpMs >= scenario.durationMs) {
    problems.push(problem('warmUpMs', scenario.warmUpMs, `must be less than durationMs, ${grouped(scenario.durationMs)}`));
  }
  scenario.timeline.forEach((entry, t) => {
    if (entry.kind === 'fault' && entry.untilMs !== null && entry.untilMs <= entry.atMs) {
      problems.push(problem(`timeline[${t}].untilMs`, entry.untilMs, `must be greater than its atMs, ${grouped(entry.atMs)}`));
    }
  });
  return problems;
}

/** Sums over the whole document. Each is judged before anything of that size is built. */
function sizes(scenario: Scenario): Problem[] {
  const problems: Problem[] = [];
  const within = (path: string, total: number, limit: number, what: string): void => {
    if (total > limit) problems.push(problem(path, Math.round(total), `must come to at most ${grouped(limit)} ${what}`));
  };
  scenario.workload.forEach((of, w) => {
    if (of.origins.every((origin) => origin.weight === 0)) {
      problems.push(problem(`workload[${w}].origins`, of.origins, 'must have a weight above 0 somewhere'));
    }
  });
  const nodes = scenario.groups.reduce((sum, group) => sum + group.count, 0);
  within('groups', nodes, LIMITS.nodes, 'nodes in all groups together');
  const requests = scenario.workload.reduce((sum, of) => sum + expectedRequests(scenario, of), 0);
  within('workload', requests, LIMITS.requests, 'expected requests, as rate times time over all classes, or users times turns');
  if (scenario.health.probes !== null) {
    const probes = (nodes * scenario.durationMs) / scenario.health.probes.intervalMs;
    within('health.probes.intervalMs', probes, LIMITS.probes, 'health probes, as nodes times duration over interval');
  }
  const { replicas } = scenario.router;
  const known = nodes * replicas;
  const by = replicas === 1 ? '' : ' times replicas';
  if (replicas > 1) within('router.replicas', known, LIMITS.replicaNodes, 'nodes times replicas');
  const { refreshMs } = scenario.router.signals;
  if (refreshMs > 0) {
    const reports = (known * scenario.durationMs) / refreshMs;
    const what = `reports of nodes, as nodes${by} times duration over refreshMs`;
    within('router.signals.refreshMs', reports, LIMITS.reports, what);
  }
  const samples = known * scenario.health.quantileSamples;
  within('health.quantileSamples', samples, LIMITS.quantileSamples, `latencies kept, as nodes${by} times quantileSamples`);
  const { rate, ejection } = scenario.breaker;
  if (rate !== null && rate.window.kind === 'count') {
    within(
      'breaker.rate.window.calls',
      known * rate.window.calls,
      LIMITS.windowCells,
      `remembered calls, as nodes${by} times calls`,
    );
  }
  if (ejection !== null && ejection.sweepMs !== null) {
    const swept = (known * scenario.durationMs) / ejection.sweepMs;
    within('breaker.ejection.sweepMs', swept, LIMITS.sweptNodes, `nodes looked at, as nodes${by} times duration over sweepMs`);
  }
  problems.push(...turnRules(scenario));
  if (looksAtAll(scenario)) {
    const stages = 1 + Math.max(...scenario.workload.map(({ fallbacks }) => fallbacks.length));
    const looks = requests * mostTries(scenario.client) * stages * nodes;
    const few =
      'an open window, or one of at most 10 candidates, looks at few with most strategies, without a cache policy and hard policies';
    within('workload', looks, LIMITS.looks, `looks at a node, as expected requests times tries times nodes; ${few}`);
  }
  const deployments = scenario.groups.reduce((sum, group) => sum + group.count * group.models.length, 0);
  const hashing = (strategy: StrategySettings, path: string): void => {
    if (strategy.id !== 'consistent-hash') return;
    if (strategy.form === 'ring') {
      within(
        `${path}.virtualNodes`,
        known * strategy.virtualNodes,
        LIMITS.ringPoints,
        `ring points, as nodes${by} times virtualNodes`,
      );
    } else if (strategy.tableSize < deployments) {
      const rule = `must be at least ${grouped(deployments)}, the number of models on all nodes together`;
      problems.push(problem(`${path}.tableSize`, strategy.tableSize, rule));
    } else if (replicas > 1) {
      within(`${path}.tableSize`, replicas * strategy.tableSize, LIMITS.tableSize, 'slots, as replicas times tableSize');
    }
  };
  for (const { strategy, path } of strategiesOf(scenario)) hashing(strategy, path);
  return problems;
}

/**
 * Whether every node may be looked at for every try. With an open window few strategies do; `least-latency` asks for the best alone, and a
 * short window of a large fleet for its best few. A cache policy scores every node anew for every prompt, and to say that hard
 * policies refuse everybody takes a look at everybody.
 */
function looksAtAll(scenario: Scenario): boolean {
  const { policies, window } = scenario.router;
  if (policies.some((policy) => policy.kind === 'cache' || ('mode' in policy && policy.mode === 'hard'))) return true;
  if (window.maxCandidates !== null) return window.maxCandidates > 10;
  return window.minScore !== null || strategiesOf(scenario).some(({ strategy }) => strategies[strategy.id].walks);
}

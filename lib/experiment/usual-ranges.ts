/** Settings that operators turn, with a range around where each stands: what a sensitivity or a search starts from when nothing is named. */
import { strategies } from '@/lib/router/strategies/table';
import type { Scenario } from '@/lib/scenario/schema';

import { namedParametersOf, parametersOf, type Parameter } from './parameters';
import type { Range } from './schema';

type NumberParameter = Extract<Parameter, { kind: 'number' }>;

const TURNED =
  /^(router\.(policies\[\d+\]\.(weight|fullAt|boost)|strategy\.\w+|window\.\w+|signals\.refreshMs)|client\.(timeoutMs|retries)|breaker\.(failureThreshold|openMs|halfOpenSuccesses)|health\.(failureThreshold|recoveryThreshold|degradedLatencyMs))$/;

/** From half to twice the present value, within the schema's limits; from 0 to 2 where it is 0; a whole number at least one either way. In the document's order. */
export function usualRanges(scenario: Scenario): Range[] {
  return turned(scenario).map(({ range }) => range);
}

/** `usualRanges`, those first that are most likely to matter here. */
export function rangesAskedFirst(scenario: Scenario): Range[] {
  const order = askedFirst(scenario);
  const rank = (path: string): number => order.findIndex((start) => path.startsWith(start));
  return turned(scenario)
    .sort((a, b) => rank(a.path) - rank(b.path))
    .map(({ range }) => range);
}

/** `path`: by position, as the document has it; the range's own names entries of lists where a name fits. */
function turned(scenario: Scenario): { readonly path: string; readonly range: Range }[] {
  const named = namedParametersOf(scenario);
  return parametersOf(scenario).flatMap((parameter, i) => {
    const { path } = parameter;
    if (parameter.kind !== 'number' || parameter.value === null || !TURNED.test(path)) return [];
    const around = rangeAround(parameter, parameter.value);
    return around === null ? [] : [{ path, range: { id: idOf(path, scenario), path: named[i]!.path, ...around } }];
  });
}

/**
 * How paths begin, in the order in which their settings are likely to matter. A window that leaves nodes out decides before any
 * strategy, by a score that falls with a node's health. Where the strategy takes the best score, weights matter if a term follows the
 * load; if none does, all goes to one node whatever they are, and what matters is how soon a request is given up.
 */
function askedFirst({ router, groups }: Scenario): string[] {
  const { maxCandidates } = router.window;
  const narrow = maxCandidates !== null && maxCandidates < groups.reduce((sum, { count }) => sum + count, 0);
  const telling = router.policies.flatMap((policy, i) => (tellsApart(policy) ? [`router.policies[${i}]`] : []));
  const { byTotal } = strategies[router.strategy.id];
  return [
    ...(narrow ? ['router.window.maxCandidates', 'health.degradedLatencyMs'] : []),
    ...(byTotal && router.policies.some(({ kind }) => kind === 'load') ? telling : []),
    ...['router.strategy', 'client'],
    ...(byTotal ? telling : []),
    ...['breaker', 'health', ...telling, 'router.policies', 'router'],
  ];
}

/** Whether nodes that are all well can differ in it: a term that is the same for all cannot matter, whatever its weight. */
function tellsApart(policy: Scenario['router']['policies'][number]): boolean {
  if (policy.kind === 'locality') return policy.signal !== 'constant';
  return policy.kind !== 'privacy' && policy.kind !== 'health';
}

function rangeAround({ integer, min, max }: NumberParameter, value: number): { low: number; high: number } | null {
  const [half, twice] = value === 0 ? [0, 2] : value > 0 ? [value / 2, value * 2] : [value * 2, value / 2];
  const low = Math.max(min, integer ? Math.min(Math.floor(half), value - 1) : half);
  const high = Math.min(max, integer ? Math.max(Math.ceil(twice), value + 1) : twice);
  return low < high ? { low, high } : null;
}

/** `weight.locality`, `client.retries`: an id that a person can read. */
function idOf(path: string, { router }: Scenario): string {
  const policy = /^router\.policies\[(\d+)\]\.(\w+)$/.exec(path);
  return policy === null ? path : `${policy[2]}.${router.policies[Number(policy[1])]!.kind}`;
}

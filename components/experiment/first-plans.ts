/** What an experiment starts with where nobody has said anything yet. */
import { rangesAskedFirst } from '@/lib/experiment/usual-ranges';
import { namedParametersOf } from '@/lib/experiment/parameters';
import {
  experimentSchema,
  type Axis,
  type ExperimentInput,
  type PlanKind,
  type PlanOf,
  type Range,
  type Variant,
} from '@/lib/experiment/schema';
import type { Scenario, StrategyId } from '@/lib/scenario/schema';
import { obstacles } from '@/lib/scenario/signals';

import { STRATEGIES } from '@/components/chart/theme';

import { withAxis } from './sweep/axis-edits';

export type Plans = { readonly [K in PlanKind]: PlanOf<K> };

/** What operators ask for first, against the strategy that the scenario has. */
const ASKED_FIRST: readonly StrategyId[] = ['power-of-two', 'peak-ewma', 'least-connections', 'round-robin', 'least-latency'];
const VARIANTS_AT_FIRST = 5;
/** Of the settings that operators turn: a tornado that can be read. */
const PARAMETERS_AT_FIRST = 12;
const SEARCHED_AT_FIRST = 4;
const AXES_AT_FIRST = 2;
/**
 * Of each cell. A map of 49 cells compares 48 with its best, so the first of them has to be told apart at 0.05 / 48: from eight runs that
 * takes a difference of 5.4 standard errors, from the schema's three one of 31.
 */
const CELL_REPLICATIONS_AT_FIRST = 8;

/** A variant that has one strategy with its usual settings. */
export function strategyVariant(strategy: StrategyId): Variant {
  return { id: strategy, title: STRATEGIES[strategy].name, patch: [{ path: 'router.strategy', value: strategy }] };
}

/** The scenario as it stands first, which is the baseline, and then other strategies that its nodes can have. */
export function firstVariants(scenario: Scenario): Variant[] {
  const own = scenario.router.strategy.id;
  const hindered = obstacles(scenario.groups);
  const others = ASKED_FIRST.filter((id) => id !== own && hindered[id] === null).slice(0, VARIANTS_AT_FIRST - 1);
  return [{ id: own, title: STRATEGIES[own].name, patch: [] }, ...others.map(strategyVariant)];
}

/** A plan of every kind for a scenario. Each has the form of a plan; whether it is too large to be run is judged when it is started. */
export function firstPlans(scenario: Scenario): Plans {
  const variants = firstVariants(scenario);
  // Every scenario has thresholds of health, so there is always a setting to turn.
  const first = rangesAskedFirst(scenario);
  const { durationMs } = scenario;
  return {
    compare: plan({ kind: 'compare', variants }),
    'load-curve': plan({ kind: 'load-curve', variants }),
    robustness: plan({
      kind: 'robustness',
      variants,
      fromMs: Math.round(durationMs / 4),
      untilMs: Math.round(durationMs / 2),
      each: ['region'],
    }),
    sweep: plan({ kind: 'sweep', axes: firstAxes(scenario, first), replications: CELL_REPLICATIONS_AT_FIRST }),
    sensitivity: plan({ kind: 'sensitivity', parameters: first.slice(0, PARAMETERS_AT_FIRST) }),
    optimise: plan({
      kind: 'optimise',
      space: first.slice(0, SEARCHED_AT_FIRST).map((range) => ({ ...range, kind: 'number' })),
    }),
  };
}

/** Of the first two settings that operators turn and that can matter here. */
function firstAxes(scenario: Scenario, ranges: readonly Range[]): Axis[] {
  const parameters = new Map(namedParametersOf(scenario).map((parameter) => [parameter.path, parameter]));
  return ranges.slice(0, AXES_AT_FIRST).reduce<Axis[]>((axes, { path }) => withAxis(axes, parameters.get(path)!), []);
}

/** With all defaults filled in. */
function plan<K extends PlanKind>(input: Extract<ExperimentInput['plan'], { kind: K }>): PlanOf<K> {
  return experimentSchema.shape.plan.parse(input) as PlanOf<K>;
}

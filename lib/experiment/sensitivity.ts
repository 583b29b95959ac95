/**
 * Sensitivity: which settings move a metric here. One at a time: each setting at the ends of its range, all else as it stands, against the
 * scenario as it stands, all on the same requests. Or by elementary effects along random paths through the box of all ranges, which see
 * interactions: mu* is the mean size of a setting's effects, sigma their spread.
 * Sources: Morris, Technometrics 33(2), 1991; mu* from Campolongo, Cariboni & Saltelli, Environmental Modelling & Software 22(10), 2007.
 */
import type { Scenario } from '@/lib/scenario/schema';

import { shared } from './corrections';
import type { Difference } from './difference';
import { estimate, TAIL, type Estimate } from './estimate';
import type { MetricName } from './metrics';
import { morrisPath, type MorrisPath } from './morris-path';
import { parameterAt } from './parameters';
import { patched } from './patch';
import { OnGrid } from './on-grid';
import { PointGrid } from './point-grid';
import type { ExperimentOf, Range } from './schema';

/**
 * `identical`: every run went the very same way as without the change, so nothing here depends on the setting. `equal`: runs went other
 * ways, and the metric was the same to the last bit in each.
 */
export type Influence = 'moves' | 'not told' | 'equal' | 'identical' | 'unknown';

export interface End {
  readonly value: number;
  /** Why the scenario with this value is none, or why its run was ended. */
  readonly refused: string | null;
  /** To the scenario as it stands; all intervals of the report hold together. */
  readonly difference: Difference | null;
}

export interface OneAtATime {
  readonly id: string;
  readonly path: string;
  /** null where the scenario has none there. */
  readonly current: number | null;
  readonly low: End;
  readonly high: End;
  /** Between the lowest and the highest mean of both ends and the scenario as it stands. */
  readonly swing: number | null;
  readonly influence: Influence;
}

export interface ElementaryEffects {
  readonly id: string;
  readonly path: string;
  readonly low: number;
  readonly high: number;
  /** Change of the metric for a move across the whole range, as the paths have met it; null where a run has no such number. */
  readonly mu: Estimate | null;
  readonly muStar: number | null;
  readonly sigma: number | null;
  readonly influence: Influence;
}

export type Sensitivity = {
  readonly kind: 'sensitivity';
  readonly title: string;
  readonly metric: MetricName;
  readonly provisional: boolean;
  /** The scenario as it stands; null for paths, which may never pass it. */
  readonly current: Estimate | null;
} & (
  | { readonly method: 'one-at-a-time'; /** Widest swing first. */ readonly parameters: readonly OneAtATime[] }
  | { readonly method: 'morris'; /** Largest mu* first. */ readonly parameters: readonly ElementaryEffects[] }
);

const CURRENT = 0;

export class SensitivityRun extends OnGrid {
  readonly experiment: ExperimentOf<'sensitivity'>;
  protected readonly grid: PointGrid;
  /** One at a time: by parameter, the points of its low and its high end, or why there is none. */
  private readonly ends: readonly (readonly [number | string, number | string])[] = [];
  /** By replication. */
  private readonly paths: readonly MorrisPath[] = [];

  constructor(experiment: ExperimentOf<'sensitivity'>) {
    super();
    const { plan, scenario, seed } = experiment;
    const { parameters, replications } = plan;
    this.experiment = experiment;
    if (plan.method === 'morris') {
      const integers = parameters.map(({ path }) => isInteger(scenario, path));
      this.paths = Array.from({ length: replications }, (_, r) => morrisPath(parameters, integers, seed, r));
      this.grid = new PointGrid({
        points: parameters.length + 1,
        replications,
        seed,
        scenarioOf: (point, replication) => this.alongPath(point, replication),
      });
      return;
    }
    const scenarios = [scenario];
    this.ends = parameters.map(({ path, low, high }) => {
      const point = (value: number): number | string => {
        const end = patched(scenario, [{ path, value }]);
        return end.ok ? scenarios.push(end.value) - 1 : end.problems[0]!.message;
      };
      return [point(low), point(high)];
    });
    this.grid = new PointGrid({
      points: scenarios.length,
      replications,
      seed,
      scenarioOf: (point) => scenarios[point]!,
    });
  }

  report(): Sensitivity {
    const { plan, title, scenario } = this.experiment;
    const head = {
      kind: 'sensitivity',
      title: title || scenario.title,
      metric: plan.metric,
      provisional: !this.finished,
    } as const;
    if (plan.method === 'morris') {
      const parameters = plan.parameters.map((range, i) => this.effects(range, i));
      return {
        ...head,
        current: null,
        method: 'morris',
        parameters: parameters.sort((a, b) => (b.muStar ?? -1) - (a.muStar ?? -1)),
      };
    }
    const parameters = plan.parameters.map((range, i) => this.oneAtATime(range, i));
    return {
      ...head,
      current: this.grid.estimateOf(CURRENT, plan.metric),
      method: 'one-at-a-time',
      parameters: parameters.sort((a, b) => (b.swing ?? -1) - (a.swing ?? -1)),
    };
  }

  private oneAtATime({ id, path, low, high }: Range, i: number): OneAtATime {
    const { plan, scenario } = this.experiment;
    const [lowPoint, highPoint] = this.ends[i]!;
    const ends = [this.end(low, lowPoint), this.end(high, highPoint)] as const;
    const found = ends.flatMap(({ difference }) => (difference === null ? [] : [difference]));
    const means = [0, ...found.map(({ mean }) => mean)];
    const same = [lowPoint, highPoint].every((point) => typeof point === 'number' && this.grid.sameRuns(point, CURRENT));
    const parameter = parameterAt(scenario, path);
    return {
      id,
      path,
      current: parameter.ok && typeof parameter.value.value === 'number' ? parameter.value.value : null,
      low: ends[0],
      high: ends[1],
      swing: found.length === 0 ? null : Math.max(...means) - Math.min(...means),
      influence:
        found.length < 2 || this.grid.resultsOf(CURRENT).length < Math.min(2, plan.replications)
          ? 'unknown'
          : same
            ? 'identical'
            : found.every((one) => one.identical)
              ? 'equal'
              : found.some((one) => one.low > 0 || one.high < 0)
                ? 'moves'
                : 'not told',
    };
  }

  private end(value: number, point: number | string): End {
    if (typeof point === 'string') return { value, refused: point, difference: null };
    const { metric, parameters } = this.experiment.plan;
    return {
      value,
      refused: this.grid.stoppedOf(point),
      difference: this.grid.differenceOf(point, CURRENT, metric, shared(TAIL, 2 * parameters.length)),
    };
  }

  private effects({ id, path, low, high }: Range, i: number): ElementaryEffects {
    const { metric, parameters } = this.experiment.plan;
    const effects: number[] = [];
    let known = true;
    let same = true;
    // Whole paths: the end of one may come back before its middle.
    const whole = Math.min(...Array.from({ length: parameters.length + 1 }, (_, point) => this.grid.resultsOf(point).length));
    for (let r = 0; r < whole; r++) {
      const { moved, points } = this.paths[r]!;
      const step = moved.indexOf(i);
      const [from, to] = [points[step]![i]!, points[step + 1]![i]!];
      const [before, after] = [this.grid.resultsOf(step)[r]!, this.grid.resultsOf(step + 1)[r]!];
      if (before.kind !== 'measured' || after.kind !== 'measured') known = false;
      else {
        const [a, b] = [before.values[metric], after.values[metric]];
        if (before.digest !== after.digest) same = false;
        // A whole number with a narrow range may not have moved at all.
        if (a === null || b === null) known = false;
        else effects.push(from === to ? 0 : ((b - a) * (high - low)) / (to - from));
      }
    }
    const mu = known ? estimate(effects, shared(TAIL, parameters.length)) : null;
    const established = mu?.low != null && mu.high !== null && (mu.low > 0 || mu.high < 0);
    return {
      id,
      path,
      low,
      high,
      mu,
      muStar: mu === null ? null : effects.reduce((sum, effect) => sum + Math.abs(effect), 0) / effects.length,
      sigma: mu?.sd ?? null,
      influence:
        mu === null
          ? 'unknown'
          : same
            ? 'identical'
            : effects.every((effect) => effect === 0)
              ? 'equal'
              : established
                ? 'moves'
                : 'not told',
    };
  }

  private alongPath(point: number, replication: number): Scenario {
    const { plan, scenario } = this.experiment;
    const values = this.paths[replication]!.points[point]!;
    const result = patched(
      scenario,
      plan.parameters.map(({ path }, i) => ({ path, value: values[i]! })),
    );
    // Ranges were checked one by one; that two of them do not go together shows here.
    if (!result.ok) throw new CombinationRefused(result.problems[0]!.message);
    return result.value;
  }
}

/** Settings that are each allowed and not together. */
export class CombinationRefused extends Error {
  constructor(message: string) {
    super(`the ranges do not go together: ${message}`);
    this.name = 'CombinationRefused';
  }
}

function isInteger(scenario: Scenario, path: string): boolean {
  const parameter = parameterAt(scenario, path);
  return parameter.ok && parameter.value.kind === 'number' && parameter.value.integer;
}

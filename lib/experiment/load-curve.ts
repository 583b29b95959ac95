/**
 * Load curve: a metric against offered load for every variant, with the knee where the curve turns up, and the load up to which the SLO is
 * met. Knee: the point farthest below the straight line between the ends of the curve, both axes scaled to 1 (Satopää, Albrecht, Irwin &
 * Raghavan, "Finding a Kneedle in a Haystack", ICDCS workshops 2011, for a convex curve that rises, without their smoothing).
 */
import type { Scenario } from '@/lib/scenario/schema';

import { atLoad } from './at-load';
import type { Estimate } from './estimate';
import type { MetricName } from './metrics';
import { OnGrid } from './on-grid';
import { PointGrid } from './point-grid';
import type { ExperimentOf } from './schema';
import { variantScenarios } from './variants';

/** A curve that bends less than this share of its own height has no knee worth a mark; half of it would be a right angle. */
const LEAST_BEND = 0.1;

export interface LoadPoint {
  readonly load: number;
  /** Why the scenario at this load is none. */
  readonly refused: string | null;
  readonly stopped: string | null;
  readonly offeredPerS: number | null;
  readonly metric: Estimate | null;
  /** Share of ended requests within the SLO. */
  readonly withinSlo: Estimate | null;
  readonly success: Estimate | null;
}

/** Up to which load the SLO's target share is met. */
export type Capacity =
  /** Between two loads: met on average at the first and not at the second; `load` is where the straight line between them crosses. */
  | {
      readonly kind: 'between';
      readonly load: number;
      readonly offeredPerS: number;
      readonly met: number;
      readonly missed: number;
    }
  | { readonly kind: 'above-all'; readonly met: number }
  | { readonly kind: 'below-all'; readonly missed: number }
  | { readonly kind: 'unknown' };

export interface LoadCurve {
  readonly id: string;
  readonly title: string;
  readonly points: readonly LoadPoint[];
  /** Load of the knee; null where the curve has none within these loads. */
  readonly knee: number | null;
  readonly capacity: Capacity;
  /** The highest load at which the whole interval of the share lies above the target, as at all loads below; null where at none. */
  readonly certainUpTo: number | null;
}

export interface LoadCurves {
  readonly kind: 'load-curve';
  readonly title: string;
  readonly metric: MetricName;
  readonly slo: { readonly id: string; readonly latencyMs: number; readonly targetFraction: number } | null;
  readonly provisional: boolean;
  readonly curves: readonly LoadCurve[];
}

export class LoadCurveRun extends OnGrid {
  readonly experiment: ExperimentOf<'load-curve'>;
  protected readonly grid: PointGrid;
  /** By variant and load: the point, or why there is none. */
  private readonly places: readonly (readonly (number | string)[])[];
  private readonly slo: Scenario['slos'][number] | undefined;

  constructor(experiment: ExperimentOf<'load-curve'>) {
    super();
    const { plan, scenario, seed } = experiment;
    this.experiment = experiment;
    this.slo = scenario.slos.find(({ id }) => plan.slo === null || id === plan.slo);
    const scenarios: Scenario[] = [];
    this.places = variantScenarios(scenario, plan.variants).map((variant) =>
      plan.loads.map((load) => {
        const loaded = atLoad(this.sloFirst(variant), load);
        return loaded.ok ? scenarios.push(loaded.value) - 1 : loaded.problems[0]!.message;
      }),
    );
    this.grid = new PointGrid({
      points: scenarios.length,
      replications: plan.replications,
      seed,
      scenarioOf: (point) => scenarios[point]!,
    });
  }

  report(): LoadCurves {
    const { plan, title, scenario } = this.experiment;
    return {
      kind: 'load-curve',
      title: title || scenario.title,
      metric: plan.metric,
      slo: this.slo ?? null,
      provisional: !this.finished,
      curves: plan.variants.map((variant, v) => {
        const points = plan.loads.map((load, l) => this.point(load, this.places[v]![l]!));
        return {
          id: variant.id,
          title: variant.title || variant.id,
          points,
          knee: kneeOf(points),
          capacity: this.slo === undefined ? { kind: 'unknown' } : capacityOf(points, this.slo.targetFraction),
          certainUpTo: this.slo === undefined ? null : certainUpTo(points, this.slo.targetFraction),
        };
      }),
    };
  }

  /** Numbers about "the SLO" are about the first. */
  private sloFirst(scenario: Scenario): Scenario {
    const { slo } = this;
    if (slo === undefined) return scenario;
    const same = scenario.slos.find(({ id }) => id === slo.id) ?? slo;
    return { ...scenario, slos: [same, ...scenario.slos.filter(({ id }) => id !== slo.id)] };
  }

  private point(load: number, place: number | string): LoadPoint {
    const none = { refused: null, stopped: null, offeredPerS: null, metric: null, withinSlo: null, success: null };
    if (typeof place === 'string') return { ...none, load, refused: place };
    return {
      load,
      refused: null,
      stopped: this.grid.stoppedOf(place),
      offeredPerS: this.grid.estimateOf(place, 'offered')?.mean ?? null,
      metric: this.grid.estimateOf(place, this.experiment.plan.metric),
      withinSlo: this.grid.estimateOf(place, 'slo'),
      success: this.grid.estimateOf(place, 'success'),
    };
  }
}

export function kneeOf(points: readonly Pick<LoadPoint, 'load' | 'metric'>[]): number | null {
  const known = points.flatMap(({ load, metric }) => (metric === null ? [] : [{ load, mean: metric.mean }]));
  const [first, last] = [known[0], known[known.length - 1]];
  if (first === undefined || last === undefined || known.length < 3 || !(last.mean > first.mean)) return null;
  let farthest = LEAST_BEND;
  let knee: number | null = null;
  for (const { load, mean } of known) {
    const below = (load - first.load) / (last.load - first.load) - (mean - first.mean) / (last.mean - first.mean);
    if (below > farthest) [farthest, knee] = [below, load];
  }
  return knee;
}

/** The first crossing from below is what counts: beyond it the SLO may be met again by luck alone. */
export function capacityOf(points: readonly Pick<LoadPoint, 'load' | 'offeredPerS' | 'withinSlo'>[], target: number): Capacity {
  const known = points.filter(({ withinSlo }) => withinSlo !== null);
  const at = known.findIndex(({ withinSlo }) => withinSlo!.mean < target);
  const last = known[known.length - 1];
  if (last === undefined) return { kind: 'unknown' };
  if (at < 0) return { kind: 'above-all', met: last.load };
  const [met, missed] = [known[at - 1], known[at]!];
  if (met === undefined) return { kind: 'below-all', missed: missed.load };
  const share = (met.withinSlo!.mean - target) / (met.withinSlo!.mean - missed.withinSlo!.mean);
  const part = (a: number, b: number): number => a + share * (b - a);
  return {
    kind: 'between',
    load: part(met.load, missed.load),
    offeredPerS: part(met.offeredPerS ?? NaN, missed.offeredPerS ?? NaN),
    met: met.load,
    missed: missed.load,
  };
}

function certainUpTo(points: readonly LoadPoint[], target: number): number | null {
  const at = points.findIndex(({ withinSlo }) => withinSlo?.low == null || withinSlo.low < target);
  return (at < 0 ? points[points.length - 1] : points[at - 1])?.load ?? null;
}

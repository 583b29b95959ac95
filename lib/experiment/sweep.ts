/**
 * Sweep: one or two settings over a grid of values. Every cell meets the same requests as every other and as the scenario as it stands,
 * so neighbours differ by what the settings do. Cells run from coarse to fine, which changes nothing in what comes out. The cells that
 * the data cannot tell from the best are all named.
 */
import { coarseToFine } from './coarse-to-fine';
import { holm } from './corrections';
import type { Difference } from './difference';
import { TAIL, type Estimate } from './estimate';
import { METRIC_NAMES, METRICS, type MetricName } from './metrics';
import { patched, type Setting } from './patch';
import { OnGrid } from './on-grid';
import { PointGrid } from './point-grid';
import type { Axis, ExperimentOf } from './schema';

/** Below this share of answered requests a cell counts as failing. */
export const LEAST_SUCCESS = 0.95;
/** A cell is safe when no cell within so many steps fails. */
const SAFE_STEPS = 2;

export interface Cell {
  /** Position on each axis. */
  readonly at: readonly number[];
  readonly settings: readonly Setting[];
  /** Why the scenario with these values is none; null where it is one. */
  readonly refused: string | null;
  /** Why a run of it was ended. */
  readonly stopped: string | null;
  readonly replications: number;
  readonly metrics: Readonly<Record<MetricName, Estimate | null>>;
  /** By replication. */
  readonly values: readonly number[] | null;
  /** To the scenario as it stands, of the replications that both have. */
  readonly differences: Readonly<Record<MetricName, Difference | null>>;
  /** Too few of its requests are answered. */
  readonly fails: boolean;
  /** Neither it nor any cell within two steps fails. */
  readonly safe: boolean;
}

export interface Sweep {
  readonly kind: 'sweep';
  readonly title: string;
  readonly axes: readonly Axis[];
  readonly metric: MetricName;
  readonly provisional: boolean;
  /** The last axis moves fastest. */
  readonly cells: readonly Cell[];
  /** The scenario as it stands. */
  readonly current: Readonly<Record<MetricName, Estimate | null>>;
  /** Index of the cell with the best mean; null where no way is better, or no cell has the number. */
  readonly best: number | null;
  readonly bestSafe: number | null;
  /**
   * Cells that are not established to be worse than the best one, by Holm's rule over all that are compared with it; the best included.
   * Where every cell but the best fails, that one alone.
   */
  readonly tied: readonly number[];
  /** How many cells are compared with the best: those that do not fail, from two common replications on. */
  readonly compared: number;
}

interface CellPlan {
  readonly at: readonly number[];
  readonly settings: readonly Setting[];
  /** Its point in the grid; null where the scenario is refused. */
  readonly point: number | null;
  readonly refused: string | null;
}

const CURRENT = 0;

export class SweepRun extends OnGrid {
  readonly experiment: ExperimentOf<'sweep'>;
  private readonly cells: readonly CellPlan[];
  protected readonly grid: PointGrid;

  constructor(experiment: ExperimentOf<'sweep'>) {
    super();
    const { plan, scenario, seed } = experiment;
    this.experiment = experiment;
    const scenarios = [scenario];
    const lengths = plan.axes.map(({ values }) => values.length);
    const places = positions(lengths);
    const cells: CellPlan[] = [];
    // Points run in the order of their numbers, and every one of them once before any runs again.
    for (const i of coarseToFine(lengths)) {
      const at = places[i]!;
      const settings = settingsAt(plan.axes, at);
      const cell = patched(scenario, settings);
      cells[i] = cell.ok
        ? { at, settings, point: scenarios.push(cell.value) - 1, refused: null }
        : { at, settings, point: null, refused: cell.problems[0]!.message };
    }
    this.cells = cells;
    this.grid = new PointGrid({
      points: scenarios.length,
      replications: plan.replications,
      seed,
      scenarioOf: (point) => scenarios[point]!,
    });
  }

  /** Of a cell, by replication; null where a replication has no such number. */
  valuesOf(cell: number, metric: MetricName): readonly number[] | null {
    const point = this.cells[cell]?.point ?? null;
    return point === null ? null : this.grid.valuesOf(point, metric);
  }

  report(): Sweep {
    const { plan, title, scenario } = this.experiment;
    const fails = this.cells.map(({ point }) => point !== null && this.failsAt(point));
    const safe = this.cells.map(({ at }) =>
      this.cells.every((other, i) => !fails[i] || other.at.some((position, a) => Math.abs(position - at[a]!) > SAFE_STEPS)),
    );
    const cells = this.cells.map((cell, i) => this.cell(cell, fails[i]!, safe[i]!));
    const best = this.bestOf(cells, () => true);
    const { tied, compared } = best === null ? { tied: [], compared: 0 } : this.tiedWith(best, fails);
    return {
      kind: 'sweep',
      title: title || scenario.title,
      axes: plan.axes,
      metric: plan.metric,
      provisional: !this.finished,
      cells,
      current: this.estimates(CURRENT),
      best,
      bestSafe: this.bestOf(cells, (cell) => cell.safe),
      tied,
      compared,
    };
  }

  private cell({ at, settings, point, refused }: CellPlan, fails: boolean, safe: boolean): Cell {
    const { metric } = this.experiment.plan;
    return {
      at,
      settings,
      refused,
      stopped: point === null ? null : this.grid.stoppedOf(point),
      replications: point === null ? 0 : this.grid.resultsOf(point).length,
      metrics: this.estimates(point),
      values: point === null ? null : this.grid.valuesOf(point, metric),
      differences: byMetric((name) => (point === null ? null : this.grid.differenceOf(point, CURRENT, name))),
      fails,
      safe,
    };
  }

  private estimates(point: number | null): Readonly<Record<MetricName, Estimate | null>> {
    return byMetric((name) => (point === null ? null : this.grid.estimateOf(point, name)));
  }

  private failsAt(point: number): boolean {
    if (this.grid.stoppedOf(point) !== null) return true;
    const success = this.grid.estimateOf(point, 'success');
    return success !== null && success.mean < LEAST_SUCCESS;
  }

  /** Ties go to the earlier cell. A cell that fails is never the best: few answers may well be quick ones. */
  private bestOf(cells: readonly Cell[], fits: (cell: Cell) => boolean): number | null {
    const { metric } = this.experiment.plan;
    const { better }: { better: 'lower' | 'higher' | null } = METRICS[metric];
    if (better === null) return null;
    let best: number | null = null;
    cells.forEach((cell, i) => {
      const mean = cell.metrics[metric]?.mean;
      if (mean === undefined || cell.fails || !fits(cell)) return;
      const least = best === null ? null : cells[best]!.metrics[metric]!.mean;
      if (least === null || (better === 'lower' ? mean < least : mean > least)) best = i;
    });
    return best;
  }

  /** A cell that fails is no match for the best, however quick its few answers are. */
  private tiedWith(best: number, fails: readonly boolean[]): Pick<Sweep, 'tied' | 'compared'> {
    const { metric } = this.experiment.plan;
    const top = this.cells[best]!.point!;
    const others = this.cells.flatMap(({ point }, i) => {
      const difference = point === null || i === best || fails[i]! ? null : this.grid.differenceOf(point, top, metric);
      return difference === null ? [] : [{ i, chance: difference.chance }];
    });
    const chances = holm(others.map(({ chance }) => chance));
    const tied = [best, ...others.filter((_, n) => chances[n]! > TAIL).map(({ i }) => i)].sort((a, b) => a - b);
    return { tied, compared: others.length };
  }
}

/** The sweep before its first run: every cell is queued. Whether a cell is refused is not known yet. */
export function sweepAhead({ plan, title, scenario }: Pick<ExperimentOf<'sweep'>, 'plan' | 'title' | 'scenario'>): Sweep {
  const nothing = byMetric(() => null);
  const unknown = { refused: null, stopped: null, replications: 0, metrics: nothing, values: null, differences: nothing };
  return {
    kind: 'sweep',
    title: title || scenario.title,
    axes: plan.axes,
    metric: plan.metric,
    provisional: true,
    cells: positions(plan.axes.map(({ values }) => values.length)).map((at) => ({
      at,
      settings: settingsAt(plan.axes, at),
      ...unknown,
      fails: false,
      safe: true,
    })),
    current: nothing,
    best: null,
    bestSafe: null,
    tied: [],
    compared: 0,
  };
}

function byMetric<T>(of: (name: MetricName) => T): Record<MetricName, T> {
  return Object.fromEntries(METRIC_NAMES.map((name) => [name, of(name)])) as Record<MetricName, T>;
}

function settingsAt(axes: readonly Axis[], at: readonly number[]): Setting[] {
  return at.flatMap((position, a) => axes[a]!.paths.map((path) => ({ path, value: axes[a]!.values[position]! })));
}

/** All places of a grid with these lengths, the last axis moving fastest. */
function positions(lengths: readonly number[]): number[][] {
  return lengths.reduce<number[][]>(
    (found, length) => found.flatMap((at) => Array.from({ length }, (_, position) => [...at, position])),
    [[]],
  );
}

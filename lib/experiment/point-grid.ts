/** Points times replications whose numbers are all kept by point: what sweeps and their like are made of. */
import type { Scenario } from '@/lib/scenario/schema';

import type { Conducted, Run } from './conduct';
import { pairedDifference, type Difference } from './difference';
import { estimate, type Estimate } from './estimate';
import { Grid } from './grid';
import type { MetricName } from './metrics';
import type { RunResult, Task } from './replication';
import { replicationSeed } from './seeds';

export interface PointPlan {
  readonly points: number;
  readonly replications: number;
  readonly seed: number;
  readonly keep?: Task['keep'];
  /** Of paths that differ by replication; the same for all where they do not. */
  scenarioOf(point: number, replication: number): Scenario;
  /** Left out: all points meet the same requests. */
  seedOf?(point: number, replication: number): number;
}

export class PointGrid implements Conducted {
  private readonly grid: Grid;
  /** By point and replication; holes where a run has not come back. */
  private readonly results: (RunResult | undefined)[][];

  constructor({ points, replications, seed, keep = 'numbers', scenarioOf, seedOf }: PointPlan) {
    this.results = Array.from({ length: points }, () => []);
    this.grid = new Grid({
      points,
      replications,
      keep,
      scenarioOf,
      seedOf: seedOf ?? ((_point, replication) => replicationSeed(seed, replication)),
      merged: () => false,
    });
  }

  get finished(): boolean {
    return this.grid.finished;
  }
  get done(): number {
    return this.grid.done;
  }
  get total(): number {
    return this.grid.total;
  }
  next(): Run | null {
    return this.grid.next();
  }
  take(run: Run, result: RunResult): void {
    this.results[run.point]![run.replication] = result;
    this.grid.take(run, result);
  }

  /** A point's results from replication 0 up to the first that has not come back. */
  resultsOf(point: number): readonly RunResult[] {
    const row = this.results[point]!;
    const gap = Array.from(row).indexOf(undefined);
    return (gap < 0 ? row : row.slice(0, gap)) as RunResult[];
  }

  /** null where a replication has no such number, or none has come back. */
  valuesOf(point: number, metric: MetricName): readonly number[] | null {
    const values = this.resultsOf(point).map((result) => (result.kind === 'measured' ? result.values[metric] : null));
    return values.length === 0 || values.includes(null) ? null : (values as number[]);
  }

  estimateOf(point: number, metric: MetricName, tail?: number): Estimate | null {
    const values = this.valuesOf(point, metric);
    return values === null ? null : estimate(values, tail);
  }

  /** Of the replications that both have; the first minus the second. */
  differenceOf(point: number, other: number, metric: MetricName, tail?: number): Difference | null {
    const [a, b] = [this.valuesOf(point, metric), this.valuesOf(other, metric)];
    if (a === null || b === null) return null;
    const count = Math.min(a.length, b.length);
    return pairedDifference(a.slice(0, count), b.slice(0, count), tail);
  }

  /** Whether every replication that both have went the very same way, event by event. */
  sameRuns(point: number, other: number): boolean {
    const others = this.resultsOf(other);
    const pairs = this.resultsOf(point).slice(0, others.length);
    return pairs.every((one, r) => {
      const two = others[r]!;
      return one.kind === 'measured' && two.kind === 'measured' && one.digest === two.digest;
    });
  }

  /** Why the first run that was ended before its time was. */
  stoppedOf(point: number): string | null {
    return this.resultsOf(point).find((result) => result.kind === 'stopped')?.reason ?? null;
  }
}

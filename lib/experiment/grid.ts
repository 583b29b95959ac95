/** Points times replications: who runs next, and what has come back. Replications go round the points, so that all fill up together. */
import type { Scenario } from '@/lib/scenario/schema';

import type { Conducted, Run } from './conduct';
import type { RunResult, Task } from './replication';

export interface GridPlan {
  readonly points: number;
  readonly replications: number;
  readonly keep: Task['keep'];
  scenarioOf(point: number, replication: number): Scenario;
  seedOf(point: number, replication: number): number;
  /**
   * Called once for each replication in ascending order, when it and all before it have come back from every point: the results by point.
   * Answers whether that was enough; further results are then thrown away.
   */
  merged(replication: number, results: readonly RunResult[]): boolean;
}

export class Grid implements Conducted {
  /** Replications merged. */
  count = 0;
  finished = false;
  done = 0;
  private given = 0;
  private readonly plan: GridPlan;
  /** By replication: those of which not all have come back. */
  private readonly waiting = new Map<number, (RunResult | undefined)[]>();

  constructor(plan: GridPlan) {
    this.plan = plan;
  }

  get total(): number {
    return this.finished ? this.done : this.plan.points * this.plan.replications;
  }

  next(): Run | null {
    const { points, replications, keep } = this.plan;
    if (this.finished || this.given >= points * replications) return null;
    const point = this.given % points;
    const replication = Math.floor(this.given / points);
    this.given++;
    const task = { scenario: this.plan.scenarioOf(point, replication), seed: this.plan.seedOf(point, replication), keep };
    return { point, replication, task };
  }

  take({ point, replication }: Run, result: RunResult): void {
    if (this.finished) return;
    this.done++;
    const row = this.waiting.get(replication) ?? Array.from<undefined>({ length: this.plan.points });
    row[point] = result;
    this.waiting.set(replication, row);
    for (let ready = this.rowAt(this.count); ready !== null; ready = this.rowAt(this.count)) {
      this.waiting.delete(this.count);
      const enough = this.plan.merged(this.count, ready);
      this.count++;
      if (enough || this.count === this.plan.replications) {
        this.finished = true;
        this.waiting.clear();
        return;
      }
    }
  }

  private rowAt(replication: number): readonly RunResult[] | null {
    const row = this.waiting.get(replication);
    return row === undefined || row.includes(undefined) ? null : (row as RunResult[]);
  }
}

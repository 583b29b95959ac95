/** An experiment whose runs are those of one grid: it is as far as the grid is, and takes what the grid asks for. */
import type { Conducted, Run } from './conduct';
import type { RunResult } from './replication';

export abstract class OnGrid implements Conducted {
  protected abstract readonly grid: Conducted;

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
    this.grid.take(run, result);
  }
}

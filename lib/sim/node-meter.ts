/** Attempts started per node in the trailing second, in steps of a quarter of a second: the last four whole quarters. */
import { NODE_ACCOUNT, type Totals } from './totals';

const QUARTER_MS = 250;
const QUARTERS = 5;

export interface NodeMeterState {
  readonly quarter: number;
  readonly marks: Float64Array;
}

export class NodeMeter {
  /** When the quarter that is being filled ends. */
  endMs = QUARTER_MS;
  private quarter = 0;
  /** Attempts of the whole run when a quarter began, of the last five: `marks[(quarter % 5) * nodes + node]`. */
  private readonly marks: Float64Array;
  private readonly nodes: number;

  constructor(nodes: number) {
    this.nodes = nodes;
    this.marks = new Float64Array(nodes * QUARTERS);
  }

  /** Every event before `nowMs` has been counted, and the quarter that was being filled has ended. O(nodes). */
  moveTo(nowMs: number, totals: Totals): void {
    const quarter = Math.floor(nowMs / QUARTER_MS);
    const steps = Math.min(QUARTERS, quarter - this.quarter);
    for (let i = 0; i < steps; i++) {
      const row = ((quarter - i) % QUARTERS) * this.nodes;
      for (let node = 0; node < this.nodes; node++) this.marks[row + node] = totals.onNode(node, NODE_ACCOUNT.attempts);
    }
    this.quarter = quarter;
    this.endMs = (quarter + 1) * QUARTER_MS;
  }

  perS(node: number): number {
    const mark = (quarter: number): number => this.marks[(quarter % QUARTERS) * this.nodes + node]!;
    // Four before: in a ring of five, the next.
    return mark(this.quarter) - mark(this.quarter + 1);
  }

  save(): NodeMeterState {
    return { quarter: this.quarter, marks: this.marks.slice() };
  }

  restore(state: NodeMeterState): void {
    this.quarter = state.quarter;
    this.endMs = (state.quarter + 1) * QUARTER_MS;
    this.marks.set(state.marks);
  }
}

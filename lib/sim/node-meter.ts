/** Attempts started per node in the trailing second, in steps of a quarter of a second: the last four whole quarters. */
const QUARTER_MS = 250;
const QUARTERS = 5;

export interface NodeMeterState {
  readonly quarter: number;
  readonly counts: Int32Array;
}

export class NodeMeter {
  /** When the quarter that is being filled ends. */
  endMs = QUARTER_MS;
  private quarter = 0;
  /** `counts[(quarter % 5) * nodes + node]`. */
  private readonly counts: Int32Array;
  private readonly nodes: number;

  constructor(nodes: number) {
    this.nodes = nodes;
    this.counts = new Int32Array(nodes * QUARTERS);
  }

  /** `nowMs` is below `endMs`; call `moveTo` first. */
  count(node: number): void {
    this.counts[(this.quarter % QUARTERS) * this.nodes + node]!++;
  }

  moveTo(nowMs: number): void {
    const quarter = Math.floor(nowMs / QUARTER_MS);
    const steps = Math.min(QUARTERS, quarter - this.quarter);
    for (let i = 0; i < steps; i++) {
      const row = ((quarter - i) % QUARTERS) * this.nodes;
      this.counts.fill(0, row, row + this.nodes);
    }
    this.quarter = quarter;
    this.endMs = (quarter + 1) * QUARTER_MS;
  }

  perS(node: number): number {
    let sum = 0;
    for (let i = 1; i < QUARTERS; i++) sum += this.counts[((this.quarter + i) % QUARTERS) * this.nodes + node]!;
    return sum;
  }

  save(): NodeMeterState {
    return { quarter: this.quarter, counts: this.counts.slice() };
  }

  restore(state: NodeMeterState): void {
    this.quarter = state.quarter;
    this.endMs = (state.quarter + 1) * QUARTER_MS;
    this.counts.set(state.counts);
  }
}

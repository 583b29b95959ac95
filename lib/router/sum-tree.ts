/**
 * Sums that do not depend on the order of updates: a complete binary tree in which each inner value is its left plus its right.
 * Node i has the children 2i and 2i + 1; leaves start at `leaves`. Values are at least 0.
 */
export class SumTree {
  private values = new Float64Array(2);
  private leaves = 1;

  /** Makes room for `count` leaves, all 0. */
  clear(count: number): void {
    this.leaves = 1;
    while (this.leaves < count) this.leaves *= 2;
    if (this.values.length < 2 * this.leaves) this.values = new Float64Array(2 * this.leaves);
    else this.values.fill(0);
  }

  /** Sets a leaf without telling the tree; `add` must follow. */
  seat(leaf: number, value: number): void {
    this.values[this.leaves + leaf] = value;
  }

  /** Computes all sums. O(n). */
  add(): void {
    for (let i = this.leaves - 1; i >= 1; i--) this.values[i] = this.values[2 * i]! + this.values[2 * i + 1]!;
  }

  /** Sets a leaf and the sums above it. O(log n). */
  put(leaf: number, value: number): void {
    const { values } = this;
    let i = this.leaves + leaf;
    if (values[i] === value) return;
    values[i] = value;
    for (i >>= 1; i >= 1; i >>= 1) values[i] = values[2 * i]! + values[2 * i + 1]!;
  }

  get sum(): number {
    return this.values[1]!;
  }

  at(leaf: number): number {
    return this.values[this.leaves + leaf]!;
  }

  /** The leaf in which `target`, from 0 to below the sum, falls; never one of value 0. */
  find(target: number): number {
    let i = 1;
    let left = target;
    while (i < this.leaves) {
      const value = this.values[2 * i]!;
      // A subtraction may round up to the whole of the right side; an empty right side is never entered.
      if (left < value || this.values[2 * i + 1] === 0) i = 2 * i;
      else {
        left -= value;
        i = 2 * i + 1;
      }
    }
    return i - this.leaves;
  }
}

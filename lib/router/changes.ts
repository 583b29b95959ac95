import type { NodeIndex } from '@/lib/fleet/ids';

/** A reader that is further behind than this reads everything anew; see `PlaceOrder`. A power of two. */
const KEPT = 4_096;

/**
 * Which nodes have changed, in order: in health, breaker or in-flight count. Whoever changes a node says so here; whoever keeps
 * something derived remembers how far it has read and looks at the nodes named since. The values themselves are read where they
 * are, so a node named twice costs little and means nothing more. O(1), without allocation.
 */
export class Changes {
  /** How many have been noted. */
  count = 0;
  /** Whether anybody reads them; until then nothing is noted, and a first reader looks at everything anyway. */
  read = false;
  private readonly ring = new Int32Array(KEPT);

  note(node: NodeIndex): void {
    if (this.read) this.write(node);
  }

  private write(node: NodeIndex): void {
    this.ring[this.count & (KEPT - 1)] = node;
    this.count++;
  }

  /** Any node may have changed. */
  noteAll(): void {
    this.count += KEPT + 1;
  }

  /** The most changes that can be read back. */
  get kept(): number {
    return KEPT;
  }

  /** The node of the change with that number, one of the last `kept`. */
  at(number: number): NodeIndex {
    return this.ring[number & (KEPT - 1)]!;
  }
}

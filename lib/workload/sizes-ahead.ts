/**
 * Sizes drawn by number, those to come in one go. Each depends on its number alone, so it is the same whenever it is drawn; drawn side by side
 * they cost a fraction, because the processor need not wait for one before it begins the next.
 */
import type { CounterStream, Subsystem } from '@/lib/base/random';

import { drawSize, isOfOneDraw, sizesOf, type SizeLaw } from './sizes';

/** Numbers of a block. Longer ones gain nothing, and are drawn in vain where a run ends. */
const BLOCK = 64;

export class SizesAhead {
  private readonly block: Float64Array;
  private from = 0;
  private filled = 0;
  private readonly law: SizeLaw;
  private readonly subsystem: Subsystem;
  private readonly sub: number;
  private readonly chance: CounterStream;

  /** What `at` answers is what is drawn from `chance` aimed at (subsystem, number, sub). */
  constructor(law: SizeLaw, subsystem: Subsystem, sub: number, chance: CounterStream) {
    this.law = law;
    this.subsystem = subsystem;
    this.sub = sub;
    this.chance = chance;
    this.block = new Float64Array(isOfOneDraw(law) ? BLOCK : 0);
  }

  /** The size with that number. Numbers that are asked for in order are drawn ahead; any other costs a draw. May leave `chance` aimed. */
  at(n: number): number {
    const at = n - this.from;
    return at >= 0 && at < this.filled ? this.block[at]! : this.find(n);
  }

  private find(n: number): number {
    const { law, block, chance } = this;
    if (n !== this.from + this.filled || block.length === 0) return drawSize(law, chance.aim(this.subsystem, n, this.sub));
    chance.units(this.subsystem, n, this.sub, block);
    sizesOf(law, block);
    this.from = n;
    this.filled = block.length;
    return block[0]!;
  }
}

/**
 * How many events make a slice of about so much wall time. An event costs a microsecond or, where a strategy looks at ten thousand nodes, a
 * millisecond, so the number follows what the last slice took. No run depends on how it is sliced.
 */
const FEWEST = 4;

export class Pace {
  /** Events of the next slice. */
  events = 64;
  private readonly targetMs: number;
  private readonly most: number;

  /** Never more than `most` events: what comes next may cost a thousand times what came last. */
  constructor(targetMs: number, most: number) {
    this.targetMs = targetMs;
    this.most = most;
  }

  /** A whole slice of `events` took so long. */
  took(ms: number): void {
    if (ms > 2 * this.targetMs) this.events = Math.max(FEWEST, this.events >> 2);
    else if (ms > this.targetMs) this.events = Math.max(FEWEST, this.events >> 1);
    else if (ms < this.targetMs / 2) this.events = Math.min(this.most, this.events * 2);
  }
}

type Column = Float64Array | Int32Array | Uint8Array;

const CHUNK = 65_536;

/** A column of unknown length, in chunks: growing copies nothing, and the whole exists twice only one chunk at a time. */
export class Growing<T extends Column> {
  private readonly chunks: T[] = [];
  private readonly make: (length: number) => T;
  private used = CHUNK;
  length = 0;

  constructor(make: (length: number) => T) {
    this.make = make;
  }

  push(value: number): void {
    if (this.used === CHUNK) {
      this.chunks.push(this.make(CHUNK));
      this.used = 0;
    }
    this.chunks[this.chunks.length - 1]![this.used++] = value;
    this.length++;
  }

  /** The whole column; the chunks are gone afterwards. */
  take(): T {
    const whole = this.make(this.length);
    let at = 0;
    for (let chunk = this.chunks.shift(); chunk !== undefined; chunk = this.chunks.shift()) {
      whole.set(chunk.subarray(0, Math.min(CHUNK, this.length - at)), at);
      at += CHUNK;
    }
    this.used = CHUNK;
    this.length = 0;
    return whole;
  }
}

export const floats = (): Growing<Float64Array> => new Growing((length) => new Float64Array(length));
export const integers = (): Growing<Int32Array> => new Growing((length) => new Int32Array(length));

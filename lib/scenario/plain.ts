/**
 * The first thing done to outside data: a bounded copy that holds nothing but plain values. Whatever comes in (a cycle, a
 * hundred thousand levels, a list of a billion, a getter that throws or never tells the same twice), the cost is bounded and
 * what comes out is safe to walk. Strings are brought to NFC and -0 to 0 here, so that equal documents are equal bytes.
 */
import { fail, ok, problem, type Problem, type Result } from '@/lib/base/result';

import { pathText } from './paths';
import { LIMITS } from './limits';
import { tooMuch } from './too-much';
import { grouped } from './words';

/** A scenario is five levels deep at most; the rest is room. */
export const DEEPEST = 12;
/** Longer than any list of the schema. A longer one is copied only so far, which is enough to be told that it is too long. */
export const LONGEST_LIST = 1_000;
/** Several times what the largest valid scenario holds. */
export const MOST_VALUES = 100_000;

export interface PlainCopy {
  readonly value: unknown;
  /** True lengths of the lists that were cut. */
  readonly cut: ReadonlyMap<unknown, number>;
}

export function plainCopy(raw: unknown): Result<PlainCopy> {
  const cut = new Map<unknown, number>();
  try {
    return ok({ value: new Copier(cut).copy(raw), cut });
  } catch (cause) {
    if (cause instanceof NotPlain) return fail(cause.problem);
    // Only a foreign object's own traps can throw here.
    return fail(problem('', raw, 'must be plain data, as JSON can hold it'));
  }
}

class NotPlain extends Error {
  readonly problem: Problem;
  constructor(of: Problem) {
    super(of.message);
    this.problem = of;
  }
}

class Copier {
  private readonly path: (string | number)[] = [];
  private readonly cut: Map<unknown, number>;
  private values = 0;

  constructor(cut: Map<unknown, number>) {
    this.cut = cut;
  }

  copy(raw: unknown): unknown {
    if (++this.values > MOST_VALUES) {
      throw new NotPlain(tooMuch(`must hold at most ${grouped(MOST_VALUES)} values in all`));
    }
    switch (typeof raw) {
      case 'number':
        return raw === 0 ? 0 : raw;
      case 'string':
        // Beyond every limit a string is refused by its length; it is not worth normalising.
        return raw.length > LIMITS.documentBytes ? raw : raw.normalize('NFC');
      case 'object':
        if (raw === null) return null;
        if (this.path.length >= DEEPEST) throw this.refuse(raw, `must not lie deeper than ${DEEPEST} levels`);
        return Array.isArray(raw) ? this.copyList(raw) : this.copyObject(raw);
      default:
        // Booleans, and what only the schema can judge in its place: undefined, functions, symbols, big integers.
        return raw;
    }
  }

  private copyList(raw: readonly unknown[]): unknown[] {
    const length = Math.min(raw.length, LONGEST_LIST);
    const list: unknown[] = [];
    for (let i = 0; i < length; i++) {
      this.path.push(i);
      list.push(this.copy(this.read(raw, i)));
      this.path.pop();
    }
    if (raw.length > length) this.cut.set(list, raw.length);
    return list;
  }

  private copyObject(raw: object): Record<string, unknown> {
    const parent: unknown = Object.getPrototypeOf(raw);
    // Another realm (a frame, a worker's message) has another Object.prototype; all of them end the chain.
    if (parent !== null && Object.getPrototypeOf(parent) !== null) throw this.refuse(raw, 'must be a plain object');
    const copy: Record<string, unknown> = {};
    for (const key of Object.keys(raw)) {
      this.path.push(key);
      // The one key that an assignment would not make a key of; as data it is unknown everywhere.
      if (key === '__proto__') throw this.refuse(this.read(raw, key), 'is not a key that a scenario knows');
      const value = this.read(raw, key);
      if (value !== undefined) copy[key] = this.copy(value);
      this.path.pop();
    }
    return copy;
  }

  private read(from: object, key: string | number): unknown {
    const own = Object.getOwnPropertyDescriptor(from, key);
    if (own !== undefined && !('value' in own)) throw this.refuse(undefined, 'must be plain data, not computed when read');
    return own?.value;
  }

  private refuse(value: unknown, rule: string): NotPlain {
    return new NotPlain(problem(pathText(this.path), value, rule));
  }
}

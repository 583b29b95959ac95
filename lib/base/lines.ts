/**
 * Rows that lie on lines of the processor's cache. A row of 64 bytes that begins anywhere touches two lines, one that begins with a line touches one,
 * which counts where rows are met at random, as those of attempts and nodes are. Nothing but speed depends on it.
 */

/** Large buffers of the usual allocators begin 16 bytes into a page; a view from 48 bytes on then begins with a line of 64. */
const LEAD = 48;

/** `length` integers, all 0, the first of them at the beginning of a line. */
export function linedInts(length: number): Int32Array {
  return new Int32Array(new ArrayBuffer(LEAD + 4 * length), LEAD, length);
}

/** A copy of `ints` that begins with a line, with room for `length` of them. */
export function linedCopy(ints: Int32Array, length = ints.length): Int32Array {
  const copy = linedInts(length);
  copy.set(ints);
  return copy;
}

/** Floats over the same bytes, two integers to each. */
export function floatsOver(ints: Int32Array): Float64Array {
  return new Float64Array(ints.buffer, ints.byteOffset, ints.length >> 1);
}

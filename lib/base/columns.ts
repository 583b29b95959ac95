type Column = Float64Array | Int32Array | Uint8Array;

/** A copy of a column with room for `capacity` rows, the new ones 0. */
export function grown<T extends Column>(column: T, capacity: number): T {
  const copy = new (column.constructor as new (length: number) => T)(capacity);
  copy.set(column);
  return copy;
}

/** The line around a set of cells on a map: which edges of each cell lie on it. */

/** Edges as they are drawn: the row's last value is on top. */
export interface Edges {
  readonly top: boolean;
  readonly right: boolean;
  readonly bottom: boolean;
  readonly left: boolean;
}

/** By cell, null for those outside. `inside` are indices into rows of `columns` cells each, of which the last row is drawn on top. */
export function outlineOf(inside: readonly number[], count: number, columns: number): (Edges | null)[] {
  const within = new Set(inside);
  return Array.from({ length: count }, (_, cell): Edges | null => {
    if (!within.has(cell)) return null;
    const column = cell % columns;
    return {
      top: !within.has(cell + columns),
      right: column === columns - 1 || !within.has(cell + 1),
      bottom: !within.has(cell - columns),
      left: column === 0 || !within.has(cell - 1),
    };
  });
}

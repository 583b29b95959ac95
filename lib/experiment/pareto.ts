/**
 * Indices of the points that no other beats in both numbers, lower being better; ascending. Of equal points all are on the front. null and
 * not finite: no point. O(n log n).
 */
export function paretoFront(points: readonly (readonly [number, number] | readonly number[] | null)[]): number[] {
  const known = points.flatMap((point, i) =>
    point !== null && point.every((value) => Number.isFinite(value)) ? [{ i, x: point[0], y: point[1] }] : [],
  );
  known.sort((a, b) => a.x - b.x || a.y - b.y || a.i - b.i);
  const front: number[] = [];
  let least = Infinity;
  let last: { x: number; y: number } | null = null;
  for (const { i, x, y } of known) {
    const equal = last !== null && last.x === x && last.y === y;
    if (!(y < least) && !equal) continue;
    front.push(i);
    least = y;
    last = { x, y };
  }
  return front.sort((a, b) => a - b);
}

/**
 * Moves labels apart: each as near to where it is wanted as the others allow, in the order wanted, at least `gap` apart and
 * within [top, bottom] while they fit. Answers positions in the order given.
 */
export function spreadLabels(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const places = wanted.map((y) => Math.min(Math.max(y, top), bottom));
  let least = top;
  for (const i of order) {
    places[i] = Math.max(places[i]!, least);
    least = places[i] + gap;
  }
  let most = bottom;
  for (const i of order.toReversed()) {
    places[i] = Math.min(places[i]!, most);
    most = places[i] - gap;
  }
  return places;
}

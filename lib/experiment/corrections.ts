/** What keeps many looks and many comparisons from finding what is not there. */

/**
 * Chances adjusted by Holm's step-down rule, in the given order: those at or below `tail` may all be called different with a chance of at
 * most `tail` that any such call is wrong, however the comparisons depend on each other.
 * Source: Holm, Scandinavian Journal of Statistics 6(2), 1979.
 */
export function holm(chances: readonly number[]): number[] {
  const order = chances.map((_, i) => i).sort((i, j) => chances[i]! - chances[j]! || i - j);
  const adjusted = chances.map(() => 1);
  let least = 0;
  order.forEach((i, rank) => {
    least = Math.max(least, Math.min(1, chances[i]! * (chances.length - rank)));
    adjusted[i] = least;
  });
  return adjusted;
}

/** The tail of each of `count` intervals that all hold together with confidence 1 - tail: Bonferroni's, whatever their dependence. */
export function shared(tail: number, count: number): number {
  return tail / Math.max(1, count);
}

/**
 * The numbers of replications at which a wanted precision is judged: every `batch`, and the last. At each look an equal part of the tail
 * is spent, so that the intervals of all looks together hold with confidence 1 - tail, whichever of them ends the experiment.
 * Source: Lan & DeMets, Biometrika 70(3), 1983, with the spending function tail times t; the parts are added up, which is safe under
 * any dependence and asks for no integration.
 */
export function looksAt(replications: number, batch: number): number[] {
  const looks: number[] = [];
  for (let at = Math.max(2, batch); at < replications; at += batch) looks.push(at);
  return [...looks, replications];
}

/**
 * Where a line of batch means has left its beginning behind: MSER cuts off as many as make the standard error of the rest's mean least. The
 * search ends at half of the line, because a few last values may agree by chance.
 * Source: White, Cobb & Spratt, A comparison of five steady-state truncation heuristics, Winter Simulation Conference, 2000.
 */

/** How many to leave out, from 0 to half of them; null when the least lies at that border, so that no part of the line looks settled. O(n). */
export function warmUpCut(means: Float64Array): number | null {
  const n = means.length;
  const border = Math.floor(n / 2);
  let best = Infinity;
  let cut = 0;
  let sum = 0;
  let squares = 0;
  // Around the last value, lest large means drown small differences.
  const origin = n === 0 ? 0 : means[n - 1]!;
  for (let left = 1; left <= n; left++) {
    const from = n - left;
    const off = means[from]! - origin;
    sum += off;
    squares += off * off;
    if (from > border) continue;
    const statistic = Math.max(0, squares - (sum * sum) / left) / (left * left);
    if (statistic <= best) {
      best = statistic;
      cut = from;
    }
  }
  return n > 1 && cut === border ? null : cut;
}

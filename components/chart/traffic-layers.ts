import type { Series } from '@/lib/report/series';

/** Beyond this many regions the rest is one layer: more bands than that cannot be told apart, nor labelled. */
const MOST_LAYERS = 8;

export interface TrafficLayer {
  readonly name: string;
  /** Attempts started per bin. */
  readonly values: readonly number[];
}

/** One layer per region in the scenario's order, the tail of a long list together. */
export function trafficLayers(series: Series, regions: readonly string[]): TrafficLayer[] {
  const all = regions.map((name, i) => ({ name, values: series.regionAttempts[i] ?? [] }));
  if (all.length <= MOST_LAYERS) return all;
  const rest = all.slice(MOST_LAYERS - 1);
  const values = series.attempts.map((_, bin) => rest.reduce((sum, layer) => sum + (layer.values[bin] ?? 0), 0));
  return [...all.slice(0, MOST_LAYERS - 1), { name: `${rest.length} more`, values }];
}

export interface LabelledShare {
  readonly layer: number;
  readonly share: number;
  /** Middle of its band, from the bottom, 0 to 1. */
  readonly middle: number;
}

/** The layers that get a label: the largest `most`, in stack order. */
export function labelledShares(shares: readonly number[], most: number): LabelledShare[] {
  let below = 0;
  const all = shares.map((share, layer) => {
    const middle = below + share / 2;
    below += share;
    return { layer, share, middle };
  });
  const chosen = new Set([...all].sort((a, b) => b.share - a.share || a.layer - b.layer).slice(0, most));
  return all.filter((entry) => chosen.has(entry));
}

/** What common random numbers are worth: for every pair of variants, the width of the difference's interval without pairing over that with it. */
import { chanceOf, momentsOf } from './estimate';
import { holm } from './corrections';
import { pairingGain } from './difference';
import type { Comparison } from './compare';
import type { MetricName } from './metrics';

export interface PairingGain {
  readonly a: string;
  readonly b: string;
  /** null where both widths are 0, Infinity where only the paired one is. */
  readonly gain: number | null;
  /** Pairing has made it worse, beyond noise: the two correlate negatively, by Holm's rule over all pairs at 5 %. */
  readonly worse: boolean;
}

export function pairingGains({ variants }: Comparison, metric: MetricName): PairingGain[] {
  const pairs = variants.flatMap((a, i) =>
    variants.slice(i + 1).flatMap((b) => {
      const [x, y] = [known(a.values[metric]), known(b.values[metric])];
      return x === null || y === null ? [] : [{ a: a.id, b: b.id, gain: pairingGain(x, y), ...negative(x, y) }];
    }),
  );
  const chances = holm(pairs.map(({ chance }) => chance));
  return pairs.map(({ a, b, gain }, i) => ({ a, b, gain, worse: chances[i]! <= 0.05 }));
}

function known(values: readonly (number | null)[]): readonly number[] | null {
  return values.length < 3 || values.includes(null) ? null : (values as readonly number[]);
}

/** The chance of a correlation as negative where there is none, by Student's t of n - 2 degrees; 1 for one that is not negative. */
function negative(x: readonly number[], y: readonly number[]): { readonly chance: number } {
  const [mx, my] = [momentsOf(x)!, momentsOf(y)!];
  if (mx.variance === 0 || my.variance === 0) return { chance: 1 };
  let sum = 0;
  x.forEach((value, i) => (sum += (value - mx.mean) * (y[i]! - my.mean)));
  const r = Math.max(-1, Math.min(1, sum / (x.length - 1) / Math.sqrt(mx.variance * my.variance)));
  if (r >= 0) return { chance: 1 };
  return { chance: chanceOf(-r, Math.sqrt((1 - r * r) / (x.length - 2)), x.length - 2) / 2 };
}

import { log } from '@/lib/base/math';
import { pow } from '@/lib/base/math-pow';
import type { RandomStream } from '@/lib/base/random';

import { drawNormal } from './normal';

/**
 * A gamma variate of this shape (above 0) and scale 1; its mean is the shape. Exact, by rejection: two uniform numbers per try and
 * more than 95 % of tries succeed, so the number of draws varies; one more draw where the shape is below 1.
 * Source: Marsaglia & Tsang, "A simple method for generating gamma variables", ACM TOMS 26(3), 2000.
 */
export function drawGamma(shape: number, chance: RandomStream): number {
  if (shape < 1) {
    const boost = pow(1 - chance.nextUnit(), 1 / shape);
    return boost * drawGamma(shape + 1, chance);
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(chance);
    const root = 1 + c * x;
    const keep = chance.nextUnit();
    if (root <= 0) continue;
    const v = root * root * root;
    if (log(keep) < 0.5 * x * x + d - d * v + d * log(v)) return d * v;
  }
}

import { exp, log } from '@/lib/base/math';

import type { SizeSettings } from './size-settings';

export interface SizeMoments {
  readonly meanMs: number;
  /** Coefficient of variation: standard deviation over mean. */
  readonly cv: number;
}

/** Mean and spread of a law of sizes, in closed form; relative error of the mean below 1e-11. Throws where no value has weight. */
export function sizeMoments(settings: SizeSettings): SizeMoments {
  switch (settings.kind) {
    case 'constant':
      return { meanMs: settings.meanMs, cv: 0 };
    case 'exponential':
      return { meanMs: settings.meanMs, cv: 1 };
    case 'erlang':
      return { meanMs: settings.meanMs, cv: 1 / Math.sqrt(settings.phases) };
    case 'lognormal':
    case 'hyperexponential':
      return { meanMs: settings.meanMs, cv: settings.cv };
    case 'two-exponentials': {
      const { share, firstMeanMs: a, secondMeanMs: b } = settings;
      return fromMoments(share * a + (1 - share) * b, 2 * (share * a * a + (1 - share) * b * b));
    }
    case 'bounded-pareto': {
      // With r = ln(max / min): E[X^n] = min^n G((n - shape) r) / G(-shape r), also where n is the shape.
      const { shape, minMs, maxMs } = settings;
      const r = log(maxMs / minMs);
      const below = growth(-shape * r);
      return fromMoments((minMs * growth((1 - shape) * r)) / below, (minMs * minMs * growth((2 - shape) * r)) / below);
    }
    case 'empirical': {
      let weights = 0;
      let first = 0;
      let second = 0;
      for (const { ms, weight } of settings.values) {
        weights += weight;
        first += weight * ms;
        second += weight * ms * ms;
      }
      if (!(weights > 0)) throw new Error(`sizes of ${settings.values.length} values without a positive weight`);
      return fromMoments(first / weights, second / weights);
    }
  }
}

function fromMoments(meanMs: number, second: number): SizeMoments {
  return { meanMs, cv: Math.sqrt(Math.max(0, second - meanMs * meanMs)) / meanMs };
}

/** G(t) = (e^t - 1) / t, which is 1 at 0; the series where the difference would cancel. */
function growth(t: number): number {
  if (Math.abs(t) < 1e-4) return 1 + t * (1 / 2 + t * (1 / 6 + t / 24));
  return (exp(t) - 1) / t;
}

/**
 * How much work a request brings, as a law prepared once and drawn by inversion: one uniform number per draw, so that a change of
 * mean stretches every size and changes no other draw.
 */
import { exp, log, normalQuantile } from '@/lib/base/math';
import type { RandomStream } from '@/lib/base/random';

/** What `drawSize` needs. Structurally the `service` of a scenario's workload class. */
export type SizeSettings =
  | { readonly kind: 'constant'; readonly meanMs: number }
  | { readonly kind: 'exponential'; readonly meanMs: number }
  | { readonly kind: 'lognormal'; readonly meanMs: number; readonly cv: number };

/** One shape for all laws, so that the drawing code stays monomorphic. `mu` and `sigma` are of the logarithm (lognormal). */
export interface SizeLaw {
  readonly code: 0 | 1 | 2;
  readonly mean: number;
  readonly mu: number;
  readonly sigma: number;
}

/** Lognormal by mean and coefficient of variation: sigma^2 = ln(1 + cv^2), mu = ln(mean) - sigma^2 / 2. */
export function sizeLaw(settings: SizeSettings): SizeLaw {
  const mean = settings.meanMs;
  switch (settings.kind) {
    case 'constant':
      return { code: 0, mean, mu: 0, sigma: 0 };
    case 'exponential':
      return { code: 1, mean, mu: 0, sigma: 0 };
    case 'lognormal': {
      const variance = log(1 + settings.cv * settings.cv);
      return { code: 2, mean, mu: log(mean) - variance / 2, sigma: Math.sqrt(variance) };
    }
  }
}

/** 2^-54: stands in for a uniform draw of exactly 0, whose quantile would be -Infinity. */
const LEAST_UNIT = 5.551115123125783e-17;

/** One size in ms; at least 0. A constant law draws nothing. */
export function drawSize(law: SizeLaw, chance: RandomStream): number {
  if (law.code === 0) return law.mean;
  const u = chance.nextUnit();
  if (law.code === 1) return -log(1 - u) * law.mean;
  return exp(law.mu + law.sigma * normalQuantile(u === 0 ? LEAST_UNIT : u));
}

import { normalQuantile } from '@/lib/base/math';
import type { RandomStream } from '@/lib/base/random';

/** 2^-54: stands in for a uniform draw of exactly 0, whose quantile would be -Infinity. */
const LEAST_UNIT = 5.551115123125783e-17;

/** A standard normal variate by inversion: one uniform number. It lies within 8.3 of 0. */
export function drawNormal(chance: RandomStream): number {
  const u = chance.nextUnit();
  return normalQuantile(u === 0 ? LEAST_UNIT : u);
}

import { normalQuantile } from '@/lib/base/math';
import type { RandomStream } from '@/lib/base/random';

/** 2^-54: stands in for a uniform draw of exactly 0, whose quantile would be -Infinity. */
const LEAST_UNIT = 5.551115123125783e-17;

/** A standard normal variate by inversion: one uniform number. It lies within 8.3 of 0. */
export function drawNormal(chance: RandomStream): number {
  return normalOf(chance.nextUnit());
}

/** The variate that a uniform number in [0, 1) makes. */
export function normalOf(unit: number): number {
  return normalQuantile(unit === 0 ? LEAST_UNIT : unit);
}

/** The gap from one request to the next of its class, in units of the mean gap, so that its mean is 1 whatever the law. */
import { log } from '@/lib/base/math';
import type { RandomStream } from '@/lib/base/random';

import { drawGamma } from './gamma';

const CODE = { constant: 0, exponential: 1, gamma: 2 } as const;

export interface GapLaw {
  readonly code: (typeof CODE)[keyof typeof CODE];
  /** Of the gamma law: 1 / cv^2. */
  readonly shape: number;
  /** Requests that come at once: mean of their number, and whether it is geometric rather than constant. */
  readonly batch: number;
  readonly geometric: boolean;
}

export const EXPONENTIAL: GapLaw = { code: CODE.exponential, shape: 1, batch: 1, geometric: false };
export const CONSTANT: GapLaw = { ...EXPONENTIAL, code: CODE.constant };

/** Gamma gaps with this coefficient of variation; at 1 they are exponential in law, though from other draws. */
export function gammaGaps(cv: number): GapLaw {
  return { ...EXPONENTIAL, code: CODE.gamma, shape: 1 / (cv * cv) };
}

/** Exponential gaps between batches of `mean` requests: a constant number, or a geometric one from 1 up. */
export function batches(mean: number, geometric: boolean): GapLaw {
  return { ...EXPONENTIAL, batch: mean, geometric };
}

/** Whether every gap is one exponential draw and requests come alone. */
export function isExponential(law: GapLaw): boolean {
  return law.code === CODE.exponential && law.batch === 1;
}

/** The gap before a request that comes alone or first of its batch. `chance` is aimed at the request. */
export function drawGap(law: GapLaw, chance: RandomStream): number {
  switch (law.code) {
    case CODE.constant:
      return 1;
    case CODE.exponential:
      return -log(1 - chance.nextUnit()) * law.batch;
    case CODE.gamma:
      return drawGamma(law.shape, chance) / law.shape;
  }
}

/** How many requests come at once, drawn after the gap; at least 1. P(size > k) = (1 - 1 / mean)^k when geometric. */
export function drawBatch(law: GapLaw, chance: RandomStream): number {
  if (!law.geometric || law.batch === 1) return law.batch;
  return 1 + Math.floor(log(1 - chance.nextUnit()) / log(1 - 1 / law.batch));
}

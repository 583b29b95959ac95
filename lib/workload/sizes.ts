/**
 * How much work a request brings, or how long a user thinks, as a law prepared once. Drawn by inversion, one uniform number per draw,
 * so that a change of mean stretches every size and changes no other draw; sums and mixtures of exponentials take a fixed number.
 */
import { exp, log } from '@/lib/base/math';
import { pow } from '@/lib/base/math-pow';
import type { RandomStream } from '@/lib/base/random';

import { normalOf } from './normal';
import { sizeMoments } from './size-moments';
import type { SizeSettings } from './size-settings';

const CODE = { constant: 0, exponential: 1, lognormal: 2, erlang: 3, branches: 4, pareto: 5, empirical: 6 } as const;

/** One shape for all laws, so that the drawing code stays monomorphic; a law leaves the fields of others at 0. */
export interface SizeLaw {
  readonly code: (typeof CODE)[keyof typeof CODE];
  /** Of the whole law. */
  readonly mean: number;
  /** Lognormal: of the logarithm. */
  readonly mu: number;
  readonly sigma: number;
  /** Erlang. */
  readonly phases: number;
  /** Two branches: probability of the first, and their means. */
  readonly share: number;
  readonly firstMean: number;
  readonly secondMean: number;
  /** Bounded Pareto: its ends, 1 - (least / most)^shape, and -1 / shape. */
  readonly least: number;
  readonly most: number;
  readonly span: number;
  readonly power: number;
  /** Empirical: `values[i]` is drawn when the draw falls below `cumulated[i]`. */
  readonly values: Float64Array;
  readonly cumulated: Float64Array;
}

const NONE = new Float64Array(0);
const BLANK: SizeLaw = {
  code: CODE.constant,
  mean: 0,
  mu: 0,
  sigma: 0,
  phases: 0,
  share: 0,
  firstMean: 0,
  secondMean: 0,
  least: 0,
  most: 0,
  span: 0,
  power: 0,
  values: NONE,
  cumulated: NONE,
};

/** The settings are valid: means above 0, `maxMs` above `minMs`, some weight above 0. Throws where no value has weight. */
export function sizeLaw(settings: SizeSettings): SizeLaw {
  const mean = sizeMoments(settings).meanMs;
  switch (settings.kind) {
    case 'constant':
      return { ...BLANK, code: CODE.constant, mean };
    case 'exponential':
      return { ...BLANK, code: CODE.exponential, mean };
    case 'lognormal': {
      // By mean and coefficient of variation: sigma^2 = ln(1 + cv^2), mu = ln(mean) - sigma^2 / 2.
      const variance = log(1 + settings.cv * settings.cv);
      return { ...BLANK, code: CODE.lognormal, mean, mu: log(mean) - variance / 2, sigma: Math.sqrt(variance) };
    }
    case 'erlang':
      return { ...BLANK, code: CODE.erlang, mean, phases: settings.phases };
    case 'hyperexponential': {
      // Balanced means: shares (1 +- s) / 2 with s^2 = (cv^2 - 1) / (cv^2 + 1). The lesser one is written so that nothing cancels.
      const squared = settings.cv * settings.cv;
      const s = Math.sqrt((squared - 1) / (squared + 1));
      const lesser = 1 / ((squared + 1) * (1 + s));
      const share = 1 - lesser;
      return { ...BLANK, code: CODE.branches, mean, share, firstMean: mean / (2 * share), secondMean: mean / (2 * lesser) };
    }
    case 'two-exponentials': {
      const { share, firstMeanMs: firstMean, secondMeanMs: secondMean } = settings;
      return { ...BLANK, code: CODE.branches, mean, share, firstMean, secondMean };
    }
    case 'bounded-pareto': {
      const { shape, minMs: least, maxMs: most } = settings;
      return { ...BLANK, code: CODE.pareto, mean, least, most, span: 1 - pow(least / most, shape), power: -1 / shape };
    }
    case 'empirical': {
      const used = settings.values.filter(({ weight }) => weight > 0);
      let sum = 0;
      return {
        ...BLANK,
        code: CODE.empirical,
        mean,
        values: Float64Array.from(used, ({ ms }) => ms),
        cumulated: Float64Array.from(used, ({ weight }) => (sum += weight)),
      };
    }
  }
}

/** So many factors of at least 2^-53 each are a normal number. */
const FACTORS = 16;

/**
 * One size in ms; at least 0 and finite. Draws as many uniform numbers: constant none, Erlang one per phase, two branches two, all
 * others one. O(1), except O(phases) and O(log values).
 */
export function drawSize(law: SizeLaw, chance: RandomStream): number {
  switch (law.code) {
    case CODE.constant:
      return law.mean;
    case CODE.erlang: {
      // The sum of logarithms is the logarithm of a product.
      let sum = 0;
      for (let left = law.phases; left > 0; left -= FACTORS) {
        let product = 1;
        for (let i = Math.min(left, FACTORS); i > 0; i--) product *= 1 - chance.nextUnit();
        sum -= log(product);
      }
      return sum * (law.mean / law.phases);
    }
    case CODE.branches: {
      const mean = chance.nextUnit() < law.share ? law.firstMean : law.secondMean;
      return -log(1 - chance.nextUnit()) * mean;
    }
    default:
      return sizeOf(law, chance.nextUnit());
  }
}

/** Whether a size is made of one uniform number at most: `sizeOf` answers it. */
export function isOfOneDraw({ code }: SizeLaw): boolean {
  return code !== CODE.erlang && code !== CODE.branches;
}

/** Makes each uniform number of `units` the size that `sizeOf` answers for it. */
export function sizesOf(law: SizeLaw, units: Float64Array): void {
  if (law.code !== CODE.exponential) {
    for (let i = 0; i < units.length; i++) units[i] = sizeOf(law, units[i]!);
    return;
  }
  // Gaps and most sizes: a loop of its own, into which the compiler takes the logarithm.
  const { mean } = law;
  for (let i = 0; i < units.length; i++) units[i] = -log(1 - units[i]!) * mean;
}

/** The size that a uniform number in [0, 1) makes, of a law of one draw. */
export function sizeOf(law: SizeLaw, unit: number): number {
  switch (law.code) {
    case CODE.exponential:
      return -log(1 - unit) * law.mean;
    case CODE.lognormal:
      return exp(law.mu + law.sigma * normalOf(unit));
    case CODE.pareto:
      return Math.min(law.most, law.least * pow(1 - unit * law.span, law.power));
    case CODE.empirical: {
      const { values, cumulated } = law;
      const u = unit * cumulated[cumulated.length - 1]!;
      let from = 0;
      let to = cumulated.length - 1;
      while (from < to) {
        const middle = (from + to) >> 1;
        if (u < cumulated[middle]!) to = middle;
        else from = middle + 1;
      }
      return values[from]!;
    }
    default:
      return law.mean;
  }
}

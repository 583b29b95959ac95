/**
 * A lognormal law from three quantiles that a person knows. The logarithm of a lognormal quantile is a straight line in the normal
 * quantile, so the fit is the line of least squares through three points; equal relative errors weigh the same at every size.
 */
import { exp, log, normalQuantile } from '@/lib/base/math';
import { fail, ok, problem, type Problem, type Result } from '@/lib/base/result';

/** In ms. */
export interface TypedQuantiles {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

export interface QuantileResidual {
  readonly quantile: keyof TypedQuantiles;
  readonly typedMs: number;
  readonly fittedMs: number;
  /** Fitted over typed, less 1: 0.1 means that the law's quantile is 10 % too long. */
  readonly relative: number;
}

export interface LognormalFit {
  /** As a service of kind lognormal takes them. Nothing bounds them: the scenario's door has the last word. */
  readonly meanMs: number;
  readonly cv: number;
  /** Of the logarithm of ms. */
  readonly mu: number;
  readonly sigma: number;
  /** In the order of the quantiles. */
  readonly residuals: readonly QuantileResidual[];
}

const POINTS = [
  { quantile: 'p50Ms', z: 0 },
  { quantile: 'p95Ms', z: normalQuantile(0.95) },
  { quantile: 'p99Ms', z: normalQuantile(0.99) },
] as const;

/**
 * The quantiles must be positive and ascend strictly; otherwise the answer names each that does not. Infinite mean or spread, which
 * quantiles hundreds of orders of magnitude apart come to, are the caller's to refuse.
 */
export function fitLognormal(typed: TypedQuantiles): Result<LognormalFit> {
  const [first, ...rest] = wrong(typed);
  if (first !== undefined) return fail(first, ...rest);
  const meanZ = POINTS.reduce((sum, { z }) => sum + z, 0) / POINTS.length;
  const logs = POINTS.map(({ quantile }) => log(typed[quantile]));
  const meanLog = logs.reduce((sum, y) => sum + y, 0) / POINTS.length;
  let above = 0;
  let below = 0;
  POINTS.forEach(({ z }, i) => {
    above += (z - meanZ) * (logs[i]! - meanLog);
    below += (z - meanZ) * (z - meanZ);
  });
  const sigma = above / below;
  const mu = meanLog - sigma * meanZ;
  const residuals = POINTS.map(({ quantile, z }, i) => {
    const off = mu + sigma * z - logs[i]!;
    return { quantile, typedMs: typed[quantile], fittedMs: typed[quantile] * exp(off), relative: exp(off) - 1 };
  });
  const variance = sigma * sigma;
  return ok({ meanMs: exp(mu + variance / 2), cv: Math.sqrt(exp(variance) - 1), mu, sigma, residuals });
}

function wrong(typed: TypedQuantiles): Problem[] {
  const problems: Problem[] = [];
  POINTS.forEach(({ quantile }, i) => {
    const value = typed[quantile];
    const before = POINTS[i - 1]?.quantile;
    if (!(value > 0 && value < Infinity)) problems.push(problem(quantile, value, 'must be a number of ms above 0'));
    else if (before !== undefined && !(value > typed[before])) {
      problems.push(problem(quantile, value, `must be greater than ${before}, ${typed[before]}`));
    }
  });
  return problems;
}

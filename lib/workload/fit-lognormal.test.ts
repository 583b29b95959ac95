import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';
import { exp, log } from '@/lib/base/math';

import { fitLognormal, type LognormalFit, type TypedQuantiles } from './fit-lognormal';

function fitted(p50Ms: number, p95Ms: number, p99Ms: number): LognormalFit {
  const fit = fitLognormal({ p50Ms, p95Ms, p99Ms });
  if (!fit.ok) throw new Error(fit.problems[0]!.message);
  return fit.value;
}
const said = (typed: TypedQuantiles): string[] => {
  const fit = fitLognormal(typed);
  return fit.ok ? [] : fit.problems.map(({ message }) => message);
};

describe('fitting a lognormal law to p50, p95 and p99', () => {
  it('finds the law that has these very quantiles, and leaves nothing over', () => {
    // Median 300, sigma 0.5: z is 1.6448536269514722 at 95 % and 2.3263478740408408 at 99 %.
    const fit = fitted(300, 300 * exp(0.5 * 1.6448536269514722), 300 * exp(0.5 * 2.3263478740408408));
    expect(fit.sigma).toBeCloseTo(0.5, 12);
    expect(exp(fit.mu)).toBeCloseTo(300, 9);
    expect(fit.meanMs).toBeCloseTo(300 * exp(0.125), 9);
    expect(fit.cv).toBeCloseTo(Math.sqrt(exp(0.25) - 1), 12);
    for (const { relative } of fit.residuals) expect(Math.abs(relative)).toBeLessThan(1e-12);
  });

  it('says by how much each quantile is missed where no lognormal law has all three', () => {
    const { residuals } = fitted(200, 400, 2_000);
    expect(residuals.map(({ quantile }) => quantile)).toEqual(['p50Ms', 'p95Ms', 'p99Ms']);
    expect(residuals.map(({ typedMs }) => typedMs)).toEqual([200, 400, 2_000]);
    for (const { typedMs, fittedMs, relative } of residuals) expect(fittedMs / typedMs - 1).toBeCloseTo(relative, 12);
    // The middle lies below the line, so the fit is too long there and too short at the ends.
    expect(residuals.map(({ relative }) => Math.sign(relative))).toEqual([-1, 1, -1]);
    expect(residuals[1]!.relative).toBeGreaterThan(0.5);
  });

  it('is the least sum of squares: no law nearby comes closer', () => {
    const ascending = fc
      .tuple(fc.double({ min: 1, max: 1_000, noNaN: true }), fc.double({ min: 1.01, max: 9 }), fc.double({ min: 1.01, max: 9 }))
      .filter(([, a, b]) => a === a && b === b);
    const z = [0, 1.6448536269514722, 2.3263478740408408];
    fc.assert(
      fc.property(ascending, fc.double({ min: -0.1, max: 0.1, noNaN: true }), fc.constantFrom(-0.05, 0.05), (of, dMu, dSigma) => {
        const [p50, a, b] = of;
        const logs = [log(p50), log(p50 * a), log(p50 * a * b)];
        const { mu, sigma } = fitted(p50, p50 * a, p50 * a * b);
        expect(sigma).toBeGreaterThan(0);
        const squares = (m: number, s: number): number =>
          logs.reduce((sum, y, i) => sum + (m + s * z[i]! - y) * (m + s * z[i]! - y), 0);
        expect(squares(mu + dMu, sigma + dSigma)).toBeGreaterThan(squares(mu, sigma));
      }),
      lawRuns(),
    );
  });

  it('refuses quantiles that do not ascend or are not positive, each by its name', () => {
    expect(said({ p50Ms: 100, p95Ms: 90, p99Ms: 200 })).toEqual(['p95Ms: must be greater than p50Ms, 100 (found 90).']);
    expect(said({ p50Ms: 100, p95Ms: 300, p99Ms: 300 })).toEqual(['p99Ms: must be greater than p95Ms, 300 (found 300).']);
    expect(said({ p50Ms: 0, p95Ms: 300, p99Ms: NaN })).toEqual([
      'p50Ms: must be a number of ms above 0 (found 0).',
      'p99Ms: must be a number of ms above 0 (found NaN).',
    ]);
    expect(said({ p50Ms: 1, p95Ms: 2, p99Ms: Infinity })).toEqual(['p99Ms: must be a number of ms above 0 (found Infinity).']);
  });
});

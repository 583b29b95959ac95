import { describe, expect, it } from 'vitest';

import { fitService } from './fit-service';
import { serviceSchema } from './schema/workload';

describe('a service fitted to quantiles', () => {
  it('is one that a scenario takes, with what it misses', () => {
    const fit = fitService({ p50Ms: 350, p95Ms: 900, p99Ms: 1_400 });
    if (!fit.ok) throw new Error(fit.problems[0]!.message);
    const { service, residuals } = fit.value;
    expect(serviceSchema.parse(service)).toEqual(service);
    expect(service.meanMs).toBeGreaterThan(350);
    for (const { relative } of residuals) expect(Math.abs(relative)).toBeLessThan(0.03);
  });

  it.each([
    [{ p50Ms: 100, p95Ms: 100.1, p99Ms: 100.2 }, 'a coefficient of variation of 0.000'],
    [{ p50Ms: 1, p95Ms: 1_000, p99Ms: 100_000 }, 'and a service has 0.01 to 20'],
    [{ p50Ms: 1e-300, p95Ms: 1, p99Ms: 1e300 }, 'and a service has'],
    [{ p50Ms: 3_700_000, p95Ms: 4_200_000, p99Ms: 4_400_000 }, 'come to a mean of 37'],
  ])('is refused where no scenario could hold it: %o', (typed, rule) => {
    const fit = fitService(typed);
    expect(fit.ok ? [] : fit.problems.map(({ path }) => path)).toEqual(['p99Ms']);
    expect(fit.ok ? '' : fit.problems[0]!.rule).toContain(rule);
  });

  it('passes on what is wrong with the quantiles themselves', () => {
    const fit = fitService({ p50Ms: 5, p95Ms: 4, p99Ms: 6 });
    expect(fit.ok ? [] : fit.problems.map(({ path }) => path)).toEqual(['p95Ms']);
  });
});

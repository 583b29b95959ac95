import { fail, ok, problem, type Result } from '@/lib/base/result';
import { fitLognormal, type QuantileResidual, type TypedQuantiles } from '@/lib/workload/fit-lognormal';

import type { Service } from './schema';
import { serviceSchema } from './schema/workload';

export interface FittedService {
  readonly service: Extract<Service, { kind: 'lognormal' }>;
  /** How well it meets each quantile. */
  readonly residuals: readonly QuantileResidual[];
}

/** The lognormal service that comes closest to three quantiles which a person knows, or why a scenario cannot have one. */
export function fitService(typed: TypedQuantiles): Result<FittedService> {
  const fit = fitLognormal(typed);
  if (!fit.ok) return fit;
  const { meanMs, cv, residuals } = fit.value;
  const service = { kind: 'lognormal', meanMs, cv } as const;
  const [issue] = serviceSchema.safeParse(service).error?.issues ?? [];
  if (issue === undefined) return ok({ service, residuals });
  const rule =
    issue.path[0] === 'cv'
      ? `must lie elsewhere: the quantiles come to a coefficient of variation of ${cv}, and a service has 0.01 to 20`
      : `must lie elsewhere: the quantiles come to a mean of ${meanMs} ms, and a service has 0.001 to 3,600,000`;
  return fail(problem('p99Ms', typed.p99Ms, rule));
}

/** What limits, token laws and asked places come to, in few words: for headings. */
import type { Scenario, Workload } from '@/lib/scenario/schema';

import { formatCount, formatRate, plural } from '@/components/chart/format';

/** `none`, `300 in flight, 120 /s`. */
export function admissionSummary(admission: Scenario['router']['admission']): string {
  if (admission === null) return 'none';
  const { maxInFlight, ratePerS } = admission;
  return [
    ...(maxInFlight === null ? [] : [`${formatCount(maxInFlight)} in flight`]),
    ...(ratePerS === null ? [] : [formatRate(ratePerS)]),
  ].join(', ');
}

type TokenLaw = NonNullable<Workload['tokens']>['input'];

/** Mean tokens of a law; of listed values by their weights. */
export function meanTokens(law: TokenLaw): number {
  if (law.kind !== 'empirical') return law.mean;
  const all = law.values.reduce((sum, { weight }) => sum + weight, 0);
  return law.values.reduce((sum, { tokens, weight }) => sum + (tokens * weight) / all, 0);
}

/** `512 in, 128 out`; where the class says nothing, `unknown` or `of the trace`. */
export function tokensSummary({ tokens, service }: Pick<Workload, 'tokens' | 'service'>): string {
  if (tokens === null) return service.kind === 'trace' ? 'of the trace' : 'unknown';
  const mean = (law: TokenLaw) => formatCount(Math.round(meanTokens(law)));
  return `${mean(tokens.input)} in, ${mean(tokens.output)} out`;
}

/** `whoever can`, `2 regions, 1 model`. */
export function askedSummary({ regions, models }: Pick<Workload, 'regions' | 'models'>): string {
  const parts = [
    ...(regions.length === 0 ? [] : [plural(regions.length, 'region')]),
    ...(models.length === 0 ? [] : [plural(models.length, 'model')]),
  ];
  return parts.length === 0 ? 'whoever can' : parts.join(', ');
}

import { acceptsAll, type Policy } from './policy';

export interface CostPolicy {
  readonly kind: 'cost';
  readonly weight: number;
  /** Relative price, cut to 0..1; a region not listed costs 0.5. */
  readonly regions: readonly { readonly id: string; readonly cost: number }[];
}

/** Of every node: nobody measures throughput yet, as in the reference. */
const THROUGHPUT_SHARE = 0;

function priceOf(settings: CostPolicy, region: string): number {
  return Math.min(Math.max(settings.regions.find(({ id }) => id === region)?.cost ?? 0.5, 0), 1);
}

/** Cheaper is better while the request's cost tolerance is at most 50; above it, price does not count. */
export const cost: Policy<CostPolicy> = {
  reads: 'request',
  ...acceptsAll(),
  share: (settings, facts) => (facts.costTolerance / 100 > 0.5 ? THROUGHPUT_SHARE : 1 - priceOf(settings, facts.region)),
  raw: (settings, facts) =>
    facts.costTolerance / 100 > 0.5
      ? `tolerance ${facts.costTolerance}, price ignored`
      : `price ${priceOf(settings, facts.region)}`,
};

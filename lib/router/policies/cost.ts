import { needsNothing, type Facts, type Policy } from './policy';

export interface CostPolicy {
  readonly kind: 'cost';
  readonly weight: number;
  /** Relative price, cut to 0..1; a region not listed costs 0.5. A node with a price of its own has that instead. */
  readonly regions: readonly { readonly id: string; readonly cost: number }[];
  /** Left out: `soft`, as the reference. `hard`: refuses nodes whose price is above the request's cost tolerance, as a share of 100. */
  readonly mode?: 'soft' | 'hard';
}

/** What a node counts for a request to which price does not matter, as in the reference, which has the node's throughput here and none known. */
const PRICE_IGNORED = 0;

function priceOf(settings: CostPolicy, { price, region }: Facts): number {
  return Math.min(Math.max(price ?? settings.regions.find(({ id }) => id === region)?.cost ?? 0.5, 0), 1);
}

/** Cheaper is better while the request's cost tolerance is at most 50; above it, price does not count. */
export const cost: Policy<CostPolicy> = {
  reads: () => 'request',
  needs: needsNothing,
  share: (settings, facts) => (facts.costTolerance / 100 > 0.5 ? PRICE_IGNORED : 1 - priceOf(settings, facts)),
  accepts: (settings, facts) => settings.mode !== 'hard' || priceOf(settings, facts) <= facts.costTolerance / 100,
  excess: (settings, facts) => priceOf(settings, facts) - facts.costTolerance / 100,
  raw: (settings, facts) =>
    facts.costTolerance / 100 > 0.5 ? `tolerance ${facts.costTolerance}, price ignored` : `price ${priceOf(settings, facts)}`,
  refusal: (settings, facts) => `price ${priceOf(settings, facts)} is above the request's tolerance of ${facts.costTolerance} %`,
};

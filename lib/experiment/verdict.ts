import type { Difference } from './difference';

/** What the data establish about a difference to the baseline; `undecided` is no finding of equality. */
export type Verdict =
  | { readonly kind: 'baseline' }
  /** Equal in every replication, to the last bit. */
  | { readonly kind: 'identical' }
  | { readonly kind: 'lower' }
  | { readonly kind: 'higher' }
  /** The interval holds 0. */
  | { readonly kind: 'undecided' }
  /** A number is missing in some replication, or there are fewer than two. */
  | { readonly kind: 'unknown' };

export function verdictOf(difference: Difference | null): Verdict {
  if (difference === null) return { kind: 'unknown' };
  if (difference.identical) return { kind: 'identical' };
  if (difference.high < 0) return { kind: 'lower' };
  return { kind: difference.low > 0 ? 'higher' : 'undecided' };
}

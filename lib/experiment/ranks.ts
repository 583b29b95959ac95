/** The places that an entry may hold, from 1: `from` to `to` inclusive. A single place where all others are told apart from it. */
export interface Rank {
  readonly from: number;
  readonly to: number;
}

/** Ranks of `count` entries from the pairs that are told apart; all else is a tie. */
export function ranksOf(count: number, apart: readonly { readonly better: number; readonly worse: number }[]): Rank[] {
  return Array.from({ length: count }, (_, i) => ({
    from: 1 + apart.filter(({ worse }) => worse === i).length,
    to: count - apart.filter(({ better }) => better === i).length,
  }));
}

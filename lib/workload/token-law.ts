import { sizeLaw, type SizeLaw } from './sizes';

/** A law of token counts, before they are rounded. Structurally the `tokens` of a scenario's workload class. */
export type TokenLawSettings =
  | { readonly kind: 'constant'; readonly mean: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'lognormal'; readonly mean: number; readonly cv: number }
  | { readonly kind: 'empirical'; readonly values: readonly { readonly tokens: number; readonly weight: number }[] };

/** The laws are those of times, with a token for a ms. Some weight is above 0. */
export function tokenLaw(settings: TokenLawSettings): SizeLaw {
  if (settings.kind === 'empirical') {
    return sizeLaw({ kind: 'empirical', values: settings.values.map(({ tokens, weight }) => ({ ms: tokens, weight })) });
  }
  const { mean, ...rest } = settings;
  return sizeLaw({ ...rest, meanMs: mean });
}

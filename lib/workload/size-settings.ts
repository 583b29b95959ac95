/** A law of positive times, in ms. Structurally the `service` of a scenario's workload class. */
export type SizeSettings =
  | { readonly kind: 'constant'; readonly meanMs: number }
  | { readonly kind: 'exponential'; readonly meanMs: number }
  | { readonly kind: 'lognormal'; readonly meanMs: number; readonly cv: number }
  /** The sum of so many exponential phases of equal means. */
  | { readonly kind: 'erlang'; readonly meanMs: number; readonly phases: number }
  /** One of two exponentials, each of which brings half of all work; the coefficient of variation is at least 1. */
  | { readonly kind: 'hyperexponential'; readonly meanMs: number; readonly cv: number }
  /** The first of two exponentials with probability `share`, otherwise the second. */
  | { readonly kind: 'two-exponentials'; readonly share: number; readonly firstMeanMs: number; readonly secondMeanMs: number }
  /** A tail that falls as size to the -shape, between a least and a most. */
  | { readonly kind: 'bounded-pareto'; readonly shape: number; readonly minMs: number; readonly maxMs: number }
  /** The listed values, each by its relative weight. */
  | { readonly kind: 'empirical'; readonly values: readonly { readonly ms: number; readonly weight: number }[] };

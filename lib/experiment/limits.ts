/** How large an experiment may be; each rejection names the limit that was met. */
export const EXPERIMENT_LIMITS = {
  variants: 12,
  /** Values that one variant sets. */
  settings: 50,
  pathCharacters: 200,
  /** An interval needs two runs. */
  fewestReplications: 2,
  replications: 1_000,
  axisValues: 100,
  /** Points of a sweep: the product of its axes' values. */
  cells: 2_500,
  loads: 50,
  parameters: 40,
  /** Settings that a search moves. */
  searched: 20,
  constraints: 8,
  scripts: 500,
  /** Runs of a search. */
  smallestBudget: 50,
  /** Runs of a whole experiment: points times replications. */
  runs: 20_000,
  /** Expected first attempts of all runs together; some hours of one core. */
  requests: 2_000_000_000,
  /** Characters of an experiment's title. */
  titleCharacters: 120,
} as const;

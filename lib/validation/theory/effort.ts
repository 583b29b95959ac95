/** How much a run is to do, in the words of a case's tolerance. */
export const EFFORTS = ['requests', 'warmup', 'rings', 'keys', 'tables', 'rounds', 'openings', 'cycles'] as const;
export type EffortKind = (typeof EFFORTS)[number];
export type Effort = Readonly<Record<EffortKind, number>>;

export const NO_EFFORT: Effort = { requests: 0, warmup: 0, rings: 0, keys: 0, tables: 0, rounds: 0, openings: 0, cycles: 0 };

/** The larger of each. */
export function largest(a: Effort, b: Effort): Effort {
  const both = { ...a };
  for (const kind of EFFORTS) both[kind] = Math.max(a[kind], b[kind]);
  return both;
}

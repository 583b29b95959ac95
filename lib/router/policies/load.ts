import { acceptsAll, type Policy } from './policy';

export interface LoadPolicy {
  readonly kind: 'load';
  readonly weight: number;
  /** In flight over slots at which the share reaches 0. */
  readonly fullAt: number;
}

/** 1 when idle, falling to 0 at `fullAt` times the slots. */
export function loadShare(inFlight: number, slots: number, fullAt: number): number {
  return 1 - Math.min(inFlight / (slots * fullAt), 1);
}

/** Counts what this router has in flight, so it is exact and never late. */
export const load: Policy<LoadPolicy> = {
  reads: 'load',
  ...acceptsAll(),
  share: (settings, facts) => loadShare(facts.inFlight, facts.slots, settings.fullAt),
  raw: (_settings, facts) => `${facts.inFlight} in flight on ${facts.slots} ${facts.slots === 1 ? 'slot' : 'slots'}`,
};

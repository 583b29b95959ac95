import { acceptsAll, needsNothing, type Facts, type Policy } from './policy';

/** Scores alone: distance makes a node worse, never unfit. */
export interface LocalityPolicy {
  readonly kind: 'locality';
  readonly weight: number;
  /** Added for the nearest: the share is 0.5 plus `boost` times nearness. */
  readonly boost: number;
  /** `constant`: nearness 0.5 whatever the regions, as the reference. `round-trip`: 1 at 0 ms, falling to 0 at `farMs`. */
  readonly signal: 'constant' | 'round-trip';
  readonly farMs: number;
}

/** 0 to 1; 0.5 where the round trip is unknown or not asked for. */
export function nearness(settings: LocalityPolicy, facts: Pick<Facts, 'roundTripMs'>): number {
  if (settings.signal === 'constant' || facts.roundTripMs === null) return 0.5;
  return 1 - Math.min(facts.roundTripMs / settings.farMs, 1);
}

export const locality: Policy<LocalityPolicy> = {
  reads: () => 'request',
  needs: needsNothing,
  ...acceptsAll(),
  share: (settings, facts) => 0.5 + nearness(settings, facts) * settings.boost,
  raw: (settings, facts) =>
    settings.signal === 'constant'
      ? 'constant'
      : facts.roundTripMs === null
        ? 'round trip unknown'
        : `round trip ${facts.roundTripMs} ms`,
};

import { PRIVACY_LEVELS, privacyRank, type PrivacyLevel } from '@/lib/fleet/request';
import { needsNothing, type Facts, type Policy, type PolicyMode } from './policy';

export interface PrivacyPolicy {
  readonly kind: 'privacy';
  /** Highest level that each region may serve; a region not listed is `internal`. */
  readonly regions: readonly { readonly id: string; readonly privacy: PrivacyLevel }[];
  /** Left out: `reference`, which refuses as `hard` does, without an error of its own. */
  readonly mode?: PolicyMode;
  /** Left out: 1. Counts in modes soft and hard. */
  readonly weight?: number;
}

function levelOf(settings: PrivacyPolicy, region: string): PrivacyLevel {
  return settings.regions.find(({ id }) => id === region)?.privacy ?? 'internal';
}

/** Levels that the region lacks; 0 or below where it suffices. */
function lacking(settings: PrivacyPolicy, { privacy: asked, region }: Facts): number {
  return asked - privacyRank(levelOf(settings, region));
}

/** In mode reference it counts 1 for everyone it accepts and has no weight; otherwise 1 where the level suffices, else 0. */
export const privacy: Policy<PrivacyPolicy> = {
  reads: () => 'request',
  needs: needsNothing,
  share: (settings, facts) => ((settings.mode ?? 'reference') === 'reference' || lacking(settings, facts) <= 0 ? 1 : 0),
  accepts: (settings, facts) => settings.mode === 'soft' || lacking(settings, facts) <= 0,
  excess: lacking,
  raw: (settings, facts) => `region ${levelOf(settings, facts.region)}, request ${PRIVACY_LEVELS[facts.privacy]!}`,
  refusal: (settings, facts) =>
    `${facts.region} may serve ${levelOf(settings, facts.region)}, not ${PRIVACY_LEVELS[facts.privacy]!}`,
};

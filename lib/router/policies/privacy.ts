import { PRIVACY_LEVELS, privacyRank, type PrivacyLevel } from '@/lib/fleet/request';
import type { Policy } from './policy';

export interface PrivacyPolicy {
  readonly kind: 'privacy';
  /** Highest level that each region may serve; a region not listed is `internal`. */
  readonly regions: readonly { readonly id: string; readonly privacy: PrivacyLevel }[];
}

function levelOf(settings: PrivacyPolicy, region: string): PrivacyLevel {
  return settings.regions.find(({ id }) => id === region)?.privacy ?? 'internal';
}

/** Counts 1 for everyone it accepts and has no weight. */
export const privacy: Policy<PrivacyPolicy> = {
  reads: 'request',
  share: () => 1,
  accepts: (settings, facts) => privacyRank(levelOf(settings, facts.region)) >= facts.privacy,
  raw: (settings, facts) => `region ${levelOf(settings, facts.region)}, request ${PRIVACY_LEVELS[facts.privacy]!}`,
  refusal: (settings, facts) =>
    `${facts.region} may serve ${levelOf(settings, facts.region)}, not ${PRIVACY_LEVELS[facts.privacy]!}`,
};

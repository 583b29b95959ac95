import type { ClientSettings } from './schema';

/** Attempts and refusals of one request in one stage at most: a first one, its retries, and further copies. */
export function mostTries({ retries, hedge }: Pick<ClientSettings, 'retries' | 'hedge'>): number {
  return 1 + retries + (hedge?.most ?? 0);
}

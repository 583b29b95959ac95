import type { ClientSettings } from '@/lib/scenario/schema';

/** Pause in ms before the next try when `made` tries have been made. */
export function backoffMs(backoff: ClientSettings['backoff'], made: number): number {
  switch (backoff.kind) {
    case 'none':
      return 0;
    case 'fixed':
      return backoff.ms;
    case 'linear':
      return backoff.ms * made;
  }
}

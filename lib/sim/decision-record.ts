import type { Receipt } from '@/lib/router/decision';

/** The receipt of decision `index` (from 0 in order of time). */
export interface DecisionRecord {
  readonly index: number;
  readonly request: number;
  readonly attempt: number;
  readonly class: string;
  readonly origin: string;
  /** The router replica that decides, from 0; left out where there is but one. */
  readonly replica?: number;
  readonly receipt: Receipt;
}

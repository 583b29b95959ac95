import type { Receipt } from '@/lib/router/decision';

/** The receipt of decision `index` (from 0 in order of time). */
export interface DecisionRecord {
  readonly index: number;
  readonly request: number;
  readonly attempt: number;
  readonly class: string;
  readonly origin: string;
  readonly receipt: Receipt;
}

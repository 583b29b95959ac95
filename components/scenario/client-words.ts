/** How the form of clients names what they do, and what their settings come to. */
import type { ClientSettings } from '@/lib/scenario/schema';

import { formatRate, formatSpan } from '@/components/chart/format';

import { share } from './breaker-words';

type Backoff = ClientSettings['backoff'];

export const BACKOFFS = {
  none: { label: 'none', note: 'Tries again at once.' },
  fixed: { label: 'fixed', note: 'The same pause before every retry.' },
  linear: { label: 'per attempt made', note: 'The time, times the attempts made so far.' },
  exponential: { label: 'exponential', note: 'Each pause a multiple of the one before.' },
  decorrelated: { label: 'decorrelated', note: 'Drawn between the time and three times the pause before.' },
} as const satisfies Readonly<Record<Backoff['kind'], { readonly label: string; readonly note: string }>>;

/** Pauses of a growing back-off that a sentence lists. */
const LISTED = 3;

/** What a growing or drawn back-off comes to, by its first pauses; null where the fields say it all. */
export function backoffSentence({ backoff, retries }: Pick<ClientSettings, 'backoff' | 'retries'>): string | null {
  if (backoff.kind === 'decorrelated') {
    const first = `The first pause is between ${formatSpan(least(backoff))} and ${formatSpan(Math.min(backoff.capMs, 3 * backoff.ms))}`;
    return `${first}, none is above ${formatSpan(backoff.capMs)}.`;
  }
  if (backoff.kind === 'none' || backoff.kind === 'fixed' || retries === 0) return null;
  const times = Array.from({ length: Math.min(retries, LISTED) }, (_, k) => formatSpan(pauseMs(backoff, k + 1)));
  const listed = `${times.join(', ')}${retries > LISTED ? ' and so on' : ''}`;
  if (backoff.kind === 'linear') return `${retries === 1 ? 'A pause' : 'Pauses'} of ${listed}.`;
  const capped = retries > LISTED ? `, at most ${formatSpan(backoff.capMs)}` : '';
  if (backoff.jitter === 'none') return `${retries === 1 ? 'A pause' : 'Pauses'} of ${listed}${capped}.`;
  return `Drawn evenly between 0 and ${listed}${capped}.`;
}

function least({ ms, capMs }: Extract<Backoff, { kind: 'decorrelated' }>): number {
  return Math.min(ms, capMs);
}

/** The pause before the k-th retry, or the most that is drawn. */
function pauseMs(backoff: Extract<Backoff, { kind: 'linear' | 'exponential' }>, k: number): number {
  if (backoff.kind === 'linear') return backoff.ms * k;
  let ms = backoff.ms;
  for (let i = 1; i < k; i++) ms *= backoff.factor;
  return Math.min(backoff.capMs, ms);
}

/** `none`, `20 % of first attempts`, `20 %, at least 10 /s`. */
export function budgetSummary(budget: ClientSettings['budget']): string {
  if (budget === null) return 'none: all pass';
  const part = share(budget.fraction);
  return budget.minPerS === 0 ? `${part} of first attempts` : `${part} + ${formatRate(budget.minPerS)}`;
}

/** `none`, `after 500 ms`, `after p95, 2 copies`. */
export function hedgeSummary(hedge: ClientSettings['hedge']): string {
  if (hedge === null) return 'none: no further copies';
  const { after, most } = hedge;
  const when = after.kind === 'fixed' ? formatSpan(after.ms) : `p${Number((after.fraction * 100).toFixed(3))}`;
  return `after ${when}${most === 1 ? '' : `, ${most} copies`}`;
}

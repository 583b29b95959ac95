/** What a breaker's rules come to, in few words: for headings, the diagram and its summary. */
import type { BreakerSettings } from '@/lib/scenario/schema';

import { formatPercent, formatSpan, plural } from '@/components/chart/format';

import { BAD_OUTCOMES, OUTCOME_NAMES } from './outcome-words';

/** One rule that opens a closed breaker. */
interface Opener {
  /** For a heading: `5 in a row`. */
  readonly short: string;
  /** For a sentence: `5 failures in a row`. */
  readonly long: string;
  /** For the diagram's arrow: `5 failures`. */
  readonly edge: string;
}

const EDGE_CHARACTERS = 11;
/** `20 %`, `12.5 %`: decimals only where there are some. */
export const share = (fraction: number): string =>
  formatPercent(fraction, Number.isInteger(Number((fraction * 100).toFixed(6))) ? 0 : 1);

/** Every rule that may open a closed breaker, the usual one first. */
function openers({ failureThreshold, rate, outcomes, ejection }: BreakerSettings): Opener[] {
  const list: Opener[] = [];
  if (failureThreshold !== null) {
    const edge = plural(failureThreshold, 'failure');
    list.push({ short: `${failureThreshold} in a row`, long: `${edge} in a row`, edge });
  }
  if (rate !== null) {
    const { window, failureFraction, slow } = rate;
    const calls = window.kind === 'count' ? plural(window.calls, 'call') : `calls in ${formatSpan(window.ms)}`;
    if (failureFraction !== null) {
      const part = share(failureFraction);
      list.push({ short: `${part} of ${calls}`, long: `${part} of ${calls} failing`, edge: `${part} fail` });
    }
    if (slow !== null) {
      const part = share(slow.fraction);
      const over = `over ${formatSpan(slow.ms)}`;
      list.push({ short: `${part} ${over}`, long: `${part} of ${calls} taking ${over}`, edge: `${part} slow` });
    }
  }
  for (const outcome of BAD_OUTCOMES) {
    if (outcomes[outcome] !== 'trip') continue;
    const name = OUTCOME_NAMES[outcome].toLowerCase();
    list.push({ short: `one ${name}`, long: `one ${name}`, edge: name.replace(/.*\((.+)\)/, 'one $1') });
  }
  if (ejection !== null && ejection.successRate !== null) {
    list.push({ short: 'low success rate', long: 'a success rate far below the others’', edge: 'success rate' });
  }
  if (ejection !== null && ejection.failureShare !== null) {
    const part = share(ejection.failureShare.fraction);
    list.push({ short: `${part} in a sweep`, long: `${part} failing between two sweeps`, edge: `${part} in sweep` });
  }
  return list;
}

/** `5 in a row`, `5 in a row or 2 more`, `never`. */
export function openersSummary(rules: BreakerSettings): string {
  const [first, ...more] = openers(rules);
  if (first === undefined) return 'never';
  return more.length === 0 ? first.short : `${first.short} or ${more.length} more`;
}

/** The section's line: what opens a breaker, and for how long. `+1` stands for one more rule. */
export function breakerSummary(rules: BreakerSettings): string {
  const [first, ...more] = openers(rules);
  const opens = first === undefined ? 'never opens' : more.length === 0 ? first.short : `${first.short} +${more.length}`;
  return `${opens} · ${formatSpan(rules.openMs)}`;
}

/** What the arrow from closed to open says. */
export function openersEdge(rules: BreakerSettings): string {
  const edges = openers(rules).map(({ edge }) => edge);
  const both = edges.join(' or ');
  if (edges.length === 0) return 'never';
  return edges.length === 1 || both.length <= EDGE_CHARACTERS ? both : `${edges.length} rules`;
}

/** Every rule that opens it, in a sentence. */
export function openersSentence(rules: BreakerSettings): string {
  const list = openers(rules).map(({ long }) => long);
  if (list.length === 0) return 'Nothing opens the breaker';
  return `The breaker opens at ${list.join(', or ')}`;
}

/** What a half-open breaker waits for to close, and what opens it again: for the arrows and for sentences. */
export function trialWords({ halfOpenSuccesses, halfOpenCalls, rate }: BreakerSettings): {
  readonly closes: string;
  readonly opens: string;
} {
  if (halfOpenCalls === null || rate === null) {
    return { closes: plural(halfOpenSuccesses, 'success', 'successes'), opens: '1 failure' };
  }
  if (rate.failureFraction === null) return { closes: `${halfOpenCalls} calls in time`, opens: 'too many slow' };
  return {
    closes: `${plural(halfOpenCalls, 'call')}, fewer failing`,
    opens: `${share(rate.failureFraction)} of ${halfOpenCalls} failing`,
  };
}

/** `5 s`, `30 s, growing to 300 s, at sweeps`. */
export function openTimeSummary({ openMs, growth, ejection }: BreakerSettings): string {
  const parts = [formatSpan(openMs)];
  if (growth !== null) parts.push(`growing to ${formatSpan(growth.capMs)}`);
  if (ejection !== null && ejection.sweepMs !== null) parts.push('at sweeps');
  return parts.join(', ');
}

/** What growth does, by its first trips: `Trips in a row open for 5 s, 10 s, 20 s and so on, at most 300 s.` */
export function growthSentence({ openMs, growth }: Pick<BreakerSettings, 'openMs' | 'growth'>): string | null {
  if (growth === null) return null;
  const { kind, factor, capMs, jitterFraction } = growth;
  const [second, third] = kind === 'exponential' ? [factor, factor * factor] : [1 + factor, 1 + 2 * factor];
  const times = [openMs, openMs * second, openMs * third].map((ms) => formatSpan(Math.min(ms, capMs))).join(', ');
  const jitter = jitterFraction === 0 ? '' : `, and up to ${share(jitterFraction)} on top`;
  return `Trips in a row open for ${times} and so on, at most ${formatSpan(capMs)}${jitter}.`;
}

/** `3 probes, 3 successes`. */
export function trialSummary(rules: BreakerSettings): string {
  if (rules.afterOpen === 'closed') return 'none: closes at once';
  const admitted = rules.probes === null ? 'everyone' : plural(rules.probes.max, 'probe');
  const judged =
    rules.halfOpenCalls === null
      ? plural(rules.halfOpenSuccesses, 'success', 'successes')
      : `${plural(rules.halfOpenCalls, 'call')} judged`;
  return `${admitted}, ${judged}`;
}

/** `each for itself`, `at most 10 % ejected`. */
export function guardsSummary({ ejection }: BreakerSettings): string {
  if (ejection === null) return 'each for itself';
  const parts: string[] = [];
  if (ejection.maxEjectedFraction < 1) parts.push(`${share(ejection.maxEjectedFraction)} ejected at most`);
  if (ejection.panicFraction > 0) parts.push(`panic below ${share(ejection.panicFraction)}`);
  if (ejection.sweepMs !== null) parts.push(`sweep ${formatSpan(ejection.sweepMs)}`);
  return parts.length === 0 ? 'no limit' : parts.join(', ');
}

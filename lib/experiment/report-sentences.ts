/** What a report says of itself in sentences, on the page and in a terminal alike. */
import { FEWEST_ANSWERS } from '@/lib/report/fewest';
import type { Interval } from '@/lib/report/intervals';
import type { SteadyState } from '@/lib/report/steady-state';
import type { LatencySummary } from '@/lib/report/summary';
import type { Scenario } from '@/lib/scenario/schema';
import { grouped } from '@/lib/scenario/words';
import type { Report } from '@/lib/sim/report';

import { PERCENTILE_NAMES, PERCENTILES, seconds } from './report-numbers';
import type { ReportSection } from './report-section';

export const ONE_RUN =
  'One run of one seed: another seed gives other numbers, and how far apart they lie a single run cannot say.';

export const WITHIN = 'percentiles to within ±0.2 %';

/** null where there is no warm-up. */
export function warmUpSentence({ warmUpMs }: Scenario): string | null {
  return warmUpMs > 0 ? `The totals leave out requests that arrived in the first ${seconds(warmUpMs)}.` : null;
}

/** Why there is nothing to report yet; null where there is something. */
export function emptySentence({ requests, simulatedMs }: Report, { warmUpMs }: Scenario): string | null {
  if (requests.arrived > 0) return null;
  if (simulatedMs === 0) return 'Nothing has run yet: a report begins with the first request.';
  return warmUpMs > simulatedMs
    ? `No request is counted yet: the warm-up lasts ${seconds(warmUpMs)}, and the run stands at ${seconds(simulatedMs)}.`
    : 'No request has arrived yet.';
}

/** `p99 (below 300 requests) and p99.9 (below 3,000)`: percentiles of too few answers; null where there are none. */
export function tooFewFor({ count }: LatencySummary): string | null {
  const few = PERCENTILES.filter((name) => count < FEWEST_ANSWERS[name]);
  if (count === 0 || few.length === 0) return null;
  const named = few.map(
    (name, i) => `${PERCENTILE_NAMES[name]} (below ${grouped(FEWEST_ANSWERS[name])}${i === 0 ? ' requests' : ''})`,
  );
  return [named.slice(0, -1).join(', '), named.at(-1)!].filter((part) => part !== '').join(' and ');
}

/** What the mark on a percentile means. */
const FEW_MEANS = `(few): of fewer answers than it takes, which is ${PERCENTILES.map(
  (name) => `${grouped(FEWEST_ANSWERS[name])} for ${PERCENTILE_NAMES[name]}`,
).join(', ')}; indicative only`;

/** What the marks in a table mean: a note, where there are any. */
export function markNotes(rows: ReportSection['rows']): readonly string[] {
  return rows.some(({ cells }) => cells.some(({ doubt }) => doubt?.mark === 'few')) ? [FEW_MEANS] : [];
}

export type Estimated = Extract<SteadyState, { kind: 'estimated' }>;

/** What a steady state is told in, whether there are intervals for it or not. */
export function steadyMeasures(found: Estimated): readonly {
  readonly title: string;
  readonly unit: string;
  readonly of: Interval | null;
}[] {
  return [
    { title: 'mean latency', unit: 'ms', of: found.meanLatencyMs },
    { title: 'p95', unit: 'ms', of: found.p95Ms },
    { title: 'p99', unit: 'ms', of: found.p99Ms },
    { title: 'answers', unit: 'per s', of: found.throughputPerS },
  ];
}

/** What to know of a steady state's intervals, or why there are none. */
export function steadySentences(found: SteadyState): readonly string[] {
  switch (found.kind) {
    case 'not-enough-data':
      return [`not enough data: ${grouped(found.answers)} answers, ${grouped(found.needed)} needed`];
    case 'not-settled':
      return ['none found: not even the second half of the run has settled'];
    case 'estimated': {
      const cut = found.cutAnswers === 0 ? '' : `; the first ${grouped(found.cutAnswers)} answers left out (MSER-5)`;
      const short = steadyMeasures(found).some(({ of }) => of?.batchesTooShort === true);
      return [`if the system is in one${cut}`, ...(short ? [BATCHES_CORRELATE] : [])];
    }
  }
}

export const BATCHES_CORRELATE = 'batches correlate: the run is short for these intervals, which are likely too narrow';

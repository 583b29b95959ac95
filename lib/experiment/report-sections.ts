/**
 * A report as tables of words: what a page shows of a run, all of it, and what a terminal takes some columns of. Requests and attempts
 * have a row for each measure and a column for each class; places have a row each.
 */
import type { Scenario } from '@/lib/scenario/schema';
import { grouped } from '@/lib/scenario/words';
import type { Report, Unevenness } from '@/lib/sim/report';

import { groupSection, nodeSection } from './place-sections';
import {
  AMPLIFICATION,
  ANSWERS,
  ARRIVED,
  ENDED,
  ENDS,
  FALLBACKS,
  GAVE_UP,
  HEDGES,
  LATENCIES,
  OUTCOMES_OF_ATTEMPTS,
  RETRIES,
  ROUTED,
  SLOWDOWN,
  sloMeasures,
  STARTED,
  WAITS,
  type Measure,
} from './report-measures';
import { correlation, ends, maybe, NONE, perSecond, plusMinus, price, seconds, type Cell } from './report-numbers';
import type { ReportSection } from './report-section';
import { BATCHES_CORRELATE, markNotes, ONE_RUN, steadyMeasures, steadySentences, WITHIN } from './report-sentences';

/** In the order in which a reader asks. Of the run as far as it went; the scenario is the one that ran. O(nodes + classes). */
export function reportSections(report: Report, scenario: Scenario): ReportSection[] {
  return [
    ofClasses(
      report,
      'requests',
      'Requests',
      ['counts of requests, and their share of those that arrived'],
      [ARRIVED, ROUTED, ...ENDS, GAVE_UP],
    ),
    ofClasses(
      report,
      'latency',
      'Latency',
      [`of answered requests, from arrival to answer; ${WITHIN}`],
      [ANSWERS, ...LATENCIES, { ...SLOWDOWN, title: `${SLOWDOWN.title} (latency over own work)` }],
    ),
    steadySection(report),
    ofClasses(report, 'slos', 'SLOs', sloNotes(report, scenario), [
      ENDED,
      ...report.withinSlo.flatMap(({ slo, latencyMs }, i) => sloMeasures(i, slo, latencyMs, targetOf(scenario, slo))),
    ]),
    ofClasses(
      report,
      'waits',
      'Waits on nodes',
      ['of attempts that began to be served; those that did not wait are in the mean'],
      WAITS,
    ),
    ofClasses(
      report,
      'attempts',
      'Attempts',
      ['counts of attempts, and their share of those started'],
      [STARTED, ...OUTCOMES_OF_ATTEMPTS, ...RETRIES, ...HEDGES, FALLBACKS, ...refusals(report)],
    ),
    wholeSection(report),
    groupSection(report.groups),
    nodeSection(report.nodes),
  ];
}

/** One column where there is but one class. */
function ofClasses(
  report: Report,
  id: string,
  title: string,
  notes: readonly string[],
  measures: readonly Measure[],
): ReportSection {
  const classes = report.classes.length > 1 ? report.classes : [];
  const [only] = report.classes;
  const all = classes.length === 0 && only !== undefined ? `class ${only.class}` : 'all classes';
  const rows = measures.map((measure) => ({
    title: measure.title,
    cells: [report, ...classes].map((account) => measure.of(account)),
  }));
  return {
    id,
    title,
    notes: [...notes, ...markNotes(rows)],
    columns: [{ title: 'measure' }, { title: all }, ...classes.map((one) => ({ title: one.class, name: true as const }))],
    rows,
  };
}

/** Tries that got no node, by the router's error. */
function refusals({ refusals: kinds }: Report): Measure[] {
  return (Object.keys(kinds) as (keyof typeof kinds)[]).map((kind) => ({
    title: `tries without a node: ${kind}`,
    of: ({ refusals: own }) => ({ text: grouped(own[kind]) }),
  }));
}

function targetOf({ slos }: Scenario, id: string): number | null {
  return slos.find((one) => one.id === id)?.targetFraction ?? null;
}

function sloNotes({ withinSlo }: Report, { warmUpMs }: Scenario): string[] {
  if (withinSlo.length === 0) return ['The scenario has no SLO.'];
  return [
    'share of ended requests that were answered in time',
    `goodput: requests answered in time per second${warmUpMs > 0 ? ' after the warm-up' : ''}`,
  ];
}

function steadySection({ steady }: Report): ReportSection {
  const columns = ['measure', 'estimate', '95 % interval', 'batches', 'correlation of neighbours'];
  const section = { id: 'steady', title: 'Steady state', columns: columns.map((title) => ({ title })) };
  if (steady.kind !== 'estimated') return { ...section, notes: steadySentences(steady), rows: [] };
  return {
    ...section,
    notes: ['95 % intervals by batch means', ...steadySentences(steady)],
    rows: steadyMeasures(steady).map(({ title, unit, of }) => ({
      title,
      cells:
        of === null
          ? [{ text: 'too few answers' }, ...Array.from({ length: 3 }, () => ({ text: NONE }))]
          : [
              { text: plusMinus(of, unit), ...(of.batchesTooShort ? { doubt: { mark: 'narrow', why: BATCHES_CORRELATE } } : {}) },
              { text: ends(of, unit) },
              { text: grouped(of.batches) },
              { text: correlation(of.lag1) },
            ],
    })),
  };
}

function wholeSection(report: Report): ReportSection {
  const { breakerTransitions: breakers, healthTransitions: health, transitionsDropped: dropped } = report;
  const opened = breakers.filter(({ to }) => to === 'open').length;
  const rows: readonly (readonly [title: string, cell: Cell])[] = [
    ['answers', maybe(report.throughputPerS, perSecond)],
    [AMPLIFICATION.title, AMPLIFICATION.of(report)],
    ['cost (relative price × busy slot hours)', { text: price(report.cost) }],
    ...evenness('attempts', report.imbalance),
    ...evenness('utilisation', report.utilisationImbalance),
    ['breaker transitions', { text: grouped(breakers.length) }],
    ['breaker transitions to open', { text: grouped(opened) }],
    ['health transitions', { text: grouped(health.length) }],
    ...(dropped > 0 ? ([['transitions that were not kept', { text: grouped(dropped) }]] as const) : []),
    ['simulated', { text: seconds(report.simulatedMs) }],
    ['events', { text: grouped(report.events) }],
    ['decisions', { text: grouped(report.decisions) }],
    ['seed', { text: String(report.seed) }],
    ['digest', { text: report.digest }],
  ];
  return {
    id: 'whole',
    title: 'Run as a whole',
    notes: [ONE_RUN],
    columns: [{ title: 'measure' }, { title: 'value' }],
    rows: rows.map(([title, cell]) => ({ title, cells: [cell] })),
  };
}

function evenness(what: string, { maxOverMean, jain }: Unevenness): readonly (readonly [string, Cell])[] {
  return [
    [`${what} of the busiest node over the mean`, maybe(maxOverMean, (value) => `${value.toFixed(2)}×`)],
    [`Jain's index of ${what} (1 is even)`, maybe(jain, (value) => value.toFixed(3))],
  ];
}

/** A report as a person reads it in a terminal: a unit on every number, and how far each may be trusted. */
import { nodeSection } from '@/lib/experiment/place-sections';
import {
  AMPLIFICATION,
  ARRIVED,
  ENDS,
  LATENCIES,
  OUTCOMES_OF_ATTEMPTS,
  SLOWDOWN,
  sloText,
  STARTED,
  type Measure,
} from '@/lib/experiment/report-measures';
import { cellText, ms, percent, plusMinus, seconds } from '@/lib/experiment/report-numbers';
import { ONE_RUN, steadyMeasures, steadySentences, tooFewFor, warmUpSentence, WITHIN } from '@/lib/experiment/report-sentences';
import type { NodeReport, Report } from '@/lib/sim/report';
import type { Scenario } from '@/lib/scenario/schema';
import { grouped } from '@/lib/scenario/words';

const NODES_SHOWN = 20;
/** What fits the width of a terminal. */
const CLASS_MEASURES: readonly Measure[] = [
  ARRIVED,
  ENDS[0]!,
  ...LATENCIES.filter(({ title }) => ['p50', 'p99'].includes(title)),
];
const NODE_TITLES = ['node', 'region', 'attempts', 'share', 'failed', 'timed out', 'busy', 'mean queue', 'trips'];

export function reportText(report: Report, scenario: Scenario, wallMs: number): string {
  const { requests, attempts } = report;
  const speed = wallMs > 0 ? ` (${grouped(Math.round(report.simulatedMs / wallMs))} times real time)` : '';
  const warmUp = warmUpSentence(scenario);
  const lines = [
    report.title,
    `seed ${report.seed}, ${seconds(report.simulatedMs)} simulated in ${seconds(wallMs)}${speed}, ${grouped(report.events)} events, ${grouped(report.decisions)} decisions`,
    ...(warmUp === null ? [] : [warmUp]),
    '',
    row('requests', `${grouped(requests.arrived)} arrived: ${parts(report, ENDS)}`),
    row('attempts', `${grouped(attempts.started)} ${STARTED.title}: ${parts(report, OUTCOMES_OF_ATTEMPTS)}`),
    ...refusals(report),
    ...(report.retryAmplification === null ? [] : [row('', `${AMPLIFICATION.of(report).text} ${AMPLIFICATION.title}`)]),
    ...latency(report),
    ...waits(report),
    ...steady(report),
    ...report.withinSlo.map(({ slo, latencyMs, fraction }) =>
      row(
        `SLO ${slo}`,
        `${fraction === null ? 'no request ended' : `${percent(fraction)} of ended requests answered`} within ${sloText(latencyMs, scenario.slos.find(({ id }) => id === slo)?.targetFraction ?? null)}`,
      ),
    ),
    ...imbalance(report),
    row(
      'breakers',
      `${grouped(report.breakerTransitions.length)} transitions, ${grouped(report.breakerTransitions.filter(({ to }) => to === 'open').length)} of them to open`,
    ),
    row('health', `${grouped(report.healthTransitions.length)} transitions`),
    ...(report.transitionsDropped > 0 ? [row('', `${grouped(report.transitionsDropped)} more transitions were not kept`)] : []),
    ...(report.classes.length > 1 ? ['', ...classTable(report)] : []),
    '',
    ...nodeTable(report.nodes),
    '',
    ONE_RUN,
    `digest  ${report.digest}`,
  ];
  return lines.join('\n');
}

function refusals({ refusals: counts }: Report): string[] {
  const named = Object.entries(counts).filter(([, count]) => count > 0);
  if (named.length === 0) return [];
  return [row('no node', `for ${named.map(([error, count]) => `${grouped(count)} tries (${error})`).join(', ')}`)];
}

function latency(report: Report): string[] {
  const { count } = report.latency;
  if (count === 0) return [row('latency', 'no request was answered')];
  const few = tooFewFor(report.latency);
  return [
    row('latency', LATENCIES.map((measure) => `${measure.title} ${measure.of(report).text}`).join(', ')),
    row('', `of ${grouped(count)} answered requests; ${WITHIN}`),
    ...(few === null ? [] : [row('', `too few requests to trust ${few}`)]),
  ];
}

function waits(report: Report): string[] {
  const { served, waitedFraction, meanMs } = report.wait;
  if (waitedFraction === null || meanMs === null) return [];
  return [
    row(
      'wait',
      `${percent(waitedFraction)} of ${grouped(served)} attempts served did not start at once; mean wait ${ms(meanMs)}, all counted`,
    ),
    ...(report.meanSlowdown === null ? [] : [row('', `${SLOWDOWN.title} ${SLOWDOWN.of(report).text} (latency over own work)`)]),
  ];
}

function steady({ steady: found }: Report): string[] {
  const [first = '', ...more] = steadySentences(found);
  if (found.kind !== 'estimated') return [row('steady state', first)];
  const intervals = steadyMeasures(found).flatMap(({ title, unit, of }) =>
    of === null ? [] : [`${title} ${plusMinus(of, unit)}`],
  );
  return [
    row('steady state', `${intervals.join(', ')} (95 %, batch means)`),
    ...[first, ...more].map((sentence) => row('', sentence)),
  ];
}

function imbalance({ imbalance: { maxOverMean, jain } }: Report): string[] {
  if (maxOverMean === null || jain === null) return [];
  return [
    row(
      'imbalance',
      `the busiest node got ${maxOverMean.toFixed(2)} times the mean; Jain's index ${jain.toFixed(3)} (1 is even)`,
    ),
  ];
}

function classTable({ classes }: Report): string[] {
  return table(
    ['class', ...CLASS_MEASURES.map(({ title }) => title)],
    classes.map((one) => [one.class, ...CLASS_MEASURES.map((measure) => cellText(measure.of(one)))]),
  );
}

function nodeTable(nodes: readonly NodeReport[]): string[] {
  const most = nodes.length <= NODES_SHOWN ? nodes : [...nodes].sort((a, b) => b.attempts - a.attempts).slice(0, NODES_SHOWN);
  const { columns, rows } = nodeSection(most);
  const places = NODE_TITLES.map((title) => columns.findIndex((column) => column.title === title));
  const rest = nodes.length - most.length;
  return [
    ...table(
      NODE_TITLES,
      rows.map(({ title, cells }) => places.map((at) => [title, ...cells.map(cellText)][at] ?? '')),
    ),
    ...(rest > 0 ? [`and ${grouped(rest)} nodes with fewer attempts`] : []),
  ];
}

/** The first two columns (or the first alone, where the second is a number) to the left, numbers to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((cells) => cells[column]?.length ?? 0)));
  const left = head.map((title) => ['node', 'region', 'class'].includes(title));
  return [head, ...rows].map((cells) =>
    cells
      .map((cell, column) => (left[column] ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

function row(name: string, text: string): string {
  return `${name.padEnd(12)}${name.length >= 12 ? ' ' : ''}${text}`;
}

/** `4,845 (98.58 %) answered, 0 refused`. */
function parts(report: Report, measures: readonly Measure[]): string {
  return measures.map((measure) => `${measure.of(report).text} ${measure.title}`).join(', ');
}

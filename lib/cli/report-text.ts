/** A report as a person reads it in a terminal: a unit on every number, and how far each may be trusted. */
import type { Interval } from '@/lib/report/intervals';
import type { NodeReport, Report } from '@/lib/sim/report';
import { OUTCOMES } from '@/lib/fleet/outcome';
import type { Scenario } from '@/lib/scenario/schema';
import { grouped } from '@/lib/scenario/words';

const NODES_SHOWN = 20;
/** Below so many answers a percentile is a handful of requests. */
const FEWEST = { p99: 300, p999: 3_000 } as const;

export function reportText(report: Report, scenario: Scenario, wallMs: number): string {
  const { requests, attempts } = report;
  const speed = wallMs > 0 ? ` (${grouped(Math.round(report.simulatedMs / wallMs))} times real time)` : '';
  const lines = [
    report.title,
    `seed ${report.seed}, ${seconds(report.simulatedMs)} simulated in ${seconds(wallMs)}${speed}, ${grouped(report.events)} events, ${grouped(report.decisions)} decisions`,
    ...(scenario.warmUpMs > 0 ? [`The totals leave out requests that arrived in the first ${seconds(scenario.warmUpMs)}.`] : []),
    '',
    row(
      'requests',
      `${grouped(requests.arrived)} arrived: ${parts(requests.arrived, { answered: requests.finished, refused: requests.refused, failed: requests.failed, 'timed out': requests.timedOut, 'still inside': requests.inside })}`,
    ),
    row(
      'attempts',
      `${grouped(attempts.started)} started: ${parts(attempts.started, Object.fromEntries(OUTCOMES.map((outcome) => [outcome, attempts.byOutcome[outcome]])))}`,
    ),
    ...refusals(report),
    ...(report.retryAmplification === null
      ? []
      : [row('', `${report.retryAmplification.toFixed(3)} attempts per routed request`)]),
    ...latency(report),
    ...waits(report),
    ...steady(report),
    ...report.withinSlo.map(({ slo, latencyMs, fraction }) =>
      row(
        `SLO ${slo}`,
        `${fraction === null ? 'no request ended' : `${percent(fraction)} of ended requests answered`} within ${ms(latencyMs)}${target(scenario, slo)}`,
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
    'One run of one seed: another seed gives other numbers, and how far apart they lie a single run cannot say.',
    `digest  ${report.digest}`,
  ];
  return lines.join('\n');
}

function refusals({ refusals: counts }: Report): string[] {
  const named = Object.entries(counts).filter(([, count]) => count > 0);
  if (named.length === 0) return [];
  return [row('no node', `for ${named.map(([error, count]) => `${grouped(count)} tries (${error})`).join(', ')}`)];
}

function latency({ latency: { count, meanMs, p50Ms, p95Ms, p99Ms, p999Ms, maxMs } }: Report): string[] {
  if (count === 0 || meanMs === null) return [row('latency', 'no request was answered')];
  const few = [
    ...(count < FEWEST.p99 ? [`p99 (below ${grouped(FEWEST.p99)} requests)`] : []),
    ...(count < FEWEST.p999 ? [`p99.9 (below ${grouped(FEWEST.p999)})`] : []),
  ];
  const quantiles = Object.entries({ p50: p50Ms, p95: p95Ms, p99: p99Ms, 'p99.9': p999Ms, max: maxMs });
  return [
    row(
      'latency',
      `mean ${ms(meanMs)}, ${quantiles.map(([name, value]) => `${name} ${value === null ? 'unknown' : ms(value)}`).join(', ')}`,
    ),
    row('', `of ${grouped(count)} answered requests; percentiles to within ±0.2 %`),
    ...(few.length === 0 ? [] : [row('', `too few requests to trust ${few.join(' and ')}`)]),
  ];
}

function waits({ wait: { served, waitedFraction, meanMs }, meanSlowdown }: Report): string[] {
  if (waitedFraction === null || meanMs === null) return [];
  return [
    row(
      'wait',
      `${percent(waitedFraction)} of ${grouped(served)} attempts served did not start at once; mean wait ${ms(meanMs)}, all counted`,
    ),
    ...(meanSlowdown === null ? [] : [row('', `mean slowdown ${meanSlowdown.toFixed(2)} (latency over own work)`)]),
  ];
}

function steady({ steady: found }: Report): string[] {
  switch (found.kind) {
    case 'not-enough-data':
      return [row('steady state', `not enough data: ${grouped(found.answers)} answers, ${grouped(found.needed)} needed`)];
    case 'not-settled':
      return [row('steady state', 'none found: not even the second half of the run has settled')];
    case 'estimated': {
      const { meanLatencyMs, throughputPerS, p95Ms, p99Ms } = found;
      const intervals = [
        ...interval('mean latency', 'ms', meanLatencyMs),
        ...interval('p95', 'ms', p95Ms),
        ...interval('p99', 'ms', p99Ms),
        ...interval('answers', 'per s', throughputPerS),
      ];
      const short = [meanLatencyMs, throughputPerS, p95Ms, p99Ms].some((one) => one?.batchesTooShort === true);
      const cut = found.cutAnswers === 0 ? '' : `; the first ${grouped(found.cutAnswers)} answers left out (MSER-5)`;
      return [
        row('steady state', `${intervals.join(', ')} (95 %, batch means)`),
        row('', `if the system is in one${cut}`),
        ...(short ? [row('', 'batches correlate: the run is short for these intervals, which are likely too narrow')] : []),
      ];
    }
  }
}

function interval(name: string, unit: string, of: Interval | null): string[] {
  if (of === null) return [];
  const digits = of.mean < 10 ? 2 : of.mean < 1_000 ? 1 : 0;
  return [`${name} ${of.mean.toFixed(digits)} ± ${of.halfWidth.toFixed(digits)} ${unit}`];
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

function target(scenario: Scenario, slo: string): string {
  const found = scenario.slos.find(({ id }) => id === slo);
  return found === undefined ? '' : ` (target ${percent(found.targetFraction)})`;
}

function classTable({ classes }: Report): string[] {
  return table(
    ['class', 'arrived', 'answered', 'p50', 'p99'],
    classes.map((one) => [
      one.class,
      grouped(one.requests.arrived),
      grouped(one.requests.finished),
      one.latency.p50Ms === null ? '-' : ms(one.latency.p50Ms),
      one.latency.p99Ms === null ? '-' : ms(one.latency.p99Ms),
    ]),
  );
}

function nodeTable(nodes: readonly NodeReport[]): string[] {
  const shown = nodes.length <= NODES_SHOWN ? nodes : [...nodes].sort((a, b) => b.attempts - a.attempts).slice(0, NODES_SHOWN);
  const rows = shown.map((node) => [
    node.node,
    node.region,
    grouped(node.attempts),
    percent(node.share),
    grouped(node.failed),
    grouped(node.timedOut),
    percent(node.utilisation),
    node.meanQueue.toFixed(2),
    grouped(node.breakerTrips),
  ]);
  const rest = nodes.length - shown.length;
  return [
    ...table(['node', 'region', 'attempts', 'share', 'failed', 'timed out', 'busy', 'mean queue', 'trips'], rows),
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

function parts(whole: number, counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${grouped(count)} ${name}${whole > 0 && count > 0 ? ` (${percent(count / whole)})` : ''}`)
    .join(', ');
}

/** Never rounds a small share to none nor a large one to all. */
function percent(fraction: number): string {
  const value = 100 * fraction;
  if (value > 0 && value < 0.01) return '<0.01 %';
  if (value < 100 && value > 99.99) return '>99.99 %';
  return `${value.toFixed(value === 0 || value === 100 ? 0 : 2)} %`;
}

function ms(value: number): string {
  return `${grouped(Number(value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)))} ms`;
}

function seconds(value: number): string {
  return `${grouped(Number((value / 1_000).toFixed(value < 1_000 ? 3 : 1)))} s`;
}

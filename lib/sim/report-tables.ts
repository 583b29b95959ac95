/** Every table and series of a report as a CSV file: its name and its text. Counts are of requests or attempts. */
import { OUTCOMES } from '@/lib/fleet/outcome';
import { columnsFrom, csvText, type CsvColumn } from '@/lib/report/csv';
import type { LatencySummary } from '@/lib/report/summary';

import type { ClassReport, NodeReport, Report } from './report';
import type { Track, TracksNow } from './tracks';

export interface CsvFile {
  readonly name: string;
  readonly text: string;
}

export function reportTables(report: Report, tracks: TracksNow): CsvFile[] {
  const files: Readonly<Record<string, readonly CsvColumn[]>> = {
    classes: classColumns(report.classes),
    nodes: nodeColumns(report.nodes),
    slos: columnsFrom(
      report.classes.flatMap((one) => one.withinSlo.map((slo) => ({ ...slo, class: one.class }))),
      {
        class: (row) => row.class,
        slo: (row) => row.slo,
        'target latency (ms)': (row) => row.latencyMs,
        'attainment (share of ended)': (row) => row.fraction,
        'goodput (requests/s)': (row) => row.goodputPerS,
      },
    ),
    steady: steadyColumns(report),
    'breaker-transitions': columnsFrom(report.breakerTransitions, {
      'time (ms)': ({ atMs }) => atMs,
      node: ({ node }) => node,
      replica: ({ replica }) => replica ?? 0,
      from: ({ from }) => from,
      to: ({ to }) => to,
      cause: ({ cause }) => cause,
      'next by time (ms)': ({ nextMs }) => nextMs,
    }),
    'health-transitions': columnsFrom(report.healthTransitions, {
      'time (ms)': ({ atMs }) => atMs,
      node: ({ node }) => node,
      replica: ({ replica }) => replica ?? 0,
      from: ({ from }) => from,
      to: ({ to }) => to,
      cause: ({ cause }) => cause,
    }),
    series: seriesColumns(report),
    'series-by-class': trackColumns(tracks, 'class', tracks.classes, {
      offered: 'offered (requests)',
      completed: 'answered (requests)',
      lost: 'lost (requests)',
      latencySumMs: 'sum of latencies of the answered (ms)',
      p50Ms: `p50 of the last ${tracks.windowMs} ms (ms)`,
      p95Ms: `p95 of the last ${tracks.windowMs} ms (ms)`,
      p99Ms: `p99 of the last ${tracks.windowMs} ms (ms)`,
      windowCount: 'answers that these are of (requests)',
    }),
    [`series-by-${tracks.placesAre === 'nodes' ? 'node' : 'group'}`]: trackColumns(
      tracks,
      tracks.placesAre === 'nodes' ? 'node' : 'group',
      tracks.places,
      {
        attempts: 'started (attempts)',
        ok: 'answered (attempts)',
        bad: 'failed or timed out (attempts)',
        busy: 'in service at the end of the bin (attempts)',
        queued: 'queued at the end of the bin (attempts)',
      },
    ),
  };
  return Object.entries(files).map(([name, columns]) => ({ name: `${name}.csv`, text: csvText(columns) }));
}

type Reads<Row> = Record<string, (row: Row) => string | number | null>;

function latencyReads<Row>(of: (row: Row) => LatencySummary | null): Reads<Row> {
  return {
    'latency mean (ms)': (row) => of(row)?.meanMs ?? null,
    'latency p50 (ms)': (row) => of(row)?.p50Ms ?? null,
    'latency p95 (ms)': (row) => of(row)?.p95Ms ?? null,
    'latency p99 (ms)': (row) => of(row)?.p99Ms ?? null,
    'latency p99.9 (ms)': (row) => of(row)?.p999Ms ?? null,
    'latency max (ms)': (row) => of(row)?.maxMs ?? null,
  };
}

function classColumns(classes: readonly ClassReport[]): CsvColumn[] {
  return columnsFrom(classes, {
    class: (one) => one.class,
    offered: ({ requests }) => requests.arrived,
    routed: ({ routed }) => routed,
    answered: ({ requests }) => requests.finished,
    refused: ({ requests }) => requests.refused,
    failed: ({ requests }) => requests.failed,
    'timed out': ({ requests }) => requests.timedOut,
    'still inside': ({ requests }) => requests.inside,
    'attempts started': ({ attempts }) => attempts.started,
    ...Object.fromEntries(
      OUTCOMES.map((outcome) => [`attempts ${outcome}`, ({ attempts }: ClassReport) => attempts.byOutcome[outcome]]),
    ),
    retries: ({ retries }) => retries,
    hedges: ({ hedges }) => hedges,
    abandoned: ({ abandoned }) => abandoned,
    'attempts per routed request': ({ retryAmplification }) => retryAmplification,
    ...latencyReads<ClassReport>(({ latency }) => latency),
    'waited (share of served)': ({ wait }) => wait.waitedFraction,
    'wait mean (ms)': ({ wait }) => wait.meanMs,
    'slowdown mean': ({ meanSlowdown }) => meanSlowdown,
  });
}

function nodeColumns(nodes: readonly NodeReport[]): CsvColumn[] {
  return columnsFrom(nodes, {
    node: ({ node }) => node,
    group: ({ group }) => group,
    region: ({ region }) => region,
    'attempts started': ({ attempts }) => attempts,
    ...Object.fromEntries(OUTCOMES.map((outcome) => [`attempts ${outcome}`, ({ byOutcome }: NodeReport) => byOutcome[outcome]])),
    ...latencyReads<NodeReport>(({ latency }) => latency),
    'utilisation (share of slots)': ({ utilisation }) => utilisation,
    'queue mean (attempts)': ({ meanQueue }) => meanQueue,
    'in system mean (attempts)': ({ meanInSystem }) => meanInSystem,
    'up (share of time)': ({ upFraction }) => upFraction,
    'cost (price x busy slot hours)': ({ cost }) => cost,
    'breaker trips': ({ breakerTrips }) => breakerTrips,
  });
}

function steadyColumns({ steady }: Report): CsvColumn[] {
  const rows =
    steady.kind === 'estimated'
      ? [
          { name: 'mean latency (ms)', of: steady.meanLatencyMs },
          { name: 'p95 (ms)', of: steady.p95Ms },
          { name: 'p99 (ms)', of: steady.p99Ms },
          { name: 'answers (per s)', of: steady.throughputPerS },
        ]
      : [];
  return columnsFrom(rows, {
    measure: ({ name }) => name,
    estimate: ({ of }) => of?.mean ?? null,
    'half width of the 95 % interval': ({ of }) => of?.halfWidth ?? null,
    batches: ({ of }) => of?.batches ?? null,
    'lag-1 correlation of batches': ({ of }) => of?.lag1 ?? null,
  });
}

function seriesColumns({ series }: Report): CsvColumn[] {
  return [
    { name: 'from (ms)', values: series.offered.map((_, bin) => bin * series.binMs) },
    { name: 'offered (requests)', values: series.offered },
    { name: 'answered (requests)', values: series.completed },
    { name: 'lost (requests)', values: series.lost },
    { name: 'started (attempts)', values: series.attempts },
    { name: 'errors (attempts)', values: series.errors },
    { name: 'rejected (attempts)', values: series.rejected },
    { name: 'unreachable (attempts)', values: series.unreachable },
    { name: 'timed out (attempts)', values: series.timedOut },
    { name: `p50 of the last ${series.windowMs} ms (ms)`, values: series.p50Ms },
    { name: `p95 of the last ${series.windowMs} ms (ms)`, values: series.p95Ms },
    { name: `p99 of the last ${series.windowMs} ms (ms)`, values: series.p99Ms },
    { name: 'answers that these are of (requests)', values: series.windowCount },
    { name: 'in flight at the end of the bin (attempts)', values: series.inFlight },
  ];
}

/** One row a bin and track, the tracks one after the other. */
function trackColumns<Column extends string>(
  { binMs, bins }: TracksNow,
  kind: string,
  tracks: readonly Track<Column>[],
  names: Readonly<Record<Column, string>>,
): CsvColumn[] {
  return [
    { name: kind, values: tracks.flatMap(({ id }) => Array.from({ length: bins }, () => id)) },
    { name: 'from (ms)', values: tracks.flatMap(() => Array.from({ length: bins }, (_, bin) => bin * binMs)) },
    ...(Object.keys(names) as Column[]).map((column) => ({
      name: names[column],
      values: tracks.flatMap(({ columns }) => Array.from(columns[column])),
    })),
  ];
}

/** The numbers by which runs are compared: one table of name, unit, which way is better, and where a report has it. */
import type { Report } from '@/lib/sim/report';
import { nodesOf } from '@/lib/scenario/nodes';
import type { Scenario } from '@/lib/scenario/schema';

export type MetricUnit = 'ms' | '/s' | 'share' | 'ratio' | 'price';

export interface Metric {
  readonly label: string;
  readonly unit: MetricUnit;
  readonly better: 'lower' | 'higher' | null;
  /** What it is, in a sentence. */
  readonly meaning: string;
  /** null where the run has no such number. Totals leave the warm-up out. */
  of(report: Report, scenario: Scenario): number | null;
}

export const METRICS = {
  mean: latency('mean latency', 'Mean latency of answered requests.', ({ meanMs }) => meanMs),
  p50: latency('p50', 'Half of all answered requests took no longer.', ({ p50Ms }) => p50Ms),
  p95: latency('p95', '95 % of answered requests took no longer.', ({ p95Ms }) => p95Ms),
  p99: latency('p99', '99 % of answered requests took no longer.', ({ p99Ms }) => p99Ms),
  p999: latency('p99.9', '99.9 % of answered requests took no longer.', ({ p999Ms }) => p999Ms),
  wait: {
    label: 'mean wait',
    unit: 'ms',
    better: 'lower',
    meaning: 'What attempts waited on nodes before they were served, on average; those that did not wait included.',
    of: ({ wait }) => wait.meanMs,
  },
  slowdown: {
    label: 'slowdown',
    unit: 'ratio',
    better: 'lower',
    meaning: "Mean over answered requests of latency over the request's own work.",
    of: ({ meanSlowdown }) => meanSlowdown,
  },
  goodput: {
    label: 'goodput',
    unit: '/s',
    better: 'higher',
    meaning: 'Requests answered within the first SLO, per second.',
    of: ({ withinSlo }) => withinSlo[0]?.goodputPerS ?? null,
  },
  slo: {
    label: 'within SLO',
    unit: 'share',
    better: 'higher',
    meaning: 'Share of ended requests that were answered within the first SLO.',
    of: ({ withinSlo }) => withinSlo[0]?.fraction ?? null,
  },
  success: share('success', 'higher', 'Share of ended requests that were answered.', ({ finished }) => finished),
  failed: share('failed', 'lower', 'Share of ended requests whose last attempt failed.', ({ failed }) => failed),
  refused: share('refused', 'lower', 'Share of ended requests that the router had no node for.', ({ refused }) => refused),
  timedOut: share('timed out', 'lower', 'Share of ended requests whose last attempt timed out.', ({ timedOut }) => timedOut),
  attempts: {
    label: 'attempts per request',
    unit: 'ratio',
    better: 'lower',
    meaning: 'Attempts per request that was routed at least once.',
    of: ({ retryAmplification }) => retryAmplification,
  },
  offered: {
    label: 'offered',
    unit: '/s',
    better: null,
    meaning: 'Requests that arrived per second.',
    of: (report, scenario) => perSecond(report.requests.arrived, report, scenario),
  },
  throughput: {
    label: 'throughput',
    unit: '/s',
    better: 'higher',
    meaning: 'Requests answered per second.',
    of: ({ throughputPerS }) => throughputPerS,
  },
  utilisation: {
    label: 'utilisation',
    unit: 'share',
    better: null,
    meaning: 'Busy slot time over all slot time of the fleet.',
    of: ({ nodes }, scenario) => {
      const slots = slotsOf(scenario);
      const all = slots.reduce((sum, n) => sum + n, 0);
      return nodes.reduce((sum, node, i) => sum + node.utilisation * slots[i]!, 0) / all;
    },
  },
  cost: {
    label: 'cost per 1,000 answers',
    unit: 'price',
    better: 'lower',
    meaning: 'Relative price times busy slot hours, for every 1,000 answered requests.',
    of: ({ cost, requests }) => (requests.finished === 0 ? null : (1_000 * cost) / requests.finished),
  },
  imbalance: {
    label: 'imbalance',
    unit: 'ratio',
    better: 'lower',
    meaning: "The busiest node's attempts over the mean of all nodes.",
    of: ({ imbalance }) => imbalance.maxOverMean,
  },
  trips: {
    label: 'breaker trips',
    unit: 'ratio',
    better: null,
    meaning: 'Times that a breaker opened.',
    of: ({ nodes }) => nodes.reduce((sum, { breakerTrips }) => sum + breakerTrips, 0),
  },
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;
export const METRIC_NAMES = Object.keys(METRICS) as MetricName[];

function latency(label: string, meaning: string, of: (summary: Report['latency']) => number | null): Metric {
  return { label, unit: 'ms', better: 'lower', meaning, of: (report) => of(report.latency) };
}

function share(
  label: string,
  better: 'lower' | 'higher',
  meaning: string,
  count: (requests: Report['requests']) => number,
): Metric {
  return {
    label,
    unit: 'share',
    better,
    meaning,
    of: ({ requests }) => {
      const ended = requests.arrived - requests.inside;
      return ended === 0 ? null : count(requests) / ended;
    },
  };
}

function perSecond(count: number, { simulatedMs }: Report, { warmUpMs }: Scenario): number | null {
  const measuredMs = simulatedMs - warmUpMs;
  return measuredMs > 0 ? (1_000 * count) / measuredMs : null;
}

function slotsOf(scenario: Scenario): number[] {
  return nodesOf(scenario).map(({ slots }) => slots);
}

/** The metrics of queueing models, by name, from the report of a run. Times come in the model's unit. */
import type { Simulation } from '@/lib/sim/simulate';

import type { QueueRun } from './queue-scenario';
import type { TailCounts } from './queue-tails';

/** What a metric is computed from. */
export interface Measured {
  readonly simulation: Simulation;
  readonly report: ReturnType<Simulation['report']>;
  readonly run: QueueRun;
  /** Slots of each node. */
  readonly slots: readonly number[];
  readonly tails: TailCounts | null;
}

type Metric = (measured: Measured) => number;

/** Time averages over the measured part of the run, summed over nodes. */
function inSystem({ report }: Measured): number {
  return report.nodes.reduce((sum, node) => sum + node.meanInSystem, 0);
}

const PLAIN: Readonly<Record<string, Metric>> = {
  mean_sojourn: ({ report, run }) => (report.latency.meanMs ?? NaN) / run.unitMs,
  mean_wait: ({ report, run }) => (report.wait.meanMs ?? NaN) / run.unitMs,
  p_wait: ({ report }) => report.wait.waitedFraction ?? NaN,
  mean_in_system: inSystem,
  mean_in_system_per_server: (measured) => inSystem(measured) / measured.report.nodes.length,
  utilisation: ({ report, slots }) =>
    report.nodes.reduce((busy, node, i) => busy + node.utilisation * slots[i]!, 0) / slots.reduce((a, b) => a + b, 0),
  mean_slowdown: ({ report }) => report.meanSlowdown ?? NaN,
  blocked_fraction: ({ report }) => report.attempts.byOutcome.rejected / report.requests.arrived,
  abandoned_fraction: ({ report }) => report.abandoned / report.requests.arrived,
  lost_fraction: ({ report }) => report.attempts.byOutcome.unreachable / report.requests.arrived,
  availability: ({ report }) => report.nodes.reduce((sum, node) => sum + node.upFraction, 0) / report.nodes.length,
  throughput: ({ report, run }) => (report.requests.finished / (run.durationMs - run.warmUpMs)) * run.unitMs,
};

const QUANTILE = /^sojourn_quantile:(0\.\d{1,9})$/;
const TAIL = /^tail_fraction:([1-9]\d{0,5})$/;

export const QUEUE_METRICS = [...Object.keys(PLAIN), 'sojourn_quantile:<0 to 1>', 'tail_fraction:<from 1>'];

export function isQueueMetric(name: string): boolean {
  return Object.hasOwn(PLAIN, name) || QUANTILE.test(name) || TAIL.test(name);
}

/** The number of requests that a tail metric counts from; null for any other metric. */
export function tailOf(name: string): number | null {
  const at = TAIL.exec(name)?.[1];
  return at === undefined ? null : Number(at);
}

/** NaN where the run has nothing to measure it by. */
export function measure(name: string, measured: Measured): number {
  const plain = PLAIN[name];
  if (plain !== undefined) return plain(measured);
  const fraction = QUANTILE.exec(name)?.[1];
  if (fraction !== undefined) return measured.simulation.latencyQuantile(Number(fraction)) / measured.run.unitMs;
  const from = tailOf(name);
  if (from !== null && measured.tails !== null) return measured.tails.share(from);
  throw new Error(`no metric ${name}`);
}

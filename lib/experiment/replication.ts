/** One run of an experiment, down to plain numbers that travel between threads and are kept by the thousand. */
import type { SketchState } from '@/lib/base/sketch';
import type { Series } from '@/lib/report/series';
import { NO_TRACES, type Traces } from '@/lib/scenario/trace-supply';
import type { Scenario } from '@/lib/scenario/schema';
import { Simulation } from '@/lib/sim/simulate';
import { RunTooLarge } from '@/lib/sim/too-large';

import { METRIC_NAMES, METRICS, type MetricName } from './metrics';

export type Values = Readonly<Record<MetricName, number | null>>;
/** Columns over time, as the report has them. */
export type Curves = Pick<
  Series,
  'binMs' | 'offered' | 'completed' | 'lost' | 'attempts' | 'p50Ms' | 'p95Ms' | 'p99Ms' | 'inFlight'
>;

export interface Task {
  readonly scenario: Scenario;
  /** Takes the place of the scenario's own. */
  readonly seed: number;
  /** Whether columns over time are kept beside the numbers, and latencies too. */
  readonly keep: 'numbers' | 'curves' | 'all';
}

export type RunResult =
  | {
      readonly kind: 'measured';
      readonly seed: number;
      readonly digest: string;
      /** Equal for two runs that met the same requests. */
      readonly trafficHash: string;
      readonly values: Values;
      readonly latencies: SketchState | null;
      readonly curves: Curves | null;
    }
  /** The run was ended before its time, for the reason given; it has no numbers. */
  | { readonly kind: 'stopped'; readonly seed: number; readonly reason: string };

/** Runs to the end. Depends on nothing but the task. */
export function replicate({ scenario, seed, keep }: Task, traces: Traces = NO_TRACES): RunResult {
  const simulation = new Simulation({ ...scenario, seed }, traces);
  try {
    simulation.runUntil(scenario.durationMs);
  } catch (error) {
    if (!(error instanceof RunTooLarge)) throw error;
    return { kind: 'stopped', seed, reason: `at ${Math.round(simulation.nowMs)} ms it held ${error.message}` };
  }
  const report = simulation.report();
  const { binMs, offered, completed, lost, attempts, p50Ms, p95Ms, p99Ms, inFlight } = report.series;
  return {
    kind: 'measured',
    seed,
    digest: report.digest,
    trafficHash: report.trafficHash,
    values: Object.fromEntries(METRIC_NAMES.map((name) => [name, METRICS[name].of(report, scenario)])) as Values,
    latencies: keep === 'all' ? simulation.latencies().save() : null,
    curves: keep !== 'numbers' ? { binMs, offered, completed, lost, attempts, p50Ms, p95Ms, p99Ms, inFlight } : null,
  };
}

/**
 * The statistics held against a truth. One node with Poisson arrivals and exponential work is a queue whose mean time in system is known
 * (M/M/1: mean service over 1 - load), so of many experiments on it the share whose interval holds that mean can be counted; and so can the
 * share of pairs of equal experiments that are called different.
 */
import type { Scenario } from '@/lib/scenario/schema';
import { parseScenario } from '@/lib/scenario/parse';

import { independentDifference } from './difference';
import { estimate } from './estimate';
import { OnGrid } from './on-grid';
import { PointGrid } from './point-grid';
import { replicationSeed } from './seeds';
import { verdictOf } from './verdict';

const MEAN_SERVICE_MS = 100;
const LOAD = 0.5;
export const TRUE_MEAN_MS = MEAN_SERVICE_MS / (1 - LOAD);
/** Of one experiment. */
export const REPLICATIONS = 10;
/** A queue at half load forgets its start within tens of service times; 20 s are 200. */
const WARM_UP_MS = 20_000;

export interface Calibration {
  readonly kind: 'calibration';
  readonly experiments: number;
  readonly replications: number;
  readonly requestsPerRun: number;
  readonly trueMeanMs: number;
  /** Share of experiments whose 95 % interval holds the true mean. */
  readonly coverage: number;
  /** Mean over all runs: how far the measurement itself is off. */
  readonly meanMs: number;
  /** Share of pairs of equal experiments on seeds of their own that are called different. */
  readonly falseCalls: number;
}

/** Experiments and as many more, their partners in pairs; each with seeds of its own. */
export class CalibrationRun extends OnGrid {
  protected readonly grid: PointGrid;
  private readonly experiments: number;
  private readonly requestsPerRun: number;

  /** `requestsPerRun` is the expected number that is measured. */
  constructor(experiments: number, requestsPerRun = 1_000, seed = 1) {
    super();
    this.experiments = experiments;
    this.requestsPerRun = requestsPerRun;
    const scenario = queue(requestsPerRun);
    this.grid = new PointGrid({
      points: 2 * experiments,
      replications: REPLICATIONS,
      seed,
      scenarioOf: () => scenario,
      seedOf: (point, replication) => replicationSeed(seed, replication, 0, point),
    });
  }

  report(): Calibration {
    let covered = 0;
    let different = 0;
    let sum = 0;
    for (let i = 0; i < this.experiments; i++) {
      const values = this.grid.valuesOf(i, 'mean')!;
      const partner = this.grid.valuesOf(this.experiments + i, 'mean')!;
      const { low, high, mean } = estimate(values)!;
      sum += mean;
      if (low! <= TRUE_MEAN_MS && TRUE_MEAN_MS <= high!) covered++;
      if (['lower', 'higher'].includes(verdictOf(independentDifference(values, partner)).kind)) different++;
    }
    return {
      kind: 'calibration',
      experiments: this.experiments,
      replications: REPLICATIONS,
      requestsPerRun: this.requestsPerRun,
      trueMeanMs: TRUE_MEAN_MS,
      coverage: covered / this.experiments,
      meanMs: sum / this.experiments,
      falseCalls: different / this.experiments,
    };
  }
}

function queue(requests: number): Scenario {
  const ratePerS = (1_000 * LOAD) / MEAN_SERVICE_MS;
  const parsed = parseScenario({
    version: 1,
    title: 'M/M/1',
    durationMs: WARM_UP_MS + Math.round((1_000 * requests) / ratePerS),
    warmUpMs: WARM_UP_MS,
    regions: [{ id: 'home' }],
    network: { localMs: 0 },
    models: [{ id: 'm', capabilities: ['generate'] }],
    groups: [{ id: 'one', region: 'home', count: 1, models: ['m'], engine: { kind: 'slots', slots: 1, queueLimit: 100_000 } }],
    workload: [
      {
        id: 'w',
        origins: [{ region: 'home', weight: 1 }],
        arrivals: { kind: 'poisson', ratePerS },
        service: { kind: 'exponential', meanMs: MEAN_SERVICE_MS },
      },
    ],
    router: { policies: [] },
    health: { probes: null },
    client: { timeoutMs: 3_600_000, retries: 0 },
  });
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  return parsed.value;
}

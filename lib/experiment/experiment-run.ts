/** Which run conducts an experiment of which kind, and what it reports. */
import { CompareRun } from './compare';
import type { Conducted } from './conduct';
import { LoadCurveRun } from './load-curve';
import { OptimiseRun } from './optimise';
import { RobustnessRun } from './robustness';
import type { Experiment, ExperimentOf, PlanKind } from './schema';
import { SensitivityRun } from './sensitivity';
import { SweepRun } from './sweep';

const RUNS = {
  compare: CompareRun,
  'load-curve': LoadCurveRun,
  sweep: SweepRun,
  sensitivity: SensitivityRun,
  optimise: OptimiseRun,
  robustness: RobustnessRun,
} as const satisfies { readonly [K in PlanKind]: new (experiment: ExperimentOf<K>) => Conducted };

export type ReportOf<K extends PlanKind> = ReturnType<InstanceType<(typeof RUNS)[K]>['report']>;

export interface ExperimentRun<K extends PlanKind> extends Conducted {
  report(): ReportOf<K>;
}

/** The run of a parsed experiment; of its kind's own class, and nothing has been simulated yet. */
export function experimentRun(experiment: Experiment): ExperimentRun<PlanKind> {
  // A plan's kind and its class belong together, which a lookup by a union's tag cannot tell the compiler.
  const Run = RUNS[experiment.plan.kind] as unknown as new (experiment: Experiment) => ExperimentRun<PlanKind>;
  return new Run(experiment);
}

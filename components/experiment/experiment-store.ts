import { create } from 'zustand';

import type { ReportOf } from '@/lib/experiment/experiment-run';
import type { ExperimentOf, PlanKind } from '@/lib/experiment/schema';
import type { Scenario } from '@/lib/scenario/schema';

import { firstScenario, type Trouble } from '@/components/scenario/scenario-store';

import { firstPlans, type Plans } from './first-plans';

/** How far an experiment is. `of` is the document that was started, another than the one in hand once that is edited. */
export type Progress<K extends PlanKind = PlanKind> = {
  readonly of: ExperimentOf<K>;
  readonly done: number;
  /** At most; an experiment may end early. */
  readonly total: number;
  readonly seconds: number;
  /** As fast as up to now; null where nothing has come back yet, or nothing more is to come. */
  readonly secondsLeft: number | null;
  /** Of the runs so far; null before the first. */
  readonly report: ReportOf<K> | null;
} & (
  | { readonly status: 'running' | 'finished' | 'cancelled' }
  | {
      readonly status: 'failed';
      readonly sentence: string;
    }
);

/**
 * The experiment in hand: one scenario and one seed, a plan of each kind, and what came of the last run of each. One kind runs at a time.
 * Every plan and scenario in here has been through the door of `parseExperiment`.
 */
export interface ExperimentState {
  readonly scenario: Scenario;
  readonly title: string;
  readonly notes: string;
  readonly seed: number;
  readonly plans: Plans;
  readonly progress: { readonly [K in PlanKind]?: Progress<K> };
  /** What was wrong with the last thing that was opened or started; what was there before stays. */
  readonly trouble: Trouble | null;
}

export const useExperiment = create<ExperimentState>(() => {
  const scenario = firstScenario();
  return { scenario, title: '', notes: '', seed: 1, plans: firstPlans(scenario), progress: {}, trouble: null };
});

/** The whole document of one kind, as it stands. */
export function documentOf<K extends PlanKind>(
  { scenario, title, notes, seed, plans }: Pick<ExperimentState, 'scenario' | 'title' | 'notes' | 'seed' | 'plans'>,
  kind: K,
): ExperimentOf<K> {
  return { version: 1, title, notes, seed, scenario, plan: plans[kind] };
}

/** Whether the document has been edited since the run that the progress is of. */
export function isStale<K extends PlanKind>(state: ExperimentState, kind: K): boolean {
  const of = state.progress[kind]?.of;
  return of !== undefined && (of.plan !== state.plans[kind] || of.scenario !== state.scenario || of.seed !== state.seed);
}

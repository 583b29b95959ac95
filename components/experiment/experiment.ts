/**
 * What a person can do with the experiment in hand, as plain functions over its store and one pool of workers. Components call these and
 * read the store; nothing else touches the pool.
 */
import { fail, problem, type Problem, type Result } from '@/lib/base/result';
import { conduct } from '@/lib/experiment/conduct';
import { experimentRun } from '@/lib/experiment/experiment-run';
import { parseExperiment } from '@/lib/experiment/parse';
import type { Experiment, ExperimentOf, PlanKind, PlanOf, Variant } from '@/lib/experiment/schema';
import type { Scenario } from '@/lib/scenario/schema';
import { usedTraces } from '@/lib/scenario/trace-supply';
import { poolSize, startWorkerPool, type TraceFile, type WorkerPool } from '@/lib/worker/pool';

import { keptTraceFile } from '@/components/scenario/trace-library';
import { fileWanted } from '@/components/scenario/trace-words';

import { documentOf, useExperiment, type Progress } from './experiment-store';
import { firstPlans, type Plans } from './first-plans';

/** The kinds that compare the same variants. */
export const VARIANT_KINDS = ['compare', 'load-curve', 'robustness'] as const satisfies readonly PlanKind[];
export type VariantKind = (typeof VARIANT_KINDS)[number];

/** Wall time between two looks at what has come in, in ms; more where a look takes long. */
const LOOK_EVERY_MS = 250;
/** At most this share of the page's time goes into looks, drawing included. */
const LOOKS_SHARE = 0.2;

/** What runs now. A kind that is started ends the one before. */
let running: { readonly kind: PlanKind; readonly pool: WorkerPool } | null = null;
/** Bumped by whatever ends a start that is still waiting for its traces. */
let starts = 0;

/** Runs the plan of one kind as it stands, on all cores. What is wrong with it becomes the trouble, and then nothing runs. */
export async function start(kind: PlanKind): Promise<void> {
  cancel();
  const turn = ++starts;
  const of = documentOf(useExperiment.getState(), kind);
  const parsed = parseExperiment(of);
  if (!parsed.ok) return trouble('This experiment cannot be run', parsed.problems);
  const files = await traceFiles(of.scenario);
  if (turn !== starts) return;
  if (!files.ok) return trouble('This experiment cannot be run', files.problems);
  dismissTrouble();
  await runHere(of, files.value);
}

async function runHere(of: ExperimentOf<PlanKind>, traces: readonly TraceFile[]): Promise<void> {
  const { kind } = of.plan;
  const run = experimentRun(of);
  const pool = startWorkerPool(poolSize(navigator.hardwareConcurrency, run.total), traces);
  running = { kind, pool };
  const startedMs = performance.now();
  let nextLookMs = startedMs + LOOK_EVERY_MS;
  const tell = (status: 'running' | 'finished' | 'cancelled', report: Progress['report']): void => {
    const { done, total } = run;
    const seconds = (performance.now() - startedMs) / 1_000;
    const secondsLeft = status !== 'running' || done === 0 ? null : (seconds / done) * (total - done);
    setProgress(kind, { of, done, total, seconds, secondsLeft, report, status });
  };
  tell('running', null);
  try {
    const whole = await conduct(run, pool, () => {
      const nowMs = performance.now();
      if (nowMs >= nextLookMs && !run.finished) {
        nextLookMs = Infinity;
        tell('running', run.report());
        afterPaint(() => {
          const paintedMs = performance.now();
          nextLookMs = paintedMs + Math.max(LOOK_EVERY_MS, (paintedMs - nowMs) / LOOKS_SHARE);
        });
      }
      return running?.pool === pool;
    });
    if (whole) tell('finished', run.report());
  } catch (cause) {
    // A pool that was ended by a person has failed nobody.
    if (running?.pool === pool) {
      const sentence = cause instanceof Error ? cause.message : String(cause);
      const before = useExperiment.getState().progress[kind];
      if (before !== undefined) setProgress(kind, { ...before, status: 'failed', sentence, secondsLeft: null });
    }
  } finally {
    pool.end();
    if (running?.pool === pool) running = null;
  }
}

/** When what was told is on the screen. A page that nobody sees paints nothing, and then no more is told before the end. */
function afterPaint(then: () => void): void {
  requestAnimationFrame(() => setTimeout(then));
}

/** Ends what runs, at once; what has come in stays, and is called provisional. */
export function cancel(): void {
  starts++;
  if (running === null) return;
  const { kind, pool } = running;
  running = null;
  pool.end();
  const before = useExperiment.getState().progress[kind];
  if (before !== undefined) setProgress(kind, { ...before, status: 'cancelled', secondsLeft: null });
}

function setProgress(kind: PlanKind, progress: Progress): void {
  useExperiment.setState((state) => ({ progress: { ...state.progress, [kind]: progress } }));
}

/** The files that a scenario replays, from those that this browser keeps; a sentence for each that is not there. */
async function traceFiles(scenario: Scenario): Promise<Result<readonly TraceFile[]>> {
  const files: TraceFile[] = [];
  const problems: Problem[] = [];
  for (const entry of usedTraces(scenario)) {
    const file = await keptTraceFile(entry.sha256);
    if (file !== null) files.push({ name: entry.name, file, format: entry.format });
    else {
      const message = `The trace ${fileWanted(entry)} is not in this browser: open the scenario in the lab and drop the file there.`;
      problems.push({ ...problem('scenario.traces', entry.name, 'is not in this browser'), message });
    }
  }
  const [first, ...rest] = problems;
  return first === undefined ? { ok: true, value: files } : fail(first, ...rest);
}

/**
 * Takes an edit of the plan of one kind. Answers the problems when it breaks a rule, and then nothing has changed; problems carry
 * `path`, `value` and `rule` of the whole document.
 */
export function editPlan<K extends PlanKind>(kind: K, change: (plan: PlanOf<K>) => unknown): readonly Problem[] {
  const state = useExperiment.getState();
  const parsed = parseExperiment({ ...documentOf(state, kind), plan: change(state.plans[kind]) });
  if (!parsed.ok) return parsed.problems;
  useExperiment.setState((now) => ({ plans: { ...now.plans, [kind]: parsed.value.plan } }));
  return [];
}

/** Takes an edit of the variants, which three kinds share; a baseline that is gone is the first again. */
export function editVariants(change: (variants: readonly Variant[]) => unknown, baseline?: string | null): readonly Problem[] {
  const { plans, ...state } = useExperiment.getState();
  const variants = change(plans.compare.variants);
  const ids = Array.isArray(variants) ? variants.map((one: { readonly id?: unknown }) => one.id) : [];
  const wanted = baseline === undefined ? plans.compare.baseline : baseline;
  const compare = { ...plans.compare, variants, baseline: wanted !== null && ids.includes(wanted) ? wanted : null };
  const parsed = parseExperiment({ ...documentOf({ ...state, plans }, 'compare'), plan: compare });
  if (!parsed.ok) return parsed.problems;
  const plan = parsed.value.plan as PlanOf<'compare'>;
  useExperiment.setState({ plans: withVariants({ ...plans, compare: plan }, plan.variants) });
  return [];
}

function withVariants(plans: Plans, variants: readonly Variant[]): Plans {
  const list = [...variants];
  return {
    ...plans,
    compare: { ...plans.compare, variants: list },
    'load-curve': { ...plans['load-curve'], variants: list },
    robustness: { ...plans.robustness, variants: list },
  };
}

/** Sets the seed of the whole experiment. */
export function setSeed(seed: number | null): readonly Problem[] {
  return editHead({ seed });
}

/** Sets the title of the whole experiment; empty: the scenario's. */
export function setTitle(title: string): readonly Problem[] {
  return editHead({ title });
}

function editHead(part: { readonly seed: number | null } | { readonly title: string }): readonly Problem[] {
  const parsed = parseExperiment({ ...documentOf(useExperiment.getState(), 'compare'), ...part });
  if (!parsed.ok) return parsed.problems;
  const { title, seed } = parsed.value;
  useExperiment.setState({ title, seed });
  return [];
}

/** Begins anew with another scenario: first plans, nothing run. */
export function takeScenario(scenario: Scenario): void {
  cancel();
  useExperiment.setState({ scenario, title: '', notes: '', plans: firstPlans(scenario), progress: {}, trouble: null });
}

/** Puts a whole experiment into the hand, of whichever kind. */
export function takeExperiment({ scenario, title, notes, seed, plan }: Experiment): void {
  cancel();
  const plans = { ...firstPlans(scenario), [plan.kind]: plan } as Plans;
  useExperiment.setState({
    ...{ scenario, title, notes, seed, progress: {}, trouble: null },
    plans: 'variants' in plan ? withVariants(plans, plan.variants) : plans,
  });
}

export function trouble(title: string, problems: readonly Problem[]): void {
  useExperiment.setState({ trouble: { title, problems } });
}

export function dismissTrouble(): void {
  useExperiment.setState({ trouble: null });
}

/** What all commands for experiments share: their options, running on threads with progress, assertions, and what is written where. */
import { writeFileSync } from 'node:fs';

import type { Problem } from '@/lib/base/result';
import { judge, parseAssertion, unknownNames, type Assertion, type Judgement, type Measured } from '@/lib/experiment/assertion';
import { conduct, type Conducted } from '@/lib/experiment/conduct';
import { METRIC_NAMES, type MetricName } from '@/lib/experiment/metrics';
import { CombinationRefused } from '@/lib/experiment/sensitivity';
import { LIMITS } from '@/lib/scenario/limits';
import { nearest } from '@/lib/scenario/nearest';
import type { Scenario } from '@/lib/scenario/schema';

import { badInput, badUsage, EXIT, say, warn, type Exit } from './command';
import { junitText } from './junit';
import { coresHere, MOST_THREADS, threadPool } from './replication-threads';
import { tracesFor } from './trace-files';

export const SHARED_OPTIONS = {
  seed: { type: 'string' },
  replications: { type: 'string' },
  metric: { type: 'string' },
  threads: { type: 'string' },
  traces: { type: 'string' },
  json: { type: 'boolean', default: false },
  csv: { type: 'string' },
  junit: { type: 'string' },
  assert: { type: 'string', multiple: true },
} as const;

export const SHARED_USAGE =
  '[--replications N] [--metric NAME] [--seed N] [--threads N] [--traces DIR] [--json] [--csv FILE] [--junit FILE] [--assert TEXT]...';

export interface SharedValues {
  readonly seed?: string | undefined;
  readonly replications?: string | undefined;
  readonly metric?: string | undefined;
  readonly threads?: string | undefined;
  readonly traces?: string | undefined;
  readonly json: boolean;
  readonly csv?: string | undefined;
  readonly junit?: string | undefined;
  readonly assert?: readonly string[] | undefined;
}

export interface Shared {
  readonly seed: number | null;
  readonly replications: number | null;
  readonly metric: MetricName | null;
  readonly threads: number;
  readonly assertions: readonly Assertion[];
}

/** The shared options, or the sentences on what is wrong with them. */
export function sharedFrom(values: SharedValues): Shared | readonly string[] {
  const wrong: string[] = [];
  const whole = (name: 'seed' | 'replications' | 'threads', least: number, most: number): number | null => {
    const text = values[name];
    if (text === undefined) return null;
    const value = Number(text);
    if (/^\d{1,16}$/.test(text) && value >= least && value <= most) return value;
    wrong.push(`--${name} must be a whole number from ${least} to ${most} (found "${text}").`);
    return null;
  };
  const seed = whole('seed', 0, LIMITS.seed);
  // How many replications an experiment may have, its own schema says.
  const replications = whole('replications', 0, Number.MAX_SAFE_INTEGER);
  const threads = whole('threads', 1, MOST_THREADS) ?? coresHere();
  const metric = METRIC_NAMES.find((name) => name === values.metric) ?? null;
  if (values.metric !== undefined && metric === null) {
    const meant = nearest(values.metric, METRIC_NAMES);
    wrong.push(
      `--metric must be one of ${METRIC_NAMES.join(', ')} (found "${values.metric}")${meant === undefined ? '' : `; did you mean "${meant}"?`}`,
    );
  }
  const assertions = (values.assert ?? []).flatMap((text) => {
    const parsed = parseAssertion(text);
    if (parsed.ok) return [parsed.value];
    wrong.push(...parsed.problems.map(({ rule }) => `--assert '${text}' ${rule}.`));
    return [];
  });
  return wrong.length > 0 ? wrong : { seed, replications, metric, threads, assertions };
}

export interface Told {
  /** For a person. */
  readonly text: string;
  /** For a program: one JSON value. */
  readonly json: object;
  /** For a spreadsheet. */
  readonly csv: string;
  readonly measured: Measured;
}

/**
 * Runs an experiment to its end and tells what came of it. `tell` is called once, with the seconds that it took. The exit status is
 * that of the assertions: failed unless all of them hold.
 */
export async function conductAndTell(
  experiment: Conducted,
  scenario: Scenario,
  names: readonly string[],
  values: SharedValues,
  shared: Shared,
  tell: (seconds: number) => Told,
): Promise<Exit> {
  const nobody = shared.assertions.flatMap((assertion): readonly Problem[] => {
    const known = unknownNames(assertion, { names });
    return known.ok ? [] : known.problems;
  });
  if (nobody.length > 0) return badUsage(...nobody.map(({ value, rule }) => `--assert ${value} ${rule}.`));
  const traces = await tracesFor(scenario, values.traces ?? null);
  if (!traces.ok) {
    if (values.traces === undefined)
      warn('This scenario replays traces: name the folder that has their files with --traces DIR.');
    return badInput(traces.problems);
  }
  const startedMs = performance.now();
  const pool = threadPool(Math.min(shared.threads, experiment.total), traces.value);
  try {
    await conduct(experiment, pool, runProgress(experiment));
  } catch (error) {
    if (!(error instanceof CombinationRefused)) throw error;
    return badUsage(`The experiment was stopped: ${error.message}`);
  } finally {
    await pool.end();
  }
  const seconds = (performance.now() - startedMs) / 1_000;
  const told = tell(seconds);
  const judgements = judge(shared.assertions, told.measured);
  if (values.csv !== undefined) writeFileSync(values.csv, told.csv);
  if (values.junit !== undefined) writeFileSync(values.junit, junitOf(scenario.title, judgements, seconds));
  if (values.json) say(JSON.stringify({ ...told.json, assertions: judgements }));
  else say([told.text, ...judgements.map(lineOf)].join('\n'));
  return judgements.every(({ outcome }) => outcome === 'holds') ? EXIT.good : EXIT.failed;
}

/** Redraws a line of progress in place, in a terminal alone. */
export function runProgress(experiment: Conducted): () => boolean {
  const startedMs = performance.now();
  let lastMs = startedMs;
  return () => {
    const nowMs = performance.now();
    if (!process.stderr.isTTY) return true;
    if (experiment.finished) process.stderr.write('\r\u001b[K');
    else if (nowMs - lastMs > 100) {
      lastMs = nowMs;
      const { done, total } = experiment;
      const leftS = ((nowMs - startedMs) / done) * ((total - done) / 1_000);
      process.stderr.write(`\r\u001b[K${done} of at most ${total} runs, about ${Math.ceil(leftS)} s left`);
    }
    return true;
  };
}

function lineOf({ text, outcome, reason }: Judgement): string {
  return `${outcome === 'holds' ? 'holds' : outcome.toUpperCase()}  ${text}: ${reason}`;
}

/** Without assertions the one case is that the experiment was run. */
function junitOf(suite: string, judgements: readonly Judgement[], seconds: number): string {
  const cases = judgements.map(({ text, outcome, reason }) => ({
    name: text,
    failure: outcome === 'holds' ? null : `${outcome}: ${reason}`,
  }));
  return junitText(suite, cases.length === 0 ? [{ name: 'the experiment was run', failure: null }] : cases, seconds);
}

/** How the command line carries out an experiment: on threads with progress, held against assertions, and written where it was asked for. */
import { judge, unknownNames, type Judgement, type Measured } from '@/lib/experiment/assertion';
import { conduct, type Conducted } from '@/lib/experiment/conduct';
import { CombinationRefused } from '@/lib/experiment/sensitivity';
import type { Scenario } from '@/lib/scenario/schema';
import type { Traces } from '@/lib/scenario/trace-supply';

import { badUsage, EXIT, say, warn, type Exit } from './command';
import { junitText, type JunitCase } from './junit';
import { unwritable, writtenFile } from './output-file';
import { threadPool } from './replication-threads';
import type { Shared, SharedValues } from './shared-arguments';
import { badTraces, tracesFor } from './trace-files';

export interface Told {
  /** For a person. */
  readonly text: string;
  /** For a program: one JSON value. */
  readonly json: object;
  /** For a spreadsheet. */
  readonly csv: string;
  /** What assertions are held against; null where they can be about nothing. */
  readonly measured: Measured | null;
  /** Why the experiment has not found what it was asked for; null where it has. */
  readonly missed: string | null;
}

export interface Conduct {
  readonly run: Conducted;
  /** The names that assertions may use. */
  readonly names: readonly string[];
  /** Called once, after the run's end. */
  tell(seconds: number, traces: Traces): Told;
}

/** Runs an experiment to its end and tells what came of it. Failed where an assertion does not hold, the experiment has not found what it was asked for, or a file could not be written. */
export async function conductAndTell(
  { run, names, tell }: Conduct,
  scenario: Scenario,
  values: SharedValues,
  shared: Shared,
): Promise<Exit> {
  const nobody = shared.assertions.flatMap((assertion) => {
    const known = unknownNames(assertion, { names });
    return known.ok ? [] : known.problems;
  });
  if (nobody.length > 0) return badUsage(...nobody.map(({ value, rule }) => `--assert ${value} ${rule}.`));
  // Before the run: it would be a pity to run for minutes and then not to be able to write.
  const places = (['csv', 'junit'] as const).flatMap((option) => {
    const path = values[option];
    return path === undefined ? [] : (unwritable(option, path) ?? []);
  });
  if (places.length > 0) return badUsage(...places);
  if (values.csv !== undefined && values.csv === values.junit)
    return badUsage(`--csv and --junit must name two files (found "${values.csv}" twice).`);
  const traces = await tracesFor(scenario, values.traces ?? null);
  if (!traces.ok) return badTraces(traces.problems, values.traces);
  const startedMs = performance.now();
  const pool = threadPool(Math.min(shared.threads, run.total), traces.value);
  try {
    await conduct(run, pool, runProgress(run));
  } catch (error) {
    if (!(error instanceof CombinationRefused)) throw error;
    return badUsage(`The experiment was stopped: ${error.message}`);
  } finally {
    await pool.end();
  }
  const seconds = (performance.now() - startedMs) / 1_000;
  const told = tell(seconds, traces.value);
  const judgements = told.measured === null ? [] : judge(shared.assertions, told.measured);
  const unwritten = [
    values.csv === undefined ? null : writtenFile('csv', values.csv, told.csv),
    values.junit === undefined
      ? null
      : writtenFile('junit', values.junit, junitText(scenario.title, casesOf(told, judgements), seconds)),
  ].filter((sentence) => sentence !== null);
  unwritten.forEach(warn);
  if (values.json) say(JSON.stringify({ ...told.json, assertions: judgements }));
  else say([told.text, ...judgements.map(lineOf)].join('\n'));
  const good = unwritten.length === 0 && told.missed === null && judgements.every(({ outcome }) => outcome === 'holds');
  return good ? EXIT.good : EXIT.failed;
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

/** The first case is that the experiment was run and found what it was asked for, where no assertions say more. */
function casesOf({ missed }: Told, judgements: readonly Judgement[]): readonly JunitCase[] {
  const run = judgements.length === 0 || missed !== null ? [{ name: 'the experiment was run', failure: missed }] : [];
  const asserted = judgements.map(({ text, outcome, reason }) => ({
    name: text,
    failure: outcome === 'holds' ? null : `${outcome}: ${reason}`,
  }));
  return [...run, ...asserted];
}

/** Holds the product against known results: theory, published numbers, recorded traffic. */
import { readFileSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';

import type { Readings } from '@/lib/validation/theory/harness';
import { planOf, type Plan, type PlannedCase } from '@/lib/validation/theory/plan';
import { judge } from '@/lib/validation/theory/verdict';

import { badInput, badUsage, EXIT, readArgs, say, type Command } from '../command';
import { runOnThreads } from '../theory-pool';
import type { RunAnswer, RunOrder } from '../theory-run';
import { verdictText } from '../verdict-text';

/** A file of ten thousand cases has some 10 MB. */
const MOST_BYTES = 32_000_000;
const MOST_REQUESTS = 20_000_000;
const MOST_THREADS = 64;
const OPTIONS = {
  traces: { type: 'string' },
  only: { type: 'string' },
  requests: { type: 'string' },
  threads: { type: 'string' },
} as const;

export const validate: Command = {
  usage: 'FILE.json [--traces DIR] [--only FAMILY] [--requests N] [--threads N]',
  summary:
    'Runs the product on cases of queueing, hashing and routing theory and on recorded traffic, and compares what comes out with what is known. Traces are looked for in DIR, by default the folder "traces" beside that of FILE.',
  async run(args) {
    const parsed = readArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
    if (!parsed.ok) return badUsage(parsed.sentence);
    const { values, positionals } = parsed.value;
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0) return badUsage(`Say one file of cases: validate ${validate.usage}`);
    const requests = wholeNumber('requests', values.requests, MOST_REQUESTS);
    if (typeof requests === 'string') return badUsage(requests);
    const threads = wholeNumber('threads', values.threads, MOST_THREADS);
    if (typeof threads === 'string') return badUsage(threads);
    const folder = values.traces ?? join(dirname(path), '..', 'traces');
    if (values.traces !== undefined && statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
      return badUsage(`"${folder}" is no folder.`);
    }
    const json = jsonIn(path);
    if (typeof json === 'string') return badUsage(json);

    const has = (file: string): boolean => statSync(join(folder, file), { throwIfNoEntry: false })?.isFile() === true;
    const plan = planOf(json.value, { only: values.only ?? null, requests, has });
    if (!plan.ok) return badInput(plan.problems);
    return runAll(plan.value, (json.value as { cases: unknown[] }).cases, folder, threads ?? availableParallelism());
  },
};

async function runAll(plan: Plan, raw: readonly unknown[], folder: string, threads: number) {
  const orders = plan.runs.map(({ experiment, effort, metrics, of }, run): RunOrder => {
    const { id, family } = raw[of] as { id: string; family: string };
    const files = experiment.files.map((name) => ({ name, path: join(folder, name) }));
    return { run, raw: raw[of], id, family, effort, metrics, files };
  });
  const answers = new Map<number, Readings | string>();
  const fractions = new Map<number, number>();
  const tally = { passed: 0, failed: 0, leftOut: 0 };
  let told = 0;
  /** Cases come in the order of the file, as far as their runs are through. */
  const tell = (): void => {
    for (; told < plan.cases.length; told++) {
      const one = plan.cases[told]!;
      const answer = one.kind === 'runs' ? answers.get(one.run) : undefined;
      if (one.kind === 'runs' && answer === undefined) return;
      clearProgress();
      say(lineOf(one, answer, tally));
    }
  };
  tell();
  const heard = (answer: RunAnswer): void => {
    if (answer.kind === 'progress') fractions.set(answer.run, answer.fraction);
    else {
      fractions.delete(answer.run);
      answers.set(answer.run, answer.kind === 'done' ? answer.readings : answer.why);
      tell();
    }
    showProgress(answers.size, orders.length, [...fractions.values()]);
  };
  await runOnThreads(orders, threads, heard);
  clearProgress();
  say(`${tally.passed} passed, ${tally.failed} failed, ${tally.leftOut} left out`);
  return tally.failed === 0 ? EXIT.good : EXIT.failed;
}

/** The lines of one case, which it is counted by. */
function lineOf(
  one: PlannedCase,
  answer: Readings | string | undefined,
  tally: { passed: number; failed: number; leftOut: number },
): string {
  if (one.kind === 'left-out') {
    tally.leftOut++;
    return `${one.id}  left out: ${one.why}`;
  }
  if (one.kind === 'too-much' || typeof answer === 'string' || answer === undefined) {
    tally.failed++;
    return `${one.id}  FAILED: ${one.kind === 'too-much' ? one.why : String(answer)}`;
  }
  const verdict = judge(one, answer);
  if (verdict.passed) tally.passed++;
  else tally.failed++;
  return verdictText(verdict);
}

function wholeNumber(name: string, text: string | undefined, most: number): number | null | string {
  if (text === undefined) return null;
  const value = Number(text);
  return /^\d{1,9}$/.test(text) && value >= 1 && value <= most
    ? value
    : `--${name} must be a whole number from 1 to ${most} (found "${text}").`;
}

function jsonIn(path: string): { readonly value: unknown } | string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() !== true) return `"${path}" is no file.`;
  if (stat.size > MOST_BYTES) return `${path} has ${stat.size} bytes; a file of cases must have at most ${MOST_BYTES}.`;
  try {
    return { value: JSON.parse(readFileSync(path, 'utf8')) as unknown };
  } catch (error) {
    return `${path} is not JSON: ${(error as Error).message}.`;
  }
}

const shown = (): boolean => process.stderr.isTTY;

function showProgress(done: number, all: number, under: readonly number[]): void {
  if (!shown()) return;
  const percents = under.map((fraction) => `${Math.floor(100 * fraction)} %`).join(', ');
  process.stderr.write(`\r\u001b[K${done} of ${all} runs${percents === '' ? '' : `; under way: ${percents}`}`);
}

function clearProgress(): void {
  if (shown()) process.stderr.write('\r\u001b[K');
}

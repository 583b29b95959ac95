/** Traces from files: one that a person names, or those of a folder that a scenario asks for. */
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { fail, ok, problem, type Problem, type Result } from '@/lib/base/result';
import type { Scenario } from '@/lib/scenario/schema';
import { checkSupply, traceKey, usedTraces, type Traces } from '@/lib/scenario/trace-supply';
import { grouped } from '@/lib/scenario/words';
import { detectTrace, readTrace } from '@/lib/workload/traces/read-trace';
import { TRACE_LIMITS, type Trace } from '@/lib/workload/traces/trace';
import type { TraceFormat } from '@/lib/workload/traces/trace-format';
import type { TraceReading } from '@/lib/workload/traces/trace-reader';

import { badInput, warn, type Exit } from './command';

const PIECE_BYTES = 1_048_576;

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** What a file seems to be; nothing is read beyond its first lines. */
export async function detectFile(path: string): ReturnType<typeof detectTrace> {
  return isFile(path) ? detectTrace(createReadStream(path)) : fail(problem(path, undefined, 'is no file'));
}

/** A file that is too large is refused by its size, before anything of it is read. */
export async function readFile(path: string, format: TraceFormat): Promise<Result<TraceReading>> {
  const { size } = statSync(path);
  if (size > TRACE_LIMITS.bytes) {
    return fail(problem('the file', `${grouped(size)} bytes`, `must have at most ${grouped(TRACE_LIMITS.bytes)} bytes`));
  }
  const read = await readTrace(createReadStream(path, { highWaterMark: PIECE_BYTES }), format);
  if (read === null) throw new Error(`reading ${path} was ended by nobody`);
  return read;
}

/** Says that traces are not there, and how to name a folder where none was named. */
export function badTraces(problems: readonly Problem[], folder: string | undefined): Exit {
  if (folder === undefined) warn('This scenario replays traces: name the folder that has their files with --traces DIR.');
  return badInput(problems);
}

/**
 * The traces that a scenario uses, from the files of a folder: the name first, then every file of the same size; the content decides.
 * null: no folder was named. Problems where one is not to be had.
 */
export async function tracesFor(scenario: Scenario, folder: string | null): Promise<Result<Traces>> {
  if (folder !== null && !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    return fail(problem('--traces', folder, 'must be a folder'));
  }
  const have = new Map<string, Trace>();
  for (const entry of usedTraces(scenario)) {
    for (const path of folder === null ? [] : candidates(folder, entry.name, entry.bytes)) {
      const read = await readFile(path, entry.format);
      if (!read.ok || read.value.sha256 !== entry.sha256) continue;
      have.set(traceKey(entry), read.value.trace);
      break;
    }
  }
  const checked = checkSupply(scenario, have);
  return checked.ok ? ok(have) : checked;
}

function candidates(folder: string, name: string, bytes: number): readonly string[] {
  const named = join(folder, name);
  const others = readdirSync(folder).map((file) => join(folder, file));
  const all = existsSync(named) ? [named, ...others.filter((path) => path !== named)] : others;
  return all.filter((path) => isFile(path) && statSync(path).size === bytes);
}

/** What happens to a file that is dropped or chosen: a scenario opens, a trace that is waited for lets its scenario run, any other trace is looked at. */
import { create } from 'zustand';

import type { Problem, Result } from '@/lib/base/result';
import type { Scenario } from '@/lib/scenario/schema';
import type { ReadFile } from '@/lib/scenario/trace-class';
import type { CsvGuess, TraceFormat, TraceRead } from '@/lib/worker/protocol';

import { keepTraceFile } from '@/components/scenario/trace-library';
import { useScenario } from '@/components/scenario/scenario-store';
import { FORMAT_NAMES, otherFile } from '@/components/scenario/trace-words';

import { edit, importFile, openMissing, theClient, trouble } from './lab';
import { tell } from './notice';

export type TraceSheet =
  | { readonly kind: 'reading'; readonly name: string; readonly size: number; readonly bytes: number; readonly rows: number }
  /** A CSV whose columns are to be confirmed; `problems` are those of the last try. */
  | { readonly kind: 'columns'; readonly file: File; readonly guess: CsvGuess; readonly problems: readonly Problem[] }
  | { readonly kind: 'use'; readonly file: File; readonly read: Extract<TraceRead, { kind: 'read' }> };

export const useTraceSheet = create<{ readonly sheet: TraceSheet | null }>(() => ({ sheet: null }));

function show(sheet: TraceSheet | null): void {
  useTraceSheet.setState({ sheet });
}

export function closeTraceSheet(): void {
  if (useTraceSheet.getState().sheet?.kind === 'reading') void theClient().stopReading();
  show(null);
}

const HEAD_BYTES = 64;

export async function openFile(file: File): Promise<void> {
  if (await fillsGap(file)) return;
  const read = await reading(file, null);
  switch (read.kind) {
    case 'stopped':
      return;
    case 'read':
      return show({ kind: 'use', file, read });
    case 'columns':
      if (namedAsScenario(file)) break;
      return show({ kind: 'columns', file, guess: read, problems: [] });
    case 'broken':
      if (read.format !== null) {
        show(null);
        return trouble(`${file.name} (${FORMAT_NAMES[read.format.kind]}) could not be read`, read.problems);
      }
      if (namedAsScenario(file) || (await beginsAsScenario(file))) break;
      show(null);
      return trouble(`${file.name} is neither a scenario nor a trace`, read.problems);
  }
  show(null);
  await importFile(file);
}

function namedAsScenario(file: File): boolean {
  return /\.json$/i.test(file.name);
}

/** What is no trace and begins like an object is a scenario, whole or broken. */
async function beginsAsScenario(file: File): Promise<boolean> {
  return /^\uFEFF?\s*[{[]/.test(await file.slice(0, HEAD_BYTES).text());
}

/** A file in a form that a person has chosen. */
export async function readWithColumns(file: File, guess: CsvGuess, format: TraceFormat): Promise<void> {
  const read = await reading(file, format);
  if (read.kind === 'read') show({ kind: 'use', file, read });
  else if (read.kind === 'broken')
    show({ kind: 'columns', file, guess: { ...guess, format: format as CsvGuess['format'] }, problems: read.problems });
}

/** Puts a trace into the scenario and keeps its file; the problems where the scenario does not take it. */
export async function applyTrace(
  file: File,
  read: Extract<TraceRead, { kind: 'read' }>,
  change: (scenario: Scenario, file: ReadFile) => Result<Scenario>,
): Promise<readonly Problem[]> {
  const kept = await keepTraceFile(read.file.sha256, file);
  const problems = edit((scenario) => change(scenario, { ...read.file, name: file.name }));
  if (problems.length > 0) return problems;
  show(null);
  tell(
    kept
      ? `${file.name} is part of the scenario.`
      : `${file.name} is part of the scenario. This browser does not keep it: have the file at hand for the next visit.`,
  );
  return [];
}

async function reading(file: File, format: TraceFormat | null): Promise<TraceRead> {
  const about = { kind: 'reading', name: file.name, size: file.size } as const;
  show({ ...about, bytes: 0, rows: 0 });
  return theClient().readTrace(file, format, (progress) => {
    if (useTraceSheet.getState().sheet?.kind === 'reading') show({ ...about, ...progress });
  });
}

/** Whether the file was dropped for a scenario that waits for one: as large as a missing one and, as it should be, with its content. */
async function fillsGap(file: File): Promise<boolean> {
  const wanted = useScenario.getState().missing.filter(({ bytes }) => bytes === file.size);
  if (wanted.length === 0) return false;
  for (const entry of wanted) {
    const read = await reading(file, entry.format);
    if (read.kind === 'stopped') return true;
    if (read.kind !== 'read' || read.file.sha256 !== entry.sha256) continue;
    show(null);
    await keepTraceFile(entry.sha256, file);
    await openMissing();
    return true;
  }
  show(null);
  trouble('This is not the trace that the scenario asks for', [otherFile(file.name, wanted)]);
  return true;
}

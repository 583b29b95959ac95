/** The only list of the ways in which traces are written, and which of them a file is in. */
import { azure } from './azure';
import { burstGpt } from './burst-gpt';
import type { Findings } from './findings';
import { mooncake } from './mooncake';
import { guessColumns, readCsv, type CsvGuess } from './plain-csv';
import { servegen } from './servegen';
import type { TraceFormat } from './trace-format';
import type { LineReader, TraceKind } from './trace-kind';

/** Files that say by themselves what they are. */
export const TRACE_KINDS = { azure, mooncake, 'burst-gpt': burstGpt, servegen } as const satisfies Readonly<Record<string, TraceKind>>;

export const PLAIN_CSV = 'CSV with columns of your own';

/** As a person calls it. */
export function formatName(kind: TraceFormat['kind']): string {
  return kind === 'csv' ? PLAIN_CSV : TRACE_KINDS[kind].name;
}

export function lineReader(format: TraceFormat, found: Findings): LineReader {
  return format.kind === 'csv' ? readCsv(format, found) : TRACE_KINDS[format.kind].read(found);
}

/** `guessed`: a CSV that could be read so, for a person to confirm. */
export type Detected =
  { readonly kind: 'known'; readonly format: TraceFormat } | ({ readonly kind: 'guessed' } & CsvGuess) | { readonly kind: 'unknown' };

/** Lines to decide from; more change nothing. */
export const LINES_TO_DETECT = 5;

/** From the first lines of a file, whole ones. */
export function detectFormat(firstLines: readonly string[]): Detected {
  if (firstLines.length === 0) return { kind: 'unknown' };
  for (const [kind, { detect }] of Object.entries(TRACE_KINDS)) {
    if (detect(firstLines)) return { kind: 'known', format: { kind: kind as keyof typeof TRACE_KINDS } };
  }
  const guess = guessColumns(firstLines);
  return guess === null ? { kind: 'unknown' } : { kind: 'guessed', ...guess };
}

/** To be said of a file that fits nothing. */
export function expectedForms(): string {
  return `${Object.values(TRACE_KINDS)
    .map(({ name, looksLike }) => `${looksLike} (${name})`)
    .join('; ')}; or a CSV with a column of times`;
}

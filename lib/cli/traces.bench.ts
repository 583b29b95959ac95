/**
 * Reading a trace of 500 MB, made up as it is read, smaller ones of other forms, and files that go beyond a limit: rows per second, and
 * how much memory the process takes at most, which must stay within what the limits of a trace can come to.
 */
import { grouped } from '@/lib/scenario/words';
import { readTrace } from '@/lib/workload/traces/read-trace';
import type { TraceFormat } from '@/lib/workload/traces/trace-format';

import type { BenchReport } from './bench-report';
import { warn } from './command';

const MEGABYTE = 1_000_000;
/**
 * For all cases in one process. 20 million rows with sessions take 400 MB, 50 million block ids 200 MB, and 4 million session names
 * 350 MB; the rest is the language's own and what its collector has not come to.
 */
const MOST_RESIDENT_MB = 1_400;

interface Case {
  readonly label: string;
  readonly megabytes: number;
  readonly format: TraceFormat;
  readonly header: string;
  row(i: number): string;
  /** What a refusal says; null where the file is read. */
  readonly refused: string | null;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** A clock for up to a month of hundredths of a second. */
function timestamp(i: number): string {
  const s = Math.floor(i / 100);
  const day = 1 + Math.floor(s / 86_400);
  return `2023-11-${two(day)} ${two(Math.floor(s / 3_600) % 24)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}.${two(i % 100)}00000`;
}

const azureRow = (i: number): string => `${timestamp(i)},${400 + (i % 977)},${i % 311}`;

const mooncakeRow = (i: number): string => {
  const ids = Array.from({ length: 20 }, (_, k) => (i * 20 + k) % 1_000_000);
  return `{"timestamp": ${i * 5}, "input_length": ${20 * 512}, "output_length": ${i % 400}, "hash_ids": [${ids.join(', ')}]}`;
};

const ownCsv: TraceFormat = {
  kind: 'csv',
  separator: ',',
  header: true,
  time: 'at',
  timeUnit: 'ms',
  inputTokens: 'in',
  outputTokens: null,
  session: 'session',
};

const CASES: readonly Case[] = [
  {
    label: 'Azure, 500 MB',
    megabytes: 500,
    format: { kind: 'azure' },
    header: 'TIMESTAMP,ContextTokens,GeneratedTokens',
    row: azureRow,
    refused: null,
  },
  { label: 'Mooncake, 100 MB', megabytes: 100, format: { kind: 'mooncake' }, header: '', row: mooncakeRow, refused: null },
  {
    label: 'own CSV, 100 MB, few sessions',
    megabytes: 100,
    format: ownCsv,
    header: 'at,in,session,note',
    row: (i) => `${i * 5},${i % 977},session-number-${i % 100_000},a note that nobody reads`,
    refused: null,
  },
  {
    label: 'own CSV, a session a row',
    megabytes: 500,
    format: ownCsv,
    header: 'at,in,session,note',
    row: (i) => `${i * 5},${i % 977},session-number-${i},`,
    refused: 'must have at most 4,000,000 different sessions',
  },
  {
    label: 'one line without an end',
    megabytes: 500,
    format: { kind: 'azure' },
    header: 'TIMESTAMP,ContextTokens,GeneratedTokens',
    row: () => '',
    refused: 'must have at most 1,000,000 bytes',
  },
];

export async function bench(report: BenchReport): Promise<void> {
  for (const one of CASES) {
    let rows = 0;
    let peak = 0;
    const startedMs = performance.now();
    const read = await readTrace(made(one), one.format, (progress) => {
      rows = progress.rows;
      peak = Math.max(peak, process.memoryUsage.rss());
      return true;
    });
    const elapsedMs = performance.now() - startedMs;
    peak = Math.max(peak, process.memoryUsage.rss());
    const said = read === null || read.ok ? null : read.problems[0]!.message;
    if (one.refused === null ? said !== null : said?.includes(one.refused) !== true) {
      throw new Error(`${one.label}: expected ${one.refused ?? 'a trace'}, got ${said ?? 'a trace'}`);
    }
    warn(
      `${one.label}: ${grouped(rows)} rows, ${Math.round(peak / MEGABYTE)} MB resident at most${said === null ? '' : `; ${said}`}`,
    );
    if (peak > MOST_RESIDENT_MB * MEGABYTE) throw new Error(`${one.label}: more than ${MOST_RESIDENT_MB} MB`);
    report({ bench: 'traces', case: one.label, nodes: 0, perSecond: Math.round(rows / (elapsedMs / 1_000)) });
  }
}

/** The file's bytes in pieces of about a megabyte. */
async function* made({ header, row, megabytes }: Case): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let bytes = 0;
  let i = 0;
  let text = header === '' ? '' : `${header}\n`;
  const endless = row(0) === '';
  while (bytes < megabytes * MEGABYTE) {
    while (text.length < MEGABYTE) text += endless ? 'x'.repeat(MEGABYTE) : `${row(i++)}\n`;
    const piece = encoder.encode(text);
    bytes += piece.length;
    text = '';
    yield piece;
  }
}

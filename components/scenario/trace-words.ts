/** Traces in an operator's words. */
import type { Problem } from '@/lib/base/result';
import type { TraceEntry } from '@/lib/scenario/schema';
import type { TraceStatistics } from '@/lib/worker/protocol';

import { formatCount, formatMs, formatPercent, formatRate, NOTHING, THIN } from '@/components/chart/format';

export const FORMAT_NAMES: Readonly<Record<TraceEntry['format']['kind'], string>> = {
  azure: 'Azure LLM inference trace',
  mooncake: 'Mooncake trace',
  'burst-gpt': 'BurstGPT trace',
  servegen: 'ServeGen windows',
  csv: 'CSV',
};

/** `8.4 kB`, `1.20 MB`: powers of ten, as file managers count. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes}${THIN}bytes`;
  if (bytes < 999_500) return `${three(bytes / 1e3)}${THIN}kB`;
  return bytes < 999_500_000 ? `${three(bytes / 1e6)}${THIN}MB` : `${three(bytes / 1e9)}${THIN}GB`;
}

function three(value: number): string {
  return value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
}

/** `28.3 min`, `14.0 days`: how long a record lasts. */
export function formatLasting(ms: number): string {
  if (ms < 120_000) return formatMs(ms);
  if (ms < 7_200_000) return `${three(ms / 60_000)}${THIN}min`;
  return ms < 172_800_000 ? `${three(ms / 3_600_000)}${THIN}h` : `${three(ms / 86_400_000)}${THIN}days`;
}

function figure(value: number | null): string {
  return value === null ? NOTHING : String(Number(value.toPrecision(3)));
}

/** What a trace looks like: a name and a figure a row. */
export function statisticsRows(found: TraceStatistics): readonly (readonly [name: string, figure: string])[] {
  if (found.kind === 'windows') {
    return [
      ['Windows', formatCount(found.windows)],
      ['Lasts', formatLasting(found.durationMs)],
      ['Mean rate', formatRate(found.meanRatePerS)],
      ['Peak rate', formatRate(found.peakRatePerS)],
      ['CV of gaps, weighted by rate', figure(found.rateWeightedCv)],
    ];
  }
  return [
    ['Requests', formatCount(found.rows)],
    ['Lasts', formatLasting(found.durationMs)],
    ['Mean rate', formatRate(found.meanRatePerS)],
    ['Input tokens: mean, p99', `${formatCount(found.meanInputTokens)}, ${formatCount(found.p99InputTokens)}`],
    ['Output tokens: mean, p99', `${formatCount(found.meanOutputTokens)}, ${formatCount(found.p99OutputTokens)}`],
    ['CV of gaps (Poisson has 1)', figure(found.interarrivalCv)],
    ['Dispersion per minute (Poisson has 1)', figure(found.indexOfDispersion60s)],
    ['At the instant of the one before', formatPercent(found.togetherFraction)],
  ];
}

/** The file that is asked for, so that a person can find it. */
export function fileWanted({ name, bytes, sha256 }: TraceEntry): string {
  return `${name}, ${bytes.toLocaleString('en-GB').replaceAll(',', THIN)}${THIN}bytes, SHA-256 ${sha256}`;
}

export function otherFile(name: string, wanted: readonly TraceEntry[]): Problem {
  const names = wanted.map((entry) => entry.name).join(', ');
  return {
    path: '',
    value: name,
    rule: `has another content than ${names}`,
    message: `${name} is as large as ${names}, and has another content. The scenario runs with that very file alone.`,
  };
}

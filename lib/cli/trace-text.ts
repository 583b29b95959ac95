import { grouped } from '@/lib/scenario/words';
import { formatName } from '@/lib/workload/traces/formats';
import { traceStatistics } from '@/lib/workload/traces/statistics';
import type { TraceReading } from '@/lib/workload/traces/trace-reader';

/** What a trace looks like, a line a figure. */
export function traceText(name: string, { trace, format, bytes, sha256, openEnd }: TraceReading): string {
  const columns =
    format.kind === 'csv'
      ? [
          ['time', `${format.time}, ${format.timeUnit === 'timestamp' ? 'a date and time' : `in ${format.timeUnit}`}`],
          ['input tokens', `${format.inputTokens ?? 'none, 0 for every request'}`],
          ['output tokens', `${format.outputTokens ?? 'none, 0 for every request'}`],
          ['session', `${format.session ?? 'none'}`],
        ]
      : [];
  const found = traceStatistics(trace);
  const figures =
    found.kind === 'windows'
      ? [
          ['windows', grouped(found.windows)],
          ['duration', seconds(found.durationMs)],
          ['mean rate', `${figure(found.meanRatePerS)} requests/s`],
          ['peak rate', `${figure(found.peakRatePerS)} requests/s`],
          ['CV of gaps, by rate', figure(found.rateWeightedCv)],
        ]
      : [
          ['requests', grouped(found.rows)],
          ['duration', seconds(found.durationMs)],
          ['mean rate', `${figure(found.meanRatePerS)} requests/s`],
          ['input tokens', tokens(found.meanInputTokens, found.medianInputTokens, found.p99InputTokens)],
          ['output tokens', tokens(found.meanOutputTokens, found.medianOutputTokens, found.p99OutputTokens)],
          ['CV of gaps', figure(found.interarrivalCv)],
          ['dispersion per minute', figure(found.indexOfDispersion60s)],
          ['at the same instant', `${figure(found.togetherFraction * 100)} %`],
        ];
  const lines = [['size', `${grouped(bytes)} bytes`], ['SHA-256', sha256], ...columns, ...figures];
  const open = openEnd ? '\nThe last line has no line end: if the file was cut there, its last number may be short.' : '';
  return `${name}: ${formatName(format.kind)}\n${lines.map(([what, value]) => `  ${what!.padEnd(22)}  ${value}`).join('\n')}${open}`;
}

function figure(value: number | null): string {
  return value === null ? 'not defined' : String(Number(value.toPrecision(6)));
}

function seconds(ms: number): string {
  return `${figure(ms / 1_000)} s`;
}

function tokens(mean: number, median: number, p99: number): string {
  return `mean ${figure(mean)}, median ${figure(median)}, p99 ${figure(p99)}`;
}

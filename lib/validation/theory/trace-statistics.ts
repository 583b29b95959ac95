/** Figures of recorded traffic: the product's reader and its statistics over a file beside the cases. */
import { z } from 'zod';

import { fail, ok, type Result } from '@/lib/base/result';
import { detectFormat, LINES_TO_DETECT } from '@/lib/workload/traces/formats';
import {
  traceStatistics,
  type RequestStatistics,
  type TraceStatistics,
  type WindowStatistics,
} from '@/lib/workload/traces/statistics';
import { TextLines } from '@/lib/workload/traces/text-lines';
import { TRACE_LIMITS } from '@/lib/workload/traces/trace';
import { TraceReader } from '@/lib/workload/traces/trace-reader';

import type { TheoryCase } from './case-file';
import { fileName } from './file-name';
import { alwaysPossible, nothingMore, type Ask, type Prepared, type Readings } from './harness';
import { firstProblems } from './problems';
import { metricIn, statesNoMore } from './statements';

const modelSchema = z.strictObject({ file: fileName });

const OF_REQUESTS: Readonly<Record<string, (of: RequestStatistics) => number | null>> = {
  rows: ({ rows }) => rows,
  duration: ({ durationMs }) => durationMs / 1_000,
  mean_input_tokens: ({ meanInputTokens }) => meanInputTokens,
  mean_output_tokens: ({ meanOutputTokens }) => meanOutputTokens,
  p99_input_tokens: ({ p99InputTokens }) => p99InputTokens,
  interarrival_cv: ({ interarrivalCv }) => interarrivalCv,
  index_of_dispersion_60s: ({ indexOfDispersion60s }) => indexOfDispersion60s,
};
const OF_WINDOWS: Readonly<Record<string, (of: WindowStatistics) => number | null>> = {
  mean_rate: ({ meanRatePerS }) => meanRatePerS,
  rate_weighted_cv: ({ rateWeightedCv }) => rateWeightedCv,
};

export function traceCases(theCase: TheoryCase): Result<Prepared> {
  const parsed = modelSchema.safeParse(theCase.model, { error: firstProblems.words });
  if (!parsed.success) return firstProblems.of(parsed.error.issues, theCase.model, theCase.id, 'model');
  const wrong = metricIn(theCase, [...Object.keys(OF_REQUESTS), ...Object.keys(OF_WINDOWS)]) ?? statesNoMore(theCase, []);
  if (wrong !== null) return fail(wrong);
  const { file } = parsed.data;
  const run = ({ metrics, files }: Ask): Readings => {
    const statistics = statisticsOf(file, files.get(file)!);
    return { values: Object.fromEntries(metrics.map((metric) => [metric, figure(metric, statistics, file)])) };
  };
  return ok({
    experiment: { key: JSON.stringify({ trace: file }), files: [file], tooMuch: alwaysPossible, run },
    check: nothingMore,
  });
}

function figure(metric: string, statistics: TraceStatistics, file: string): number {
  const found = statistics.kind === 'requests' ? OF_REQUESTS[metric]?.(statistics) : OF_WINDOWS[metric]?.(statistics);
  if (found === undefined) throw new Error(`${file} has one row for ${statistics.kind}, which have no ${metric}`);
  return found ?? NaN;
}

/** Throws with the reader's own sentence where the file is no trace. */
function statisticsOf(file: string, bytes: Uint8Array): TraceStatistics {
  const lines = new TextLines(TRACE_LIMITS.lineBytes);
  const first: string[] = [];
  lines.push(bytes, (text) => {
    if (text.length > 0) first.push(text);
    return first.length < LINES_TO_DETECT;
  });
  const detected = detectFormat(first);
  if (detected.kind === 'unknown') throw new Error(`${file} fits no form of a trace`);
  const reader = new TraceReader(detected.format);
  reader.push(bytes);
  const read = reader.finish();
  if (!read.ok) throw new Error(`${file}: ${read.problems[0]!.message}`);
  return traceStatistics(read.value.trace);
}

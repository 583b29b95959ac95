import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { detectFormat } from './formats';
import { requestStatistics, windowStatistics } from './statistics';
import { traceFacts, type RequestTrace, type Trace } from './trace';
import { requestsOf, SERVEGEN, traceOf, MOONCAKE } from './traces.fixture';

const SHARED = join(import.meta.dirname, '../../../../shared');
const THEORY = join(SHARED, 'validation/theory.json');
const TRACES = join(SHARED, 'traces');

function trace(timeMs: readonly number[], input: readonly number[] = timeMs.map(() => 1)): RequestTrace {
  return {
    kind: 'requests',
    timeMs: Float64Array.from(timeMs),
    inputTokens: Int32Array.from(input),
    outputTokens: Int32Array.from(input, (n) => 2 * n),
    session: null,
    blocks: null,
  };
}

describe('statistics of requests', () => {
  it('are those of a small trace worked by hand', () => {
    // Gaps 0, 10 s, 20 s, 60 s: mean 22.5, variance (22.5^2 + 12.5^2 + 2.5^2 + 37.5^2) / 4 = 518.75.
    const statistics = requestStatistics(trace([0, 0, 10_000, 30_000, 90_000], [50, 10, 40, 20, 30]));
    expect(statistics).toEqual({
      rows: 5,
      durationMs: 90_000,
      meanRatePerS: 4 / 90,
      meanInputTokens: 30,
      meanOutputTokens: 60,
      medianInputTokens: 30,
      medianOutputTokens: 60,
      p99InputTokens: expect.closeTo(49.6, 9) as number,
      p99OutputTokens: expect.closeTo(99.2, 9) as number,
      interarrivalCv: expect.closeTo(Math.sqrt(518.75) / 22.5, 12) as number,
      indexOfDispersion60s: 0,
      togetherFraction: 1 / 5,
    });
  });

  it('count half-open minutes and leave out the unfinished one', () => {
    // Minutes of 2, 1 and 3 arrivals; the one at 180 s opens a fourth that is not finished. Mean 2, variance 2/3.
    const times = [0, 59_999, 60_000, 120_000, 121_000, 179_999.9, 180_000];
    expect(requestStatistics(trace(times)).indexOfDispersion60s).toBeCloseTo(1 / 3, 12);
  });

  it('have no spread of gaps where there is none to have', () => {
    expect(requestStatistics(trace([0]))).toMatchObject({ interarrivalCv: null, indexOfDispersion60s: null, meanRatePerS: null });
    expect(requestStatistics(trace([0, 0, 0]))).toMatchObject({ interarrivalCv: null, togetherFraction: 2 / 3 });
    expect(requestStatistics(trace([0, 5, 10])).interarrivalCv).toBe(0);
  });
});

it('statistics of windows weigh the spread of gaps with the rate, where there is a fit', () => {
  const windows = traceOf(SERVEGEN, { kind: 'servegen' });
  if (windows.kind !== 'windows') throw new Error('no windows');
  expect(windowStatistics(windows)).toEqual({
    windows: 3,
    durationMs: 1_800_000,
    meanRatePerS: 6.5 / 3,
    peakRatePerS: 4.5,
    rateWeightedCv: (2 * 1.5 + 4.5 * 3) / 6.5,
  });
  expect(traceFacts(windows)).toEqual({ rows: 3, requests: 2 * 600 + 4.5 * 600, spanMs: 1_800_000 });
  expect(traceFacts(requestsOf(MOONCAKE, { kind: 'mooncake' }))).toEqual({ rows: 3, requests: 3, spanMs: 2_999 });
});

interface Case {
  readonly id: string;
  readonly family: string;
  readonly model: { readonly file: string };
  readonly metric: string;
  readonly unit: string;
  readonly expected: number;
  readonly tolerance: { readonly type: string; readonly value: number };
}

/** What the cases call the figures, in their units. */
function figures(of: Trace): Readonly<Record<string, number | null>> {
  if (of.kind === 'windows') {
    const { meanRatePerS, rateWeightedCv } = windowStatistics(of);
    return { mean_rate: meanRatePerS, rate_weighted_cv: rateWeightedCv };
  }
  const statistics = requestStatistics(of);
  return {
    rows: statistics.rows,
    duration: statistics.durationMs / 1_000,
    mean_input_tokens: statistics.meanInputTokens,
    mean_output_tokens: statistics.meanOutputTokens,
    p99_input_tokens: statistics.p99InputTokens,
    interarrival_cv: statistics.interarrivalCv,
    index_of_dispersion_60s: statistics.indexOfDispersion60s,
  };
}

describe.skipIf(!existsSync(THEORY) || !existsSync(TRACES))('published traces beside the project', () => {
  const cases = existsSync(THEORY)
    ? (JSON.parse(readFileSync(THEORY, 'utf8')) as { cases: Case[] }).cases.filter(
        ({ family, metric }) => family === 'trace' && metric !== 'prefix_hit_ratio',
      )
    : [];
  const files = existsSync(TRACES) ? readdirSync(TRACES) : [];

  it('are all there', () => {
    expect(cases.length).toBeGreaterThanOrEqual(38);
    expect(files).toEqual(expect.arrayContaining([...new Set(cases.map(({ model }) => model.file))]));
  });

  for (const file of new Set(cases.map(({ model }) => model.file))) {
    it(`${file}: every figure is the one that others computed`, () => {
      const bytes = readFileSync(join(TRACES, file));
      const detected = detectFormat(bytes.subarray(0, 20_000).toString('latin1').split(/\r?\n/).slice(0, 5));
      if (detected.kind !== 'known') throw new Error(`${file} is of no known form`);
      const found = figures(traceOf(bytes, detected.format));
      for (const { id, model, metric, expected, tolerance } of cases) {
        if (model.file !== file) continue;
        // Held closer than asked: the figures are printed to a thousandth, or to seven digits and more.
        const within = tolerance.value < 1e-5 ? 1e-8 * expected : Math.max(0.00051, 5e-5 * expected);
        expect(Math.abs(found[metric]! - expected), `${id}: ${found[metric]} for ${expected}`).toBeLessThanOrEqual(within);
      }
    });
  }
});

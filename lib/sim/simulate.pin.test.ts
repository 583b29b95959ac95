/**
 * Golden runs, each with its laws. The numbers are equal in every engine, since nothing but IEEE-exact operations goes into them;
 * `npm run test:engines` holds every engine of the machine to the same pins.
 */
import { describe, expect, it } from 'vitest';

import { mixedResultsDigest } from '@/lib/base/mixed-results.fixture';
import { SEMANTICS } from '@/lib/report/semantics';
import { arrivalsSchema } from '@/lib/scenario/schema/workload';

import { checkLaws } from './laws';
import { HOW_TO_PIN, MIXED_RESULTS, PINNED_SCENARIOS, pinnedRun, type Pins } from './pinned-runs.fixture';
import pinsFile from './pins.json';
import { simulate } from './simulate';

const pins: Pins = pinsFile;

describe('pinned', () => {
  it('are all presets and further runs, once each and under the number of the semantics', () => {
    expect(pins.semantics, HOW_TO_PIN).toBe(SEMANTICS);
    expect(
      pins.runs.map(({ id }) => id),
      HOW_TO_PIN,
    ).toEqual(Object.keys(PINNED_SCENARIOS));
  });

  it.each(Object.keys(PINNED_SCENARIOS))('%s runs as it was pinned, and by the laws', (id) => {
    const report = simulate(PINNED_SCENARIOS[id]!());
    checkLaws(report);
    expect(report.requests.arrived).toBeGreaterThan(500);
    expect(pinnedRun(id, report), HOW_TO_PIN).toEqual(pins.runs.find((one) => one.id === id));
  });

  it('with arrivals of every kind, in one of the runs', () => {
    const kinds = new Set(PINNED_SCENARIOS['every-kind']!().workload.map(({ arrivals }) => arrivals.kind));
    // All but a trace, which comes from a file.
    expect(kinds.size).toBe(arrivalsSchema.options.length - 1);
  });

  it('a million results of the functions that the platform could round in its own way', () => {
    expect(mixedResultsDigest(MIXED_RESULTS), HOW_TO_PIN).toBe(pins.mixedResults);
  });
});

import { PRESETS } from '@/lib/scenario/presets';
import type { ScenarioInput } from '@/lib/scenario/schema';

export const BROWN_OUT: ScenarioInput = PRESETS[0]!.scenario;

/** Millions of requests: many seconds of work on any machine. */
export const LONG: ScenarioInput = {
  ...BROWN_OUT,
  title: 'A long run',
  durationMs: 36_000_000,
  workload: BROWN_OUT.workload.map((one) => ({ ...one, arrivals: { kind: 'poisson', ratePerS: 150 } })),
};

import { describe, expect, it } from 'vitest';

import { addTimelineEntry } from '@/lib/scenario/edit';
import { preset, PRESETS } from '@/lib/scenario/presets';

import { THIN } from '@/components/chart/format';

import { faultProblem, newFault, USUAL_FAULTS, type FaultDraft } from './fault-draft';

const scenario = preset(PRESETS[0]!.id)!;

function problemsOf(part: Partial<FaultDraft>): string[] {
  const made = addTimelineEntry(scenario, { kind: 'fault', ...newFault(scenario), ...part });
  return made.ok ? [] : made.problems.map(faultProblem);
}

describe('newFault', () => {
  it('is a valid fault of every usual kind, in short runs too', () => {
    for (const fault of Object.values(USUAL_FAULTS)) expect(problemsOf({ fault })).toEqual([]);
    for (const durationMs of [1, 10, 7_999, 8_000, 86_400_000]) {
      const { atMs, untilMs } = newFault({ ...scenario, durationMs });
      expect(untilMs).toBeGreaterThan(atMs);
    }
  });
});

describe('faultProblem', () => {
  it('speaks of the fields of the form', () => {
    expect(problemsOf({ atMs: 5_000, untilMs: 1_000 })).toEqual(['Until must be later than From.']);
    expect(problemsOf({ fault: { kind: 'slow-down', factor: 0.5 } })).toEqual([`Slower by must be at least 1${THIN}×.`]);
    expect(problemsOf({ fault: { kind: 'grey', fraction: 1.5, afterMs: 5, as: 'error' } })).toEqual([
      `Share that fails must be at most 100${THIN}%.`,
    ]);
    expect(problemsOf({ target: { kind: 'node', id: 'us-east-1' } })[0]).toContain('did you mean "us-east-01"?');
  });
});

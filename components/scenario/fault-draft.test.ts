import { describe, expect, it } from 'vitest';

import { addTimelineEntry } from '@/lib/scenario/edit';
import { preset, PRESETS } from '@/lib/scenario/presets';

import { THIN } from '@/components/chart/format';

import { faultProblem, newFault, USUAL_FAULTS, withKind, type FaultDraft } from './fault-draft';

const scenario = preset(PRESETS[0]!.id)!;
const KINDS = Object.keys(USUAL_FAULTS) as (keyof typeof USUAL_FAULTS)[];

function problemsOf(part: Partial<FaultDraft>): string[] {
  const draft = { ...newFault(scenario), ...part };
  const made = addTimelineEntry(scenario, { kind: 'fault', ...draft });
  return made.ok ? [] : made.problems.map((one) => faultProblem(one, draft.fault));
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

describe('withKind', () => {
  const draft = { ...newFault(scenario), fault: USUAL_FAULTS['slow-down'], rampMs: 3_000 };

  it('keeps a growth only for kinds with a size', () => {
    expect(withKind(draft, 'packet-loss', scenario).rampMs).toBe(3_000);
    expect(withKind(draft, 'crash', scenario).rampMs).toBe(0);
  });

  it('gives a cold restart no end of its own, and the next kind one again', () => {
    const restart = withKind(draft, 'cold-restart', scenario);
    expect(restart.untilMs).toBeNull();
    expect(withKind(restart, 'crash', scenario).untilMs).toBe(newFault(scenario).untilMs);
    expect(withKind({ ...draft, untilMs: null }, 'crash', scenario).untilMs).toBeNull();
  });

  it('is valid for every kind after every kind before it', () => {
    KINDS.reduce((before, kind) => {
      const next = withKind(before, kind, scenario);
      expect(problemsOf(next)).toEqual([]);
      return next;
    }, draft as FaultDraft);
  });
});

describe('faultProblem', () => {
  it('speaks of the fields of the form', () => {
    expect(problemsOf({ atMs: 5_000, untilMs: 1_000 })).toEqual(['Until must be later than From.']);
    expect(problemsOf({ fault: { kind: 'slow-down', factor: 0.5 } })).toEqual([`Slower by must be at least 1${THIN}×.`]);
    expect(problemsOf({ fault: { kind: 'grey', fraction: 1.5, afterMs: 5, as: 'error' } })).toEqual([
      `Share that fails must be at most 100${THIN}%.`,
    ]);
    expect(problemsOf({ fault: { kind: 'packet-loss', fraction: -0.2 } })).toEqual([
      `Share that is lost must be at least 0${THIN}%.`,
    ]);
    expect(problemsOf({ target: { kind: 'share', fraction: 2, of: null } })).toEqual([
      `Share of nodes must be at most 100${THIN}%.`,
    ]);
    expect(problemsOf({ target: { kind: 'node', id: 'us-east-1' } })[0]).toContain('did you mean "us-east-01"?');
  });
});

import { beforeEach, describe, expect, it } from 'vitest';

import { experimentOf, THREE_STRATEGIES } from '@/lib/experiment/experiments.fixture';
import { parseExperiment } from '@/lib/experiment/parse';
import type { PlanKind } from '@/lib/experiment/schema';
import { parseScenario } from '@/lib/scenario/parse';
import { PRESETS } from '@/lib/scenario/presets';

import { firstScenario } from '@/components/scenario/scenario-store';

import { editPlan, editVariants, setSeed, takeExperiment, takeScenario, VARIANT_KINDS } from './experiment';
import { documentOf, isStale, useExperiment } from './experiment-store';
import { firstPlans } from './first-plans';

const state = () => useExperiment.getState();

beforeEach(() => takeScenario(firstScenario()));

describe('the experiment in hand', () => {
  it('starts with a plan of every kind that can be run, on every preset', () => {
    for (const { id, scenario: input } of PRESETS) {
      const parsed = parseScenario(input);
      if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
      takeScenario(parsed.value);
      for (const kind of Object.keys(firstPlans(parsed.value)) as PlanKind[]) {
        const whole = parseExperiment(documentOf(state(), kind));
        expect(whole.ok ? [] : [id, kind, ...whole.problems]).toEqual([]);
      }
    }
  });

  it('has the same variants in all three plans that compare, whichever was opened', () => {
    for (const kind of VARIANT_KINDS) {
      const plan = { kind, variants: THREE_STRATEGIES, fromMs: 1_000, untilMs: 2_000 };
      const times = kind === 'robustness' ? plan : { kind, variants: THREE_STRATEGIES };
      takeExperiment(experimentOf(times as Parameters<typeof experimentOf>[0]));
      for (const other of VARIANT_KINDS) {
        expect(state().plans[other].variants.map(({ id }) => id)).toEqual(['two', 'random', 'fewest']);
      }
    }
  });

  it('takes an edit of a plan, or answers what is wrong with it and stays as it was', () => {
    expect(editPlan('compare', (plan) => ({ ...plan, replications: 7 }))).toEqual([]);
    expect(state().plans.compare.replications).toBe(7);
    const before = state().plans;
    expect(editPlan('compare', (plan) => ({ ...plan, replications: 0 }))[0]).toMatchObject({
      path: 'plan.replications',
      value: '0',
      rule: 'must be at least 2',
    });
    expect(state().plans).toBe(before);
    expect(setSeed(-1)[0]).toMatchObject({ path: 'seed' });
    expect(setSeed(9)).toEqual([]);
    expect(state().seed).toBe(9);
  });

  it('makes the first variant the baseline again when the baseline is removed', () => {
    const [, second] = state().plans.compare.variants;
    expect(editVariants((now) => now, second!.id)).toEqual([]);
    expect(state().plans.compare.baseline).toBe(second!.id);
    expect(editVariants((now) => now.filter(({ id }) => id !== second!.id))).toEqual([]);
    expect(state().plans.compare.baseline).toBeNull();
  });

  it('names the setting that a variant cannot have', () => {
    const wrong = { id: 'wrong', title: '', patch: [{ path: 'client.retires', value: 1 }] };
    const [problem] = editVariants((now) => [...now, wrong]);
    expect(problem!.message).toContain('client.retires');
    expect(problem!.message).toContain('did you mean "retries"?');
  });

  it('knows that a run was of other settings', () => {
    const of = documentOf(state(), 'compare');
    const ended = { done: 1, total: 1, seconds: 1, secondsLeft: null, report: null, status: 'finished' } as const;
    useExperiment.setState({ progress: { compare: { of, ...ended } } });
    expect(isStale(state(), 'compare')).toBe(false);
    editPlan('compare', (plan) => ({ ...plan, replications: 3 }));
    expect(isStale(state(), 'compare')).toBe(true);
    expect(isStale(state(), 'load-curve')).toBe(false);
  });
});

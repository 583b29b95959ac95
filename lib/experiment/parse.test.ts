import { describe, expect, it } from 'vitest';

import { experimentOf, problemsWith, smallFleet, THREE_STRATEGIES } from './experiments.fixture';
import { EXPERIMENT_LIMITS } from './limits';
import { decodeExperimentLink, encodeExperimentLink, withoutExperimentDefaults } from './link';
import { parseExperiment, parseExperimentText } from './parse';
import { experimentJsonSchema } from './schema';

const compare = { kind: 'compare', variants: THREE_STRATEGIES };

describe('an experiment', () => {
  it('has all defaults written', () => {
    const { plan, seed } = experimentOf({ kind: 'compare', variants: [{ id: 'a' }] });
    expect(seed).toBe(1);
    expect(plan).toEqual({
      kind: 'compare',
      variants: [{ id: 'a', title: '', patch: [] }],
      baseline: null,
      numbers: 'common',
      replications: 20,
      precision: null,
      batch: 5,
    });
  });

  it.each([
    [{ ...compare, variants: [] }, 'plan.variants: needs at least one variant'],
    [
      { ...compare, variants: Array.from({ length: 13 }, (_, i) => ({ id: `v${i}` })) },
      'plan.variants: must have at most 12 entries',
    ],
    [{ ...compare, replications: 0 }, 'plan.replications: must be at least 2'],
    [{ ...compare, replications: 1_001 }, 'plan.replications: must be at most 1,000'],
    [
      { ...compare, baseline: 'randon' },
      'plan.baseline: must be one of the variants two, random, fewest; did you mean "random"?',
    ],
    [{ ...compare, variants: [{ id: 'a' }, { id: 'a' }] }, 'plan.variants[1].id: must not repeat the id of another entry'],
    [{ ...compare, precision: { metric: 'p98' } }, 'plan.precision.metric: must be one of mean, p50'],
    [
      { ...compare, variants: [{ id: 'a', patch: [{ path: 'client.retry', value: 1 }] }] },
      'plan.variants[0].patch: leads nowhere: client has timeoutMs',
    ],
    [
      { ...compare, variants: [{ id: 'a', patch: [{ path: 'client.retries', value: -1 }] }] },
      'plan.variants[0].patch: makes a scenario that is refused: client.retries must be at least 0',
    ],
    [{ kind: 'load-curve', variants: [{ id: 'a' }], loads: [0.5, 0.4] }, 'plan.loads[1]: must be above the load before it'],
    [{ kind: 'load-curve', variants: [{ id: 'a' }], slo: 'x' }, 'plan.slo: must be one of the SLOs latency'],
    [
      { kind: 'sweep', axes: [{ id: 'x', paths: ['client.retries'], values: [0, 'many'] }] },
      'plan.axes[0].values[1]: makes a scenario that is refused: client.retries must be a finite number',
    ],
    [
      { kind: 'sensitivity', parameters: [{ id: 'x', path: 'router.strategy', low: 0, high: 1 }] },
      'plan.parameters[0].path: must name a number',
    ],
    [
      { kind: 'sensitivity', parameters: [{ id: 'x', path: 'client.retries', low: 2, high: 2 }] },
      'plan.parameters[0].high: must be above low, which is 2',
    ],
    [
      { kind: 'optimise', space: [{ id: 'x', kind: 'number', path: 'client.timeoutMs', low: 0, high: 100 }] },
      'plan.space[0].low: must be at least 0.001',
    ],
    [
      { kind: 'optimise', space: [{ id: 'x', kind: 'number', path: 'breaker.openMs', low: 0, high: 100, scale: 'log' }] },
      'plan.space[0].low: must be above 0 on a logarithmic scale',
    ],
    [
      { kind: 'optimise', space: [{ id: 'x', kind: 'choice', path: 'client.cancel', values: ['never', 'sometimes'] }] },
      'plan.space[0].values[1]: makes a scenario that is refused: client.cancel must be one of never, queued, always',
    ],
    [
      { kind: 'robustness', variants: [{ id: 'a' }], fromMs: 3_000, untilMs: 2_000 },
      'plan.untilMs: must be after fromMs, which is 3000',
    ],
    [
      { kind: 'robustness', variants: [{ id: 'a' }], fromMs: 3_000, untilMs: 6_000 },
      "plan.untilMs: must be before the run's end at 6000 ms, so that recovery can be seen",
    ],
    [{ kind: 'guess' }, 'plan.kind: must be one of compare, load-curve, sweep, sensitivity, optimise, robustness'],
  ])('is refused where %o', (plan, rule) => {
    const found = problemsWith(plan);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(rule);
  });

  it('says where its scenario breaks a rule', () => {
    const found = problemsWith(compare, { scenario: smallFleet({ slos: [], groups: [] }) });
    expect(found).toEqual(['scenario.groups: needs at least one node group']);
    const region = smallFleet({ workload: [{ ...smallFleet().workload[0]!, origins: [{ region: 'south', weight: 1 }] }] });
    expect(problemsWith(compare, { scenario: region })[0]).toMatch(/^scenario\.workload\[0\]\.origins\[0\]\.region: /);
  });

  it('is refused where it would take too long, with the limit', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
    const axes = [
      { id: 'x', paths: ['client.timeoutMs'], values: hundred },
      { id: 'y', paths: ['breaker.openMs'], values: hundred },
    ];
    expect(problemsWith({ kind: 'sweep', axes })).toEqual(['plan.axes: must make at most 2,500 cells together']);
    const million = Array.from({ length: 1_000 }, (_, i) => i);
    expect(problemsWith({ kind: 'sweep', axes: [{ ...axes[0], values: million }, axes[1]] })).toEqual([
      'plan.axes[0].values: must have at most 100 entries',
    ]);
    const fifty = hundred.slice(0, 50);
    expect(problemsWith({ kind: 'sweep', axes: axes.map((axis) => ({ ...axis, values: fifty })), replications: 9 })).toEqual([
      'plan: must make at most 20,000 runs: fewer points, or fewer replications',
    ]);
    const heavy = smallFleet({ durationMs: 3_600_000 });
    const workload = [{ ...heavy.workload[0]!, arrivals: { kind: 'poisson', ratePerS: 2_000 } as const }];
    expect(
      problemsWith({ ...compare, replications: 1_000 }, { scenario: { ...heavy, workload, health: { probes: null } } })[0],
    ).toContain(`at most ${'2,000,000,000'} requests in all its runs`);
    expect(EXPERIMENT_LIMITS.requests).toBe(2_000_000_000);
  });

  it('from a newer version or broken text is refused with the reason', () => {
    const newer = parseExperiment({ version: 2 });
    expect(!newer.ok && newer.problems[0]!.message).toContain('made by a newer version');
    const broken = parseExperimentText('{"version": 1,');
    expect(!broken.ok && broken.problems[0]!.message).toContain('must be JSON');
  });
});

describe("an experiment's link", () => {
  const experiment = experimentOf({
    kind: 'sweep',
    axes: [{ id: 'retries', paths: ['client.retries'], values: [0, 1, 2] }],
  });

  it('gives the experiment back, and leaves defaults out', () => {
    const payload = encodeExperimentLink(experiment);
    expect(payload).toMatch(/^e1\.[A-Za-z0-9_-]+$/);
    expect(decodeExperimentLink(payload)).toEqual({ ok: true, value: experiment });
    expect(withoutExperimentDefaults(experiment).plan).toEqual({
      kind: 'sweep',
      axes: [{ id: 'retries', paths: ['client.retries'], values: [0, 1, 2] }],
    });
  });

  it('that is damaged or of a scenario opens nothing', () => {
    const payload = encodeExperimentLink(experiment);
    for (let i = 0; i < payload.length; i += 7) {
      const other = payload[i] === 'A' ? 'B' : 'A';
      expect(decodeExperimentLink(payload.slice(0, i) + other + payload.slice(i + 1)).ok).toBe(false);
    }
    expect(decodeExperimentLink(payload.slice(1)).ok).toBe(false);
  });
});

it('the JSON Schema of an experiment names every plan', () => {
  const text = JSON.stringify(experimentJsonSchema());
  for (const kind of ['compare', 'load-curve', 'sweep', 'sensitivity', 'optimise', 'robustness'])
    expect(text).toContain(`"${kind}"`);
});

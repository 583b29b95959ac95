import { describe, expect, it } from 'vitest';

import { parseScenario } from '@/lib/scenario/parse';
import type { ScenarioInput } from '@/lib/scenario/schema';

import { checkLaws } from './laws';
import type { Report } from './report';
import { oneNode, scenarioOf, type TimelineInput } from './scenarios.contract';
import { simulate, Simulation } from './simulate';

type Class = ScenarioInput['workload'][number];

/** Two nodes with the model `m` in the home region, one with `small` there, one with `m` abroad. 10 requests a second of 20 ms. */
function fleet(of: Partial<Class>, rest: Partial<ScenarioInput> = {}): ScenarioInput {
  const base = oneNode({ ratePerS: 10, durationMs: 20_000, slots: 8, service: { kind: 'constant', meanMs: 20 } });
  const [group] = base.groups;
  return {
    ...base,
    regions: [{ id: 'home' }, { id: 'abroad' }],
    network: { localMs: 0, remoteMs: 60 },
    models: [
      { id: 'm', capabilities: ['generate'] },
      { id: 'small', capabilities: ['generate', 'code'] },
    ],
    groups: [
      { ...group!, count: 2 },
      { ...group!, id: 'b', models: ['small'] },
      { ...group!, id: 'c', region: 'abroad' },
    ],
    workload: [{ ...base.workload[0]!, models: ['m'], regions: ['home'], ...of }],
    router: { policies: [], strategy: { id: 'round-robin' } },
    health: { probes: null, failureThreshold: 1_000 },
    client: { timeoutMs: 5_000, retries: 1, backoff: { kind: 'none' } },
    ...rest,
    timeline: [...(rest.timeline ?? []), { id: 'stop', kind: 'traffic', atMs: 18_000, class: 'w', ratePerS: 0 }],
  };
}
function run(input: ScenarioInput): Report {
  const report = simulate(scenarioOf(input));
  checkLaws(report);
  return report;
}
const attempts = (report: Report): number[] => report.nodes.map((node) => node.attempts);
const broken = (group: string, fault: Extract<TimelineInput, { kind: 'fault' }>['fault']): TimelineInput => ({
  id: `f-${group}`,
  kind: 'fault',
  atMs: 0,
  target: { kind: 'group', id: group },
  fault,
});
const errors = { kind: 'error-rate', fraction: 1, afterMs: 0 } as const;
const SMALL = { id: 'small', models: ['small'] };
const ABROAD = { id: 'abroad', regions: ['abroad'], models: ['m'] };
const calm = { failureThreshold: null } as const;

describe('a class that asks for regions and models', () => {
  it('is served by no others', () => {
    const report = run(fleet({}));
    expect(attempts(report).map((n) => n > 0)).toEqual([true, true, false, false]);
    expect(run(fleet({ models: [], regions: ['abroad'] })).latency.maxMs).toBeCloseTo(80, 6);
    expect(report.fallbacks).toBe(0);
  });

  it('says in a receipt why the others stand back', () => {
    const simulation = new Simulation(scenarioOf(fleet({})));
    simulation.explainAt = 0;
    while (simulation.explained === null && simulation.step());
    const reasons = simulation.explained!.receipt.candidates.map(({ node, standing, reason }) => [node, standing, reason]);
    expect(reasons).toContainEqual(['b-01', 'policy-rejected', 'the request asks for m']);
    expect(reasons).toContainEqual(['c-01', 'policy-rejected', 'the request asks for home']);
  });

  it('finds nobody with capacity where only others are left', () => {
    const timeline: TimelineInput[] = [{ id: 'd', kind: 'drain', atMs: 0, target: { kind: 'group', id: 'a' } }];
    const report = run(fleet({}, { timeline }));
    expect(report.requests.refused).toBe(report.requests.arrived);
    expect(report.refusals.NoCapacity).toBe(2 * report.requests.arrived);
  });
});

describe('a fallback', () => {
  it('is started over in when the tries are used up, with tries of its own', () => {
    const report = run(
      fleet({ fallbacks: [SMALL, ABROAD] }, { breaker: calm, timeline: [broken('a', errors), broken('b', errors)] }),
    );
    const { arrived } = report.requests;
    expect(report.requests.finished).toBe(arrived);
    // Two tries among two nodes, two on the one small node, one abroad.
    expect(attempts(report)).toEqual([arrived, arrived, 2 * arrived, arrived]);
    expect(report.fallbacks).toBe(2 * arrived);
    expect(report.classes[0]!.fallbacks).toBe(2 * arrived);
    expect(report.latency.maxMs).toBeCloseTo(80, 6);
  });

  it('is moved on to at once by a request that no node is left for', () => {
    const timeline: TimelineInput[] = [{ id: 'd', kind: 'drain', atMs: 0, target: { kind: 'group', id: 'a' } }];
    const report = run(fleet({ fallbacks: [SMALL] }, { timeline, client: { retries: 2, backoff: { kind: 'fixed', ms: 500 } } }));
    expect(report.requests.finished).toBe(report.requests.arrived);
    expect(report.refusals.NoCapacity).toBe(report.requests.arrived);
    expect(report.latency.maxMs).toBeCloseTo(20, 6);
  });

  it('ends a request as its last stage does', () => {
    const crash = { kind: 'slow-down', factor: 1_000 } as const;
    const timeline = [broken('a', errors), broken('b', crash)];
    const report = run(fleet({ fallbacks: [SMALL] }, { breaker: calm, timeline, client: { timeoutMs: 100, retries: 0 } }));
    expect(report.requests.timedOut + report.requests.inside).toBe(report.requests.arrived);
    expect(report.requests.failed).toBe(0);
  });

  it('takes what it does not say from its class, another capability too', () => {
    const timeline = [broken('a', errors)];
    const report = run(fleet({ fallbacks: [{ id: 'code', capability: 'code' }] }, { breaker: calm, timeline }));
    expect(report.requests.finished).toBe(report.requests.arrived);
    expect(report.nodes[2]!.attempts).toBe(report.requests.arrived);
  });

  it('starts when the budget refuses the retries, and is outside of it', () => {
    const client = { retries: 3, budget: { fraction: 0, minPerS: 0 } };
    const report = run(fleet({ fallbacks: [SMALL] }, { breaker: calm, timeline: [broken('a', errors)], client }));
    expect(report.requests.finished).toBe(report.requests.arrived);
    expect(report.retriesDenied).toBe(report.requests.arrived);
    expect(report.attempts.started).toBe(2 * report.requests.arrived);
  });

  it('must lead somewhere', () => {
    const said = (of: Partial<Class>): string[] => {
      const parsed = parseScenario(fleet(of));
      return parsed.ok ? [] : parsed.problems.map(({ message }) => message);
    };
    expect(said({ fallbacks: [{ id: 'x', regions: ['abrod'] }] })).toEqual([
      'workload[0].fallbacks[0].regions[0]: must be the id of a region of this scenario (they are home, abroad); did you mean "abroad"? (found "abrod").',
    ]);
    expect(said({ fallbacks: [{ id: 'x', regions: ['abroad'], models: ['small'] }] })).toEqual([
      'workload[0].fallbacks[0].models: must leave a group that serves generate with these regions and models (found a list of 1).',
    ]);
    expect(said({ fallbacks: [{ id: 'x', capability: 'embed' }] })).toEqual([
      'workload[0].fallbacks[0].capability: must be a capability that some group serves (they serve generate, code) (found "embed").',
    ]);
    expect(said({ fallbacks: [SMALL, SMALL] })[0]).toContain('workload[0].fallbacks[1].id: must differ');
  });
});

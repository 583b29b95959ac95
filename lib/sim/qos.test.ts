import { describe, expect, it } from 'vitest';

import type { ScenarioInput } from '@/lib/scenario/schema';

import { scenarioOf } from './scenarios.contract';
import { simulate } from './simulate';

type Policies = NonNullable<ScenarioInput['router']>['policies'];
type Class = Partial<ScenarioInput['workload'][number]>;

/** Two regions with one group each: `plain` is cheap and has no GPU; `fast` has one. Nothing fails by itself. */
function run(policies: Policies, asks: Class, rest: Partial<ScenarioInput> = {}): ReturnType<typeof simulate> {
  const group = { count: 2, models: ['m'], engine: { kind: 'slots' as const, slots: 2, queueLimit: 1_000 } };
  return simulate(
    scenarioOf({
      version: 1,
      durationMs: 4_000,
      regions: [{ id: 'here' }, { id: 'there', privacy: 'restricted' }],
      network: { localMs: 2, remoteMs: 20 },
      models: [{ id: 'm', capabilities: ['generate'] }],
      groups: [
        { id: 'plain', region: 'here', ...group, gpu: false, price: 0.1 },
        { id: 'fast', region: 'there', ...group, price: 0.7 },
      ],
      workload: [
        {
          id: 'w',
          origins: [{ region: 'here', weight: 1 }],
          arrivals: { kind: 'poisson', ratePerS: 10 },
          service: { kind: 'constant', meanMs: 50 },
          ...asks,
        },
      ],
      router: { strategy: { id: 'random' }, policies },
      client: { retries: 0 },
      ...rest,
    }),
  );
}

const groupsUsed = (report: ReturnType<typeof run>): string[] => [
  ...new Set(report.nodes.filter(({ attempts }) => attempts > 0).map(({ group }) => group)),
];
const NONE = { NoCapacity: 0, AllNodesUnhealthy: 0, QoSViolation: 0, PrivacyViolation: 0, AdmissionLimit: 0 };

describe('a class of requests', () => {
  it.each<[string, Policies, Class, string[]]>([
    ['goes anywhere where nothing is hard', [{ kind: 'gpu' }, { kind: 'cost' }], {}, ['plain', 'fast']],
    ['that prefers GPUs goes to them', [{ kind: 'gpu', mode: 'hard' }], {}, ['fast']],
    ['that does not goes anywhere', [{ kind: 'gpu', mode: 'hard' }], { preferGpu: false }, ['plain', 'fast']],
    ['pays no more than it tolerates', [{ kind: 'cost', mode: 'hard' }], { costTolerance: 60 }, ['plain']],
    ['stays where its privacy is kept', [{ kind: 'privacy', mode: 'hard' }], { privacy: 'confidential' }, ['fast']],
  ])('%s', (_name, policies, asks, groups) => {
    const report = run(policies, asks);
    expect(report.requests.arrived).toBeGreaterThan(20);
    expect(report.requests.refused).toBe(0);
    expect(groupsUsed(report)).toEqual(groups);
    expect(report.refusals).toEqual(NONE);
  });

  it.each<[keyof typeof NONE, Policies, Class]>([
    ['QoSViolation', [{ kind: 'max-latency', mode: 'hard' }], { maxLatencyMs: 1 }],
    ['QoSViolation', [{ kind: 'throughput', mode: 'hard' }], { minThroughput: 100_000 }],
    ['PrivacyViolation', [{ kind: 'privacy', mode: 'hard' }], { privacy: 'restricted' }],
    ['AllNodesUnhealthy', [{ kind: 'privacy' }], { privacy: 'restricted' }],
  ])('is refused with %s, which the report counts by name', (error, policies, asks) => {
    const report = run(policies, asks, { regions: [{ id: 'here' }, { id: 'there' }] });
    expect(report.requests.refused).toBe(report.requests.arrived);
    expect(report.refusals).toEqual({ ...NONE, [error]: report.requests.arrived });
  });

  it('finds no node while every one is full, and one without a queue as soon as one is not', () => {
    const report = run([{ kind: 'load', fullAt: 1, mode: 'hard' }], { arrivals: { kind: 'poisson', ratePerS: 150 } });
    // Eight slots of 50 ms and their round trips: at times all are taken, and no node ever has a queue.
    expect(report.refusals.QoSViolation).toBeGreaterThan(0);
    expect(report.requests.finished).toBeGreaterThan(0);
    expect(report.nodes.map(({ meanQueue }) => meanQueue)).toEqual([0, 0, 0, 0]);
  });

  it('leaves out of the refusals what arrives in the warm-up, and counts every try', () => {
    const asks = { maxLatencyMs: 1 };
    const policies: Policies = [{ kind: 'max-latency', mode: 'hard' }];
    const backoff = { kind: 'fixed', ms: 1 } as const;
    const report = run(policies, asks, { warmUpMs: 2_000, durationMs: 6_000, client: { retries: 2, backoff } });
    const { refused, inside } = report.requests;
    expect(refused).toBeGreaterThan(20);
    // Whoever is still between two tries when the run ends has made one or two.
    expect(report.refusals.QoSViolation).toBeGreaterThanOrEqual(3 * refused + inside);
    expect(report.refusals.QoSViolation).toBeLessThanOrEqual(3 * refused + 2 * inside);
  });

  it('follows a change of weight of a policy from the timeline', () => {
    const policies: Policies = [
      { kind: 'gpu', weight: 1 },
      { kind: 'cost', weight: 0 },
    ];
    const router = { strategy: { id: 'least-latency' as const }, policies };
    const weights = [{ policy: 'gpu' as const, weight: -1 }];
    expect(groupsUsed(run(policies, {}, { router }))).toEqual(['fast']);
    const timeline = [{ id: 'turn', kind: 'weights' as const, atMs: 2_000, weights }];
    expect(groupsUsed(run(policies, {}, { router, timeline }))).toEqual(['plain', 'fast']);
  });
});

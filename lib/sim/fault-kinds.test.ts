/** What each kind of fault does to a fleet of one or two nodes, in numbers. */
import { describe, expect, it } from 'vitest';

import type { ScenarioInput } from '@/lib/scenario/schema';

import { checkLaws } from './laws';
import { oneNode, scenarioOf } from './scenarios.contract';
import { simulate, Simulation } from './simulate';

type EntryInput = Extract<NonNullable<ScenarioInput['timeline']>[number], { kind: 'fault' }>;

/** Requests of 100 ms every 100 ms to two slots 10 ms away, from 0 to 10 s; nobody tries again, no breaker opens. */
function met(
  fault: EntryInput['fault'],
  rest: { readonly from?: number; readonly until?: number; readonly target?: EntryInput['target'] } & Partial<ScenarioInput> = {},
): Simulation {
  const { from = 2_000, until = 3_000, target = { kind: 'group', id: 'a' }, ...changes } = rest;
  return new Simulation(
    scenarioOf({
      ...oneNode({ slots: 2, service: { kind: 'constant', meanMs: 100 } }),
      workload: [
        {
          id: 'w',
          origins: [{ region: 'home', weight: 1 }],
          arrivals: { kind: 'deterministic', ratePerS: 10 },
          service: { kind: 'constant', meanMs: 100 },
        },
      ],
      network: { localMs: 20 },
      health: { probes: null, failureThreshold: 1_000 },
      breaker: { failureThreshold: 1_000 },
      client: { timeoutMs: 500, retries: 0 },
      timeline: [{ id: 'f', kind: 'fault', atMs: from, untilMs: until, target, fault }],
      ...changes,
    }),
  );
}

function ended(simulation: Simulation) {
  simulation.runUntil(Infinity);
  const report = simulation.report();
  checkLaws(report);
  return report;
}

const node = (simulation: Simulation) => simulation.nodesNow()[0]!;

describe('a partition', () => {
  it('lets nothing through either way, work on the node goes on, and whoever waits runs into the time-out', () => {
    const simulation = met({ kind: 'partition' });
    simulation.runUntil(2_200);
    expect([node(simulation).busy, node(simulation).faults, node(simulation).down]).toEqual([0, ['f'], false]);
    const { attempts, latency } = ended(simulation);
    // Ten that would have arrived in that second, and one whose answer would have left in it.
    expect(attempts.byOutcome).toMatchObject({ 'timed-out': 11, unreachable: 0, error: 0 });
    expect(latency.maxMs).toBeCloseTo(120, 9);
  });

  it('stops probes too, and what the node reports of its load', () => {
    const probed = met(
      { kind: 'partition' },
      { health: { probes: { intervalMs: 100, timeoutMs: 50, failureThreshold: 3, recoveryThreshold: 3 } } },
    );
    const { healthTransitions } = ended(probed);
    expect(healthTransitions.map(({ to }) => to)).toContain('unhealthy');
    const reporting = met({ kind: 'partition' }, { router: { policies: [], strategy: { id: 'join-idle-queue' } } });
    reporting.runUntil(2_500);
    const quiet = met({ kind: 'partition' }, { router: { policies: [], signals: { refreshMs: 100 } } });
    quiet.runUntil(2_950);
    expect(node(quiet).signalAgeMs).toBe(1_050);
    quiet.runUntil(3_050);
    expect(node(quiet).signalAgeMs).toBe(50);
    expect(ended(reporting).requests.finished).toBeGreaterThan(80);
  });

  it('lets a drained node go when the last client has given up', () => {
    const simulation = met(
      { kind: 'partition' },
      {
        timeline: [
          { id: 'f', kind: 'fault', atMs: 2_000, target: { kind: 'group', id: 'a' }, fault: { kind: 'partition' } },
          { id: 'd', kind: 'drain', atMs: 2_050, target: { kind: 'group', id: 'a' } },
        ],
      },
    );
    simulation.runUntil(2_400);
    expect([node(simulation).status, node(simulation).busy]).toEqual(['draining', 0]);
    simulation.runUntil(2_600);
    expect(node(simulation).status).toBe('removed');
  });
});

describe('packet loss', () => {
  const always = { from: 0, until: 10_000, durationMs: 10_000 } as const;

  it('loses requests and answers alike, and frees the slot of an answer that nobody hears', () => {
    const simulation = met({ kind: 'packet-loss', fraction: 0.2 }, { ...always, workload: [busy(500)], groups: many });
    const { requests, attempts } = ended(simulation);
    expect(attempts.byOutcome['timed-out'] + attempts.byOutcome.ok).toBe(requests.arrived - requests.inside);
    // Both ways: 0.64 of 5,000 requests; six standard deviations are 0.041.
    expect(Math.abs(requests.finished / requests.arrived - 0.64)).toBeLessThan(0.041);
    expect(node(simulation).busy).toBeLessThan(100);
  });

  it('of a model hits the attempts on that model alone, and no probes', () => {
    const models = ['m', 'n'].map((id) => ({ id, capabilities: [id === 'm' ? ('generate' as const) : ('embed' as const)] }));
    const lossy = met(
      { kind: 'packet-loss', fraction: 1 },
      {
        ...always,
        target: { kind: 'model', id: 'n' },
        models,
        groups: [{ ...many[0]!, models: ['m', 'n'] }],
        workload: [busy(20), { ...busy(20), id: 'e', capability: 'embed' }],
        health: { probes: { intervalMs: 100, timeoutMs: 50 }, failureThreshold: 1_000 },
      },
    );
    const { classes, healthTransitions } = ended(lossy);
    expect(classes.map(({ requests }) => requests.finished > 0)).toEqual([true, false]);
    expect(classes[0]!.requests.timedOut).toBe(0);
    expect(healthTransitions.filter(({ to }) => to === 'unhealthy')).toEqual([]);
  });

  it('draws the same losses whatever the strategy', () => {
    const lost = (['round-robin', 'power-of-two', 'random'] as const).map((id) => {
      const groups = [{ ...many[0]!, count: 3 }];
      const of = { ...always, groups, workload: [busy(100)], router: { policies: [], strategy: { id } } };
      return ended(met({ kind: 'packet-loss', fraction: 0.3 }, of)).requests.finished;
    });
    expect(new Set(lost).size).toBe(1);
  });
});

const many = [
  { id: 'a', region: 'home', count: 1, models: ['m'], engine: { kind: 'slots' as const, slots: 100, queueLimit: 1_000 } },
];
function busy(ratePerS: number): ScenarioInput['workload'][number] {
  return {
    id: 'w',
    origins: [{ region: 'home', weight: 1 }],
    arrivals: { kind: 'deterministic', ratePerS },
    service: { kind: 'constant', meanMs: 100 },
  };
}

describe('a queue that stalls', () => {
  it('starts nothing, while work in service goes on; then all that waits starts at once', () => {
    const simulation = met({ kind: 'queue-stall' }, { until: 2_450 });
    simulation.runUntil(2_200);
    expect([node(simulation).busy, node(simulation).queued]).toEqual([0, 2]);
    simulation.runUntil(2_449);
    expect([node(simulation).busy, node(simulation).queued]).toEqual([0, 5]);
    simulation.runUntil(2_450);
    expect([node(simulation).busy, node(simulation).queued]).toEqual([2, 3]);
    expect(ended(simulation).requests.finished).toBeGreaterThan(90);
  });
});

describe('a loss of capacity', () => {
  it('lets fewer start: one slot of two, and none of all', () => {
    const half = met({ kind: 'capacity-loss', fraction: 0.5 }, { workload: [busy(20)] });
    half.runUntil(2_900);
    expect(node(half).busy).toBe(1);
    expect(node(half).queued).toBeGreaterThan(5);
    const none = met({ kind: 'capacity-loss', fraction: 1 });
    none.runUntil(2_400);
    expect(node(none).busy).toBe(0);
  });
});

describe('a cold restart', () => {
  const coldStart = { warmUpMs: 1_000, speedFraction: 0.5 };
  const groups = [{ ...many[0]!, coldStart }];

  it('is a crash for its time, and is over then', () => {
    const simulation = met({ kind: 'cold-restart', downMs: 300 }, { groups });
    simulation.runUntil(2_299);
    expect([node(simulation).down, node(simulation).busy]).toEqual([true, 0]);
    simulation.runUntil(2_301);
    expect([node(simulation).down, node(simulation).faults]).toEqual([false, []]);
    const { attempts } = ended(simulation);
    // Three that came meanwhile, and the one or two in service.
    expect(attempts.byOutcome.unreachable).toBeGreaterThanOrEqual(4);
    expect(attempts.byOutcome.unreachable).toBeLessThanOrEqual(5);
  });

  it('is followed by the warm-up, in ten steps', () => {
    // Work of 1,000 ms, one in service throughout: what each second has done is what the speed was.
    const whole = { groups, client: { timeoutMs: 60_000, retries: 0 }, durationMs: 20_000 } as const;
    const long = [{ ...busy(0.4), service: { kind: 'constant' as const, meanMs: 1_000 } }];
    const usual = ended(met({ kind: 'cold-restart', downMs: 0 }, { ...whole, workload: long, from: 19_999, until: 20_000 }));
    const cold = ended(met({ kind: 'cold-restart', downMs: 0 }, { ...whole, workload: long, from: 10_000, until: 11_000 }));
    expect(usual.latency.maxMs).toBeCloseTo(1_020, 6);
    // The request of 10 s reaches it 10 ms into the warm-up: 90 ms at 0.5, nine steps of 100 ms from 0.55 to 0.95, the rest at full speed.
    expect(cold.latency.maxMs).toBeCloseTo(20 + 990 + (1_000 - 90 * 0.5 - 100 * 9 * 0.75), 6);
    const later = ended(met({ kind: 'cold-restart', downMs: 0 }, { ...whole, workload: long, from: 9_900, until: 11_000 }));
    // And 110 ms into it: 90 ms at 0.55, eight steps from 0.6 to 0.95.
    expect(later.latency.maxMs).toBeCloseTo(20 + 890 + (1_000 - 90 * 0.55 - 100 * 8 * 0.775), 6);
  });

  it('follows a crash, a join and a random failure that loses the work, and nothing else', () => {
    const slowest = (timeline: ScenarioInput['timeline']): number =>
      ended(met({ kind: 'crash' }, { groups, timeline, workload: [busy(10)] })).latency.maxMs!;
    const on = { kind: 'fault', target: { kind: 'group', id: 'a' }, atMs: 2_000, untilMs: 2_500 } as const;
    expect(slowest([{ ...on, id: 'f', fault: { kind: 'crash' } }])).toBeGreaterThan(160);
    expect(slowest([{ id: 'j', kind: 'join', atMs: 2_000, target: on.target, loadingMs: 100 }])).toBeGreaterThan(160);
    const random = { kind: 'random-failures', law: 'fixed', upMs: 400, downMs: 0 } as const;
    expect(slowest([{ ...on, id: 'f', fault: { ...random, work: 'lost' } }])).toBeGreaterThan(160);
    expect(slowest([{ ...on, id: 'f', fault: { ...random, work: 'resumed' } }])).toBeCloseTo(120, 9);
    expect(slowest([{ ...on, id: 'f', fault: { kind: 'partition' } }])).toBeCloseTo(120, 9);
  });
});

describe('failing probes', () => {
  it('make the routers think ill of a node that serves well', () => {
    const { healthTransitions, attempts, requests } = ended(
      met(
        { kind: 'probe-only' },
        { health: { probes: { intervalMs: 100, timeoutMs: 50, failureThreshold: 3, recoveryThreshold: 3 } } },
      ),
    );
    expect(healthTransitions.map(({ to }) => to)).toContain('unhealthy');
    expect(attempts.byOutcome.ok).toBe(attempts.started - requests.inside);
  });
});

describe('a node that fails at random', () => {
  const fixed = { kind: 'random-failures', law: 'fixed', upMs: 600, downMs: 300 } as const;
  const run = (fault: EntryInput['fault']) => ended(met(fault, { from: 0, until: 10_000 }));

  it('whose work is resumed and whose arrivals wait loses nothing but time', () => {
    const { attempts, latency, requests } = run({ ...fixed, work: 'resumed', arrivals: 'queued' });
    expect(attempts.byOutcome).toMatchObject({ unreachable: 0, 'timed-out': 0, error: 0 });
    expect(requests.finished).toBe(requests.arrived - requests.inside);
    expect(latency.maxMs).toBeGreaterThan(400);
  });

  it('whose work is resumed and whose arrivals are refused refuses those alone', () => {
    const { attempts, latency } = run({ ...fixed, work: 'resumed', arrivals: 'refused' });
    // Of 100 requests, a third of the time.
    expect(attempts.byOutcome.unreachable).toBeGreaterThan(25);
    expect(attempts.byOutcome.unreachable).toBeLessThan(42);
    expect(latency.maxMs).toBeCloseTo(420, 6);
  });

  it('whose work is lost and whose arrivals wait loses what is in service, and serves what came since', () => {
    const { attempts, latency } = run({ ...fixed, work: 'lost', arrivals: 'queued' });
    expect(attempts.byOutcome.unreachable).toBeGreaterThan(8);
    expect(attempts.byOutcome.unreachable).toBeLessThan(25);
    expect(latency.maxMs).toBeGreaterThan(300);
  });

  it('that loses all and restarts at once fails what it held and refuses nobody', () => {
    const simulation = met({ ...fixed, downMs: 0 }, { from: 0, until: 10_000 });
    while (simulation.step()) expect(node(simulation).down).toBe(false);
    const { attempts } = simulation.report();
    expect(attempts.byOutcome.unreachable).toBeGreaterThan(10);
    expect(attempts.byOutcome.ok).toBeGreaterThan(70);
  });
});

describe('a share of nodes', () => {
  it('is hit, the same nodes in every run of the seed', () => {
    const groups = [{ ...many[0]!, count: 10 }];
    const hit = (id: string): string[] => {
      const timeline = [
        { id, kind: 'fault', atMs: 0, target: { kind: 'share', fraction: 0.25 }, fault: { kind: 'crash' } },
      ] as const;
      const simulation = met({ kind: 'crash' }, { groups, timeline: [...timeline] });
      simulation.runUntil(100);
      return simulation.nodesNow().flatMap((one) => (one.down ? [one.node] : []));
    };
    expect(hit('x').length).toBe(3);
    expect(hit('x')).toEqual(hit('x'));
    expect(new Set(['x', 'y', 'z', 'u', 'v'].map((id) => hit(id).join())).size).toBeGreaterThan(1);
  });
});

describe('jitter of the network', () => {
  const spread = (jitter: NonNullable<ScenarioInput['network']>['jitter'], id: 'random' | 'round-robin' = 'round-robin') =>
    ended(
      met(
        { kind: 'slow-down', factor: 1 },
        {
          network: { localMs: 100, jitter },
          groups: [{ ...many[0]!, count: 3 }],
          workload: [busy(200)],
          router: { policies: [], strategy: { id } },
          client: { timeoutMs: 60_000, retries: 0 },
        },
      ),
    ).latency;

  it('uniform stays within its share of each way and has the same mean', () => {
    const { meanMs, maxMs, p99Ms } = spread({ kind: 'uniform', fraction: 0.5 });
    // Two ways of 25 to 75 ms each; the mean of 2,000 has a standard deviation of 0.46 ms.
    expect(Math.abs(meanMs! - 200)).toBeLessThan(3);
    expect(maxMs).toBeLessThanOrEqual(250);
    expect(p99Ms).toBeGreaterThan(235);
  });

  it('exponential is added to each way', () => {
    const { meanMs } = spread({ kind: 'exponential', meanMs: 30 });
    expect(Math.abs(meanMs! - 260)).toBeLessThan(6);
  });

  it('is the same for an attempt whatever the strategy, and none at all where its size is 0', () => {
    const jitter = { kind: 'exponential', meanMs: 30 } as const;
    expect(spread(jitter, 'random').meanMs).toBeCloseTo(spread(jitter).meanMs!, 9);
    for (const none of [
      { kind: 'uniform', fraction: 0 },
      { kind: 'exponential', meanMs: 0 },
    ] as const) {
      expect(spread(none)).toEqual(spread(null));
    }
  });

  it('changes nothing in the digest where its size is 0', () => {
    const of = (jitter: NonNullable<ScenarioInput['network']>['jitter']) =>
      simulate(
        scenarioOf({
          ...oneNode({ ratePerS: 20, service: { kind: 'exponential', meanMs: 40 } }),
          network: { localMs: 8, jitter },
        }),
      ).digest;
    expect(of({ kind: 'uniform', fraction: 0 })).toBe(of(null));
    expect(of({ kind: 'exponential', meanMs: 0 })).toBe(of(null));
  });
});

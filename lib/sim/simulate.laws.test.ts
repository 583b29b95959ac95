import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';
import { placesOf } from '@/lib/scenario/engines';
import type { Report } from '@/lib/sim/report';
import type { Scenario } from '@/lib/scenario/schema';

import { checkConservation, checkLaws } from './laws';
import type { LiveChange } from './live-change';
import { anyFault, NO_FAULTS, place } from './faults.fixture';
import { scenarioOf, smallScenario } from './scenarios.contract';
import { simulate, Simulation } from './simulate';

function whole(scenario: Scenario): Report {
  const report = simulate(scenario);
  checkLaws(report);
  return report;
}

describe('a run', () => {
  it('L1 keeps the laws of its report, and its columns add up to its totals', () => {
    fc.assert(
      fc.property(smallScenario, (scenario) => {
        const simulation = new Simulation(scenario);
        simulation.runUntil(Infinity);
        const report = simulation.report();
        checkLaws(report);
        const now = simulation.requestsNow();
        checkConservation(now, 'the whole run');
        const sum = (column: readonly number[]): number => column.reduce((a, b) => a + b, 0);
        expect(sum(report.series.offered)).toBe(now.arrived);
        expect(sum(report.series.completed)).toBe(now.finished);
        expect(sum(report.series.lost)).toBe(now.refused + now.failed + now.timedOut);
        expect(sum(report.series.attempts)).toBe(simulation.attemptsNow().started);
        if (scenario.warmUpMs === 0) expect(report.requests).toEqual(now);
        const tracks = simulation.tracks();
        expect(tracks.bins).toBe(report.series.offered.length);
        const over = (lists: readonly Float64Array[]): number[] => [
          ...Array.from({ length: tracks.bins }, (_, bin) => lists.reduce((n, list) => n + list[bin]!, 0)),
        ];
        for (const name of ['offered', 'completed', 'lost'] as const) {
          expect(over(tracks.classes.map(({ columns }) => columns[name]))).toEqual(report.series[name]);
        }
        expect(over(tracks.places.map(({ columns }) => columns.attempts))).toEqual(report.series.attempts);
        expect(over(tracks.places.map(({ columns }) => columns.ok))).toEqual(report.series.completed);
        const { errors, rejected, unreachable, timedOut } = report.series;
        const bad = errors.map((n, bin) => n + rejected[bin]! + unreachable[bin]! + timedOut[bin]!);
        expect(over(tracks.places.map(({ columns }) => columns.bad))).toEqual(bad);
        if (scenario.warmUpMs === 0) {
          report.classes.forEach((one, i) => {
            const { columns } = tracks.classes[i]!;
            expect(over([columns.offered]).reduce((a, b) => a + b, 0)).toBe(one.requests.arrived);
            expect(over([columns.completed]).reduce((a, b) => a + b, 0)).toBe(one.requests.finished);
          });
          report.nodes.forEach((node, i) => {
            expect(over([tracks.places[i]!.columns.attempts]).reduce((a, b) => a + b, 0)).toBe(node.attempts);
          });
        }
      }),
      lawRuns(100),
    );
  });

  it('L2 never runs backwards, leaves no slot idle beside a queue, and the router counts what clients wait for', () => {
    fc.assert(
      fc.property(smallScenario, (scenario) => {
        const simulation = new Simulation(scenario);
        const engines = new Map(scenario.groups.map((group) => [group.id, group.engine]));
        const kinds = new Map(scenario.timeline.map((entry) => [entry.id, entry.kind === 'fault' ? entry.fault.kind : null]));
        let before = 0;
        while (simulation.step()) {
          expect(simulation.nowMs).toBeGreaterThanOrEqual(before);
          before = simulation.nowMs;
          if (simulation.events % 7 !== 0) continue;
          const nodes = simulation.nodesNow();
          for (const node of nodes) {
            const engine = engines.get(node.group)!;
            const places = placesOf(engine) ?? Infinity;
            const holding = node.faults.map((id) => kinds.get(id)!);
            const failsAlone = holding.includes('random-failures');
            const heldBack = failsAlone || holding.includes('queue-stall') || holding.includes('capacity-loss');
            expect(node.busy).toBeLessThanOrEqual(places);
            expect(node.queued).toBeLessThanOrEqual(engine.queueLimit);
            if (node.queued > 0 && !heldBack) expect(node.busy).toBe(places);
            expect(node.probesInFlight).toBeLessThanOrEqual(node.inFlight);
            if (node.down && !failsAlone) expect(node.busy + node.queued).toBe(0);
            if (node.status === 'removed') expect(node.busy + node.queued + node.inFlight).toBe(0);
          }
          expect(nodes.reduce((n, node) => n + node.inFlight, 0)).toBe(simulation.attemptsNow().inFlight);
          checkConservation(simulation.requestsNow(), 'now');
        }
        expect(simulation.nowMs).toBe(scenario.durationMs);
        expect(simulation.finished).toBe(true);
      }),
      lawRuns(40),
    );
  });

  it('L3 is the same run in slices, by steps, cut by save and restore, and with every decision explained', () => {
    const cuts = fc.array(
      fc.record({
        dt: fc.double({ min: 0.1, max: 900, noNaN: true }),
        most: fc.constantFrom(3, 50, Infinity),
        cut: fc.boolean(),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(smallScenario, cuts, fc.boolean(), (scenario, slices, explain) => {
        let simulation = new Simulation(scenario);
        let toMs = 0;
        for (const { dt, most, cut } of slices) {
          toMs += dt;
          simulation.explainAt = explain ? simulation.decisions : -1;
          simulation.runUntil(toMs, most);
          if (!cut) continue;
          const state = structuredClone(simulation.save());
          const used = new Simulation(scenario);
          used.runUntil(700);
          used.restore(state);
          simulation.runUntil(toMs + 300);
          simulation = used;
        }
        if (explain) {
          do simulation.explainAt = simulation.decisions;
          while (simulation.step());
        }
        simulation.runUntil(Infinity);
        const once = new Simulation(scenario);
        once.runUntil(Infinity);
        expect(simulation.report()).toEqual(once.report());
        expect(simulation.tracks()).toEqual(once.tracks());
      }),
      lawRuns(60),
    );
  });

  it('L4 explains a decision as it was made', () => {
    fc.assert(
      fc.property(smallScenario, fc.nat(60), (scenario, index) => {
        const simulation = new Simulation(scenario);
        simulation.explainAt = index;
        while (simulation.explained === null && simulation.step());
        const { explained } = simulation;
        if (explained === null) return;
        expect(explained.index).toBe(index);
        const { decision } = explained.receipt;
        const picked = simulation
          .nodesNow()
          .map((node) => node.node)
          .filter((node) => simulation.lastDecisionFor(node)?.index === index);
        expect(picked).toEqual(decision.kind === 'routed' ? [decision.decision.target.node] : []);
      }),
      lawRuns(60),
    );
  });

  it('L5 does not notice a fault without effect', () => {
    fc.assert(
      fc.property(
        smallScenario,
        fc.integer({ min: 0, max: 4_000 }),
        fc.constantFrom('east', 'west'),
        (scenario, atMs, region) => {
          const timeline = NO_FAULTS.map((fault, i) => ({
            id: `nothing${i}`,
            kind: 'fault' as const,
            atMs: atMs + i,
            untilMs: i % 2 === 0 ? null : atMs + 900,
            target: i % 3 === 0 ? { kind: 'model' as const, id: 'm' } : { kind: 'region' as const, id: region },
            fault,
            rampMs: i < 3 ? 500 : 0,
          }));
          const report = whole(scenarioOf({ ...scenario, timeline: [...timeline, ...scenario.timeline] }));
          expect(report.digest).toBe(whole(scenario).digest);
        },
      ),
      lawRuns(50),
    );
  });

  it('L6 meets the same traffic whatever the strategy, the client and the faults, unless users wait for answers', () => {
    const open = smallScenario.filter(({ workload }) => workload.every(({ arrivals }) => arrivals.kind !== 'closed-loop'));
    fc.assert(
      fc.property(open, fc.constantFrom('round-robin' as const, 'least-connections' as const), (scenario, id) => {
        const traffic = scenario.timeline.filter((entry) => entry.kind === 'traffic');
        const other = {
          ...scenario,
          timeline: traffic,
          client: { ...scenario.client, retries: 2, timeoutMs: 333 },
          router: { ...scenario.router, strategy: { id } },
        };
        expect(whole(other).trafficHash).toBe(whole(scenario).trafficHash);
      }),
      lawRuns(40),
    );
  });

  it('L7 with live changes leaves a document whose fresh run is the same run', () => {
    const change: fc.Arbitrary<LiveChange> = fc.oneof(
      {
        weight: 4,
        arbitrary: fc
          .record({
            kind: fc.constant('fault' as const),
            forMs: fc.option(fc.integer({ min: 1, max: 6_000 })),
            broken: anyFault,
          })
          .map(({ broken, ...rest }) => ({ ...rest, ...broken })) as fc.Arbitrary<LiveChange>,
      },
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constant('clear-fault' as const),
          entry: fc.constantFrom('e0', 'e1', 'e2', 'live-1', 'live-2'),
        }),
      },
      { weight: 1, arbitrary: fc.constant<LiveChange>({ kind: 'strategy', strategy: { id: 'least-connections' } }) },
      { weight: 1, arbitrary: fc.constant<LiveChange>({ kind: 'weights', weights: [{ policy: 'latency', weight: 3 }] }) },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('traffic' as const),
          class: fc.constantFrom('chat', 'index', 'nobody'),
          ratePerS: fc.constantFrom(0, 25, 60),
        }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('drain' as const), target: place }) },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant('join' as const), target: place, loadingMs: fc.constantFrom(0, 400, 7_000) }),
      },
    );
    const steps = fc.array(
      fc.record({
        dt: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1_500, noNaN: true })),
        most: fc.constantFrom(1, 20, Infinity),
        change,
      }),
      { minLength: 1, maxLength: 10 },
    );
    let applied = 0;
    let refused = 0;
    fc.assert(
      fc.property(smallScenario, steps, (scenario, list) => {
        const simulation = new Simulation(scenario);
        let toMs = 0;
        for (const step of list) {
          toMs += step.dt;
          simulation.runUntil(toMs, step.most);
          const at = simulation.nextChangeMs();
          expect(at).toBeGreaterThan(simulation.nowMs);
          expect(at - simulation.nowMs).toBeLessThanOrEqual(1);
          const before = simulation.scenario;
          const result = simulation.apply(step.change);
          if (!result.ok) {
            refused++;
            expect(simulation.scenario).toBe(before);
            continue;
          }
          applied++;
          if (step.change.kind !== 'clear-fault') expect(result.value.atMs).toBe(at);
          expect(simulation.scenario.timeline).toContainEqual(result.value);
        }
        simulation.runUntil(Infinity);
        const fresh = whole(simulation.scenario);
        expect(simulation.report()).toEqual(fresh);
      }),
      lawRuns(120),
    );
    expect(applied).toBeGreaterThan(200);
    expect(refused).toBeGreaterThan(20);
  });
});

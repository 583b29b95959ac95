import fc from 'fast-check';
import { expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';

import { checkLaws } from './laws';
import { scenarioOf } from './scenarios.contract';
import { Simulation } from './simulate';

const DURATION_MS = 60_000;

/** Two groups at one place, traffic that ends early enough for the last queue to drain, clients who wait. */
const drained = fc.record({
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  strategy: fc.constantFrom(
    'least-latency',
    'least-connections',
    'round-robin',
    'weighted-random',
    'consistent-hash',
    'power-of-two',
  ),
  slots: fc.constantFrom(1, 3),
  speed: fc.constantFrom(0.5, 1, 4),
  localMs: fc.constantFrom(0, 6),
  ratePerS: fc.constantFrom(3, 20),
  service: fc.constantFrom(
    { kind: 'constant' as const, meanMs: 50 },
    { kind: 'exponential' as const, meanMs: 50 },
    { kind: 'lognormal' as const, meanMs: 50, cv: 1.5 },
  ),
  slowDown: fc.constantFrom(1, 3),
});

it('time inside is time on the way, in queues and in service, counted per request and over time alike (Little)', () => {
  fc.assert(
    fc.property(drained, (of) => {
      const engine = { kind: 'slots' as const, slots: of.slots, queueLimit: 100_000, speed: of.speed };
      const scenario = scenarioOf({
        version: 1,
        seed: of.seed,
        durationMs: DURATION_MS,
        regions: [{ id: 'home' }],
        network: { localMs: of.localMs },
        models: [{ id: 'm', capabilities: ['generate'] }],
        groups: [
          { id: 'a', region: 'home', count: 1, models: ['m'], engine },
          { id: 'b', region: 'home', count: 2, models: ['m'], engine: { ...engine, speed: 1 } },
        ],
        workload: [
          {
            id: 'w',
            origins: [{ region: 'home', weight: 1 }],
            arrivals: { kind: 'poisson', ratePerS: of.ratePerS },
            service: of.service,
          },
        ],
        router: { strategy: { id: of.strategy }, policies: [] },
        client: { timeoutMs: 3_600_000, retries: 0 },
        timeline: [
          {
            id: 'slow',
            kind: 'fault',
            atMs: 1_000,
            untilMs: 3_000,
            target: { kind: 'group', id: 'b' },
            fault: { kind: 'slow-down', factor: of.slowDown },
          },
          { id: 'end', kind: 'traffic', atMs: 5_000, class: 'w', ratePerS: 0 },
        ],
      });
      const simulation = new Simulation(scenario);
      let insideMs = 0;
      let sinceMs = 0;
      let inside = 0;
      while (simulation.step()) {
        insideMs += inside * (simulation.nowMs - sinceMs);
        sinceMs = simulation.nowMs;
        inside = simulation.requestsNow().inside;
      }
      const report = simulation.report();
      checkLaws(report);
      expect(report.requests.finished).toBe(report.requests.arrived);
      const waitedMs = (report.latency.meanMs ?? 0) * report.latency.count;
      const onNodesMs = report.nodes.reduce((sum, node) => sum + (node.meanQueue + node.utilisation * of.slots) * DURATION_MS, 0);
      expect(insideMs).toBeCloseTo(waitedMs, 4);
      expect(onNodesMs + report.requests.finished * of.localMs).toBeCloseTo(waitedMs, 4);
    }),
    lawRuns(60),
  );
});

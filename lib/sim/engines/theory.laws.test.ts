/**
 * Engines and random failures against closed forms. Tolerances are seven standard deviations of the estimate or more, taken from the spread of
 * sixteen seeds at this length (2.1, 5.0 and 1.8 percent for the shared processor; 1.6, 2.9, 2.8 and 2.5 for failures, in the order of the tests).
 */
import { describe, expect, it } from 'vitest';

import type { ScenarioInput } from '@/lib/scenario/schema';

import { checkLaws } from '../laws';
import type { Report } from '../report';
import { oneNode, scenarioOf } from '../scenarios.contract';
import { simulate, Simulation } from '../simulate';

const MEAN_MS = 100;
type Service = ScenarioInput['workload'][number]['service'];
type FaultInput = Extract<NonNullable<ScenarioInput['timeline']>[number], { kind: 'fault' }>['fault'];

/** One node at a load, for so many requests after a warm-up, met by a fault throughout. Nobody gives up, and no breaker opens. */
function nodeAt(
  load: number,
  service: Service,
  requests: number,
  of: { readonly engine?: ScenarioInput['groups'][number]['engine']; readonly fault?: FaultInput; readonly seed?: number } = {},
): Report {
  const ratePerS = (load * 1_000) / MEAN_MS;
  const base = oneNode({ ratePerS, service });
  const scenario = scenarioOf({
    ...base,
    seed: of.seed ?? 7,
    warmUpMs: 100_000,
    durationMs: Math.round(100_000 + (requests / ratePerS) * 1_000),
    groups: [{ ...base.groups[0]!, engine: of.engine ?? base.groups[0]!.engine }],
    health: { probes: null, failureThreshold: 1_000 },
    breaker: { failureThreshold: 1_000 },
    timeline:
      of.fault === undefined ? [] : [{ id: 'f', kind: 'fault', atMs: 0, target: { kind: 'group', id: 'a' }, fault: of.fault }],
  });
  const report = simulate(scenario);
  checkLaws(report);
  return report;
}

const off = (measured: number, expected: number): number => Math.abs(measured / expected - 1);

describe('a processor that everybody shares', () => {
  const engine = { kind: 'processor-sharing', limit: null } as const;

  it.each<[Service, number, number]>([
    // law, load, tolerance (relative)
    [{ kind: 'exponential', meanMs: MEAN_MS }, 0.7, 0.15],
    [{ kind: 'hyperexponential', meanMs: MEAN_MS, cv: 3 }, 0.7, 0.35],
    [{ kind: 'constant', meanMs: MEAN_MS }, 0.8, 0.13],
  ])('with work of %o at load %f answers in 1 / (1 - load) service times, whatever the law', (service, load, tolerance) => {
    const report = nodeAt(load, service, 60_000, { engine });
    expect(off(report.latency.meanMs! / MEAN_MS, 1 / (1 - load))).toBeLessThan(tolerance);
    // Busy is busy, however many share it.
    expect(off(report.nodes[0]!.utilisation, load)).toBeLessThan(0.06);
    expect(report.requests.finished).toBe(report.requests.arrived - report.requests.inside);
  });

  it('slows small work and large alike, by 1 / (1 - load)', () => {
    const load = 0.6;
    const base = oneNode({});
    const sizes = [20, 100, 700];
    const scenario = scenarioOf({
      ...base,
      durationMs: 5_000_000,
      warmUpMs: 100_000,
      groups: [{ ...base.groups[0]!, engine }],
      workload: sizes.map((meanMs, i) => ({
        ...base.workload[0]!,
        id: `w${i}`,
        arrivals: { kind: 'poisson', ratePerS: ((load / sizes.length) * 1_000) / meanMs },
        service: { kind: 'constant', meanMs },
      })),
    });
    const { classes } = simulate(scenario);
    classes.forEach(({ latency }, i) => expect(off(latency.meanMs! / sizes[i]!, 1 / (1 - load))).toBeLessThan(0.12));
  });
});

describe('a node that fails at random', () => {
  const exponential = { kind: 'exponential', meanMs: MEAN_MS } as const;
  const waits = { kind: 'random-failures', work: 'resumed', arrivals: 'queued' } as const;

  // Source: White & Christie, 1958; Avi-Itzhak & Naor, Operations Research 11, 1963. In service times: L, over the rate of arrivals.
  it('and whose work waits for the repair', () => {
    const [arrivals, failures, repairs] = [0.6, 0.05, 0.5];
    const sum = failures + repairs;
    const expected = (sum * sum + failures) / (sum * (repairs - arrivals * sum));
    expect(expected).toBeCloseTo(3.770053476, 9);
    const report = nodeAt(arrivals, exponential, 60_000, {
      fault: { ...waits, upMs: MEAN_MS / failures, downMs: MEAN_MS / repairs },
    });
    expect(off(report.latency.meanMs! / MEAN_MS, expected)).toBeLessThan(0.12);
    expect(report.requests.failed).toBe(0);
  });

  // Pollaczek and Khinchine on the time that a service takes with its repairs.
  it('only while it serves', () => {
    const [arrivals, failures, repairs] = [0.6, 0.1, 0.5];
    const mean = 1 + failures / repairs;
    const second = 2 * mean * mean + (2 * failures) / (repairs * repairs);
    const expected = mean + (arrivals * second) / (2 * (1 - arrivals * mean));
    expect(expected).toBeCloseTo(5.142857143, 9);
    const report = nodeAt(arrivals, exponential, 60_000, {
      fault: { ...waits, clock: 'while-serving', upMs: MEAN_MS / failures, downMs: MEAN_MS / repairs },
    });
    expect(off(report.latency.meanMs! / MEAN_MS, expected)).toBeLessThan(0.2);
  });

  // Source: Towsley & Tripathi, Operations Research Letters 10, 1991: the number inside is geometric.
  it.each([
    [0.8, 0.02, 2.881527307, 0.2],
    [1.5, 0.1, 6.358898944, 0.18],
  ])('at load %f, loses all it holds and restarts at once', (arrivals, crashes, expected, tolerance) => {
    const b = arrivals + 1 + crashes;
    const z = (b - Math.sqrt(b * b - 4 * arrivals)) / 2;
    expect(z / (1 - z)).toBeCloseTo(expected, 8);
    const report = nodeAt(arrivals, exponential, 60_000, {
      fault: { kind: 'random-failures', upMs: MEAN_MS / crashes, downMs: 0, work: 'lost', arrivals: 'refused' },
    });
    const [node] = report.nodes;
    expect(off(node!.utilisation + node!.meanQueue, expected)).toBeLessThan(tolerance);
    expect(off(report.requests.failed / report.requests.arrived, (crashes * expected) / arrivals)).toBeLessThan(tolerance);
  });

  it.each(['exponential', 'fixed'] as const)('by %s times is up for its share of the time, each node by itself', (law) => {
    const base = oneNode({ durationMs: 400_000 });
    const simulation = new Simulation(
      scenarioOf({
        ...base,
        groups: [{ ...base.groups[0]!, count: 50 }],
        workload: [{ ...base.workload[0]!, arrivals: { kind: 'poisson', ratePerS: 0.01 } }],
        timeline: [
          {
            id: 'f',
            kind: 'fault',
            atMs: 0,
            target: { kind: 'group', id: 'a' },
            fault: { kind: 'random-failures', upMs: 3_000, downMs: 1_000, law },
          },
        ],
      }),
    );
    let [down, both, looks] = [0, 0, 0];
    for (let atMs = 20_000; atMs < 400_000; atMs += 937) {
      simulation.runUntil(atMs);
      const nodes = simulation.nodesNow();
      looks += nodes.length;
      down += nodes.filter((node) => node.down).length;
      for (let i = 0; i < nodes.length; i += 2) if (nodes[i]!.down && nodes[i + 1]!.down) both += 2;
    }
    // A quarter of the time each, a sixteenth both of a pair.
    expect(off(down / looks, 1 / 4)).toBeLessThan(0.1);
    expect(off(both / looks, 1 / 16)).toBeLessThan(0.35);
  });
});

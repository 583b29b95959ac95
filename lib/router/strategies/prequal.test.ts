import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '@/lib/base/law-runs';
import { OUTCOME_CODE } from '@/lib/fleet/outcome';
import { emptyResult } from '../query';
import { aimed, end, load, nameOf, requestFor, send, smallFleet, type SmallFleet } from '../small-fleet.fixture';
import { SILENT } from '../trace';
import { poolLimit, prequal, usesOf, type PrequalSettings } from './prequal';
import { LatenciesByLoad } from './prequal-latencies';
import { RecentLoads } from './prequal-loads';
import { Probes } from './prequal-probes';

const USUAL: PrequalSettings = {
  id: 'prequal',
  poolSize: 16,
  probes: 3,
  removals: 1,
  maxAgeMs: 1_000,
  hotQuantile: 0.8408964152537145,
  delta: 1,
};
const fleetOf = (count: number, settings: Partial<PrequalSettings> = {}): SmallFleet =>
  smallFleet(
    Array.from({ length: count }, (_, i) => `n${i}`),
    {
      health: { failureThreshold: 1_000_000 },
      breaker: { failureThreshold: 1_000_000 },
      config: { strategy: { ...USUAL, ...settings } },
    },
  );

/** Answers by deployment, from 0. */
function answers(...list: readonly (readonly [load: number, latencyMs: number])[]): Probes {
  const probes = new Probes(16);
  list.forEach(([inFlight, latencyMs], deployment) => probes.add(deployment, inFlight, latencyMs, 0, 1, 16));
  return probes;
}

function best(probes: Probes, threshold: number): number {
  probes.heat(threshold);
  return probes.deployment[probes.ranked(0)]!;
}

function worst(probes: Probes, threshold: number): number {
  probes.heat(threshold);
  return probes.deployment[probes.worst]!;
}

/** Deployments, oldest first. */
function byAge(probes: Probes): number[] {
  return Array.from({ length: probes.size }, (_, age) => probes.deployment[probes.aged(age)]!);
}

describe('the hot-cold rule', () => {
  it('takes the fastest of the cold, however fast the hot are', () => {
    const probes = answers([2, 80], [3, 60], [4, 10], [0, 90]);
    expect(best(probes, 3)).toBe(1);
    expect(worst(probes, 3)).toBe(2);
  });

  it('takes the least loaded where all are hot', () => {
    expect(best(answers([7, 10], [5, 80], [6, 1]), 4)).toBe(1);
  });

  it('calls the slowest the worst where all are cold', () => {
    expect(worst(answers([2, 30], [1, 80], [0, 50]), 2)).toBe(1);
  });

  it('breaks ties by the other measure, then by registration', () => {
    expect(best(answers([2, 30], [1, 30], [1, 30]), 2)).toBe(1);
    expect(best(answers([5, 30], [5, 20], [5, 20]), 2)).toBe(1);
  });

  it('goes by load alone at quantile 0 and by latency alone at 1', () => {
    const loads = new RecentLoads();
    [3, 1, 2].forEach((one) => loads.add(one));
    const probes = answers([3, 5], [1, 90], [2, 40]);
    expect(best(probes, loads.quantile(0))).toBe(1);
    expect(best(probes, loads.quantile(1))).toBe(0);
  });
});

describe('the pool of answers', () => {
  it('has the paper’s uses of an answer, which small fleets would never end', () => {
    const uses = [25, 30, 50, 100, 1_000].map((members) => Number(usesOf(16, members, USUAL).toFixed(2)));
    expect(uses).toEqual([25, 5, 1.92, 1.32, 1.02]);
    for (let members = 1; members <= 24; members++) expect(usesOf(16, members, USUAL)).toBe(25);
  });

  it('holds at most half the members, and at least two', () => {
    expect([1, 2, 3, 4, 10, 31, 32, 5_000].map((members) => poolLimit(16, members))).toEqual([2, 2, 2, 2, 5, 15, 16, 16]);
    // Half the members leave a formula that ends: (1 + 1) / (1.5 - 1).
    expect(usesOf(5, 10, USUAL)).toBe(4);
  });

  it('keeps the newest answer of a deployment, and drops the oldest when full', () => {
    const probes = answers([1, 10], [2, 20], [3, 30]);
    probes.add(0, 9, 90, 5, 1, 3);
    expect(byAge(probes)).toEqual([1, 2, 0]);
    probes.add(7, 9, 90, 6, 1, 3);
    expect(byAge(probes)).toEqual([2, 0, 7]);
    probes.add(8, 9, 90, 6, 1, 2);
    expect(byAge(probes)).toEqual([7, 8]);
  });

  it('knows the quantiles of the last 128 loads', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(9), { minLength: 1, maxLength: 300 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (list, share) => {
          const loads = new RecentLoads();
          list.forEach((one) => loads.add(one));
          const again = new RecentLoads();
          again.restore(loads.save());
          const recent = list.slice(-128).sort((a, b) => a - b);
          const expected = recent.find((_, i) => i + 1 >= share * recent.length);
          expect([loads.quantile(share), again.quantile(share)]).toEqual([expected, expected]);
        },
      ),
      lawRuns(),
    );
  });

  it('estimates latency by the median of recent ones at about the same load', () => {
    const latencies = new LatenciesByLoad();
    expect(latencies.at(3, 2)).toBe(0);
    for (const latencyMs of [90, 10, 30, 20, 11, 12]) latencies.add(3, 1, latencyMs);
    for (const latencyMs of [300, 100, 200, 250]) latencies.add(3, 5, latencyMs);
    expect([0, 1, 2].map((one) => latencies.at(3, one))).toEqual([12, 12, 12]);
    // 5 and 6 are one step; the one of 3 is as far from it as from 1.
    expect([6, 900, 4, 3].map((one) => latencies.at(3, one))).toEqual([200, 200, 200, 12]);
    // A quiet time does not forget what a busy one has taught.
    for (let i = 0; i < 50; i++) latencies.add(3, 1, 70);
    expect([latencies.at(3, 1), latencies.at(3, 6), latencies.at(2, 6)]).toEqual([70, 200, 0]);
  });
});

/** Requests one after another, each answered before the next by `answer`; how often each node was picked. */
function serve(
  fleet: SmallFleet,
  count: number,
  answer: (deployment: number) => readonly ['ok' | 'error', number],
  stepMs = 1,
): number[] {
  const picks = Array.from({ length: fleet.catalog.size }, () => 0);
  for (let i = 0; i < count; i++) {
    const sent = send(fleet, i * stepMs, i);
    picks[sent.deployment]!++;
    const [outcome, latencyMs] = answer(sent.deployment);
    end(fleet, sent, outcome, latencyMs, i * stepMs);
  }
  return picks;
}

describe('prequal', () => {
  it('leaves a slow node alone', () => {
    const picks = serve(fleetOf(10), 1_000, (deployment) => ['ok', deployment === 4 ? 900 : 50 + deployment]);
    // It must answer once to be known as slow; a fair share is 100.
    expect(picks[4]).toBeGreaterThan(0);
    expect(picks[4]).toBeLessThan(10);
  });

  it('sends a node that fails fast more than its share, as the paper finds', () => {
    const picks = serve(fleetOf(10), 1_000, (deployment) => (deployment === 4 ? ['error', 1] : ['ok', 50]));
    expect(picks[4]).toBeGreaterThan(200);
  });

  it('floods no node that looks fast, however many quiet times it has had', () => {
    const fleet = fleetOf(40);
    // Each node answers one after another, 28 % of the time idle, every fifth at a third of the speed.
    const free = new Float64Array(40);
    const under: { readonly endMs: number; readonly latencyMs: number; readonly sent: ReturnType<typeof send> }[] = [];
    let deepest = 0;
    for (let i = 0; i < 6_000; i++) {
      const nowMs = 2 * i;
      under.sort((a, b) => a.endMs - b.endMs);
      while (under.length > 0 && under[0]!.endMs <= nowMs) {
        const { sent, latencyMs, endMs } = under.shift()!;
        end(fleet, sent, 'ok', latencyMs, endMs);
      }
      const sent = send(fleet, nowMs, i);
      const node = sent.deployment;
      const endMs = Math.max(free[node]!, nowMs) + (node % 5 === 0 ? 150 : 50);
      free[node] = endMs;
      under.push({ endMs, latencyMs: endMs - nowMs, sent });
      deepest = Math.max(deepest, fleet.router.inFlight(node));
    }
    expect(deepest).toBeLessThan(12);
  });

  it('keeps away from hot nodes, however fast', () => {
    const fleet = fleetOf(20);
    serve(fleet, 300, (deployment) => ['ok', deployment === 7 ? 5 : 60]);
    load(fleet, 7, 30);
    const picks = serve(fleet, 300, (deployment) => ['ok', deployment === 7 ? 5 : 60]);
    // What answers from before the load came are still good for.
    expect(picks[7]).toBeLessThan(10);
  });

  it('goes by what nodes report, where they do', () => {
    const fleet = fleetOf(20);
    for (let node = 0; node < 20; node++) fleet.router.signals.reportLoad(node, 0, node === 7 ? 0 : 6, 0);
    const picks = serve(fleet, 400, () => ['ok', 50]);
    expect(picks[7]).toBeGreaterThan(80);
  });

  it('picks at random once its answers are too old', () => {
    const fleet = fleetOf(6);
    serve(fleet, 50, (deployment) => ['ok', deployment === 2 ? 1 : 80]);
    const sentence = (nowMs: number): string => {
      const { decision } = fleet.router.explain(fleet.query, nowMs, aimed());
      return decision.kind === 'routed' ? decision.decision.reasoning : '';
    };
    expect(sentence(50)).toMatch(/^n\d is the fastest of the cold nodes probed \(\d+\.0 ms with \d in flight\)\.$/);
    expect(sentence(1_050)).toMatch(
      /^Fewer than two probes have answers to use, and n\d was drawn at random from 6 eligible nodes\.$/,
    );
  });

  it('passes over answers of nodes that are no members now', () => {
    const fleet = fleetOf(4);
    serve(fleet, 40, (deployment) => ['ok', deployment === 2 ? 1 : 80]);
    fleet.query.tried[0] = 2;
    fleet.query.triedCount = 1;
    const result = emptyResult();
    for (let i = 0; i < 60; i++) {
      fleet.router.route(fleet.query, 40, aimed(i), result);
      expect(nameOf(fleet, result)).not.toBe('n2');
    }
  });

  it.each([1, 2, 3, 5])('has no edge at %s nodes', (count) => {
    const picks = serve(fleetOf(count), 600, () => ['ok', 50]);
    for (const one of picks) expect(one).toBeGreaterThan(600 / count / 4);
  });

  it('sends fractions of a probe as they add up', () => {
    const fleet = fleetOf(30, { probes: 0.25, removals: 0 });
    const strategy = prequal({ ...USUAL, probes: 0.25, removals: 0 });
    const pool = fleet.router.poolFor(requestFor('r'), 1);
    const probed = Array.from({ length: 12 }, (_, i) => {
      strategy.picked(0, 0, pool, aimed(i));
      return (strategy.save()[3] as number) / 5;
    });
    expect(probed.slice(0, 8)).toEqual([0, 0, 0, 1, 1, 1, 1, expect.any(Number)]);
    expect(probed[7]).toBeGreaterThanOrEqual(1);
  });

  it('goes on exactly from a saved state', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 120 }), fc.nat(3), (count, before, variant) => {
        const settings = { ...USUAL, probes: [3, 1.3, 0.7, 6][variant]!, removals: [1, 0.3, 0, 2][variant]! };
        const fleet = fleetOf(count, settings);
        const tell = (strategy: ReturnType<typeof prequal>, from: number, to: number): number[] => {
          const picks: number[] = [];
          for (let i = from; i < to; i++) {
            const chance = aimed(i);
            const request = requestFor('r');
            const pool = fleet.router.poolFor(request, 7 * i);
            const picked = strategy.pick(0, pool, chance, SILENT);
            strategy.picked(picked, 0, fleet.router.poolFor(request, 7 * i), chance);
            strategy.heard(picked, OUTCOME_CODE.ok, 10 + ((i * 37) % 90), 7 * i, pool.situation);
            picks.push(picked);
          }
          return picks;
        };
        const one = prequal(settings);
        tell(one, 0, before);
        const two = prequal(settings);
        two.restore(JSON.parse(JSON.stringify(one.save())) as number[]);
        expect(tell(two, before, before + 60)).toEqual(tell(one, before, before + 60));
        expect(two.save()).toEqual(one.save());
      }),
      lawRuns(40),
    );
  });
});

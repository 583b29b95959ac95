import { describe, expect, it } from 'vitest';
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';
import { aimed, end, load, nameOf, requestFor, send, smallFleet, type SmallFleet } from '../small-fleet.fixture';
import { decayed, observed } from './peak-ewma';
import { itKeepsTheContract } from './strategy.contract';
import { createStrategy, strategies, type StrategyId, type StrategySettings } from './table';
import { usualSettings } from './usual-settings.fixture';
import { pickShares } from './weighted-random';

for (const id of Object.keys(strategies) as StrategyId[]) {
  usualSettings(id).forEach((settings, i) =>
    itKeepsTheContract(i === 0 ? id : `${id} (${i + 1})`, () => createStrategy(settings)),
  );
}

const fleetWith = (strategy: StrategySettings, names: readonly string[] = ['a', 'b', 'c', 'd']): SmallFleet =>
  smallFleet(names, { config: { strategy } });
const sequence = (fleet: SmallFleet, count: number): (string | null)[] =>
  Array.from({ length: count }, (_, i) => nameOf(fleet, send(fleet, 10 + i, i)));

describe('least-latency', () => {
  it('picks the highest score, and herds', () => {
    const fleet = fleetWith({ id: 'least-latency' });
    for (let i = 0; i < 5; i++) fleet.health.reportSuccess('c', 100);
    expect(sequence(fleet, 3)).toEqual(['c', 'c', 'c']);
  });
});

describe('least-connections', () => {
  it('reads what is in flight, the first registered among equals', () => {
    const fleet = fleetWith({ id: 'least-connections' });
    [2, 1, 1, 3].forEach((count, deployment) => load(fleet, deployment, count));
    expect(sequence(fleet, 5)).toEqual(['b', 'c', 'a', 'b', 'c']);
  });
});

describe('round-robin', () => {
  it('takes the next by registration and starts over', () => {
    expect(sequence(fleetWith({ id: 'round-robin' }), 6)).toEqual(['a', 'b', 'c', 'd', 'a', 'b']);
  });

  it('keeps its place when nodes are left out, come and go', () => {
    const fleet = fleetWith({ id: 'round-robin' });
    sequence(fleet, 2);
    for (let i = 0; i < 3; i++) fleet.health.reportFailure('c');
    expect(sequence(fleet, 1)).toEqual(['d']);
    fleet.catalog.deregister('llama', 'a');
    for (let i = 0; i < 2; i++) fleet.health.reportSuccess('c', 100);
    expect(sequence(fleet, 2)).toEqual(['b', 'c']);
    fleet.catalog.deregister('llama', 'c');
    expect(sequence(fleet, 2)).toEqual(['d', 'b']);
  });
});

const TWO: StrategySettings = { id: 'power-of-two', choices: 2, replacement: false };

describe('power-of-two', () => {
  it('never picks the only busiest node, nor the same node twice', () => {
    const fleet = fleetWith(TWO, ['a', 'b', 'c']);
    load(fleet, 1, 50);
    const picks = Array.from({ length: 500 }, (_, i) => {
      fleet.router.route(fleet.query, 1, aimed(i), result);
      return nameOf(fleet, result);
    });
    expect(new Set(picks)).toEqual(new Set(['a', 'c']));
  });

  it('draws evenly, with most of the fleet out too', () => {
    // Two idle nodes of 60 are left, each drawn first half the time: 1,000 fair draws, |z| < 5.3 fails once in 10^7.
    const fleet = fleetWith(
      TWO,
      Array.from({ length: 60 }, (_, i) => `n${i}`),
    );
    for (let i = 0; i < 60; i++) if (i !== 7 && i !== 41) for (let k = 0; k < 3; k++) fleet.health.reportFailure(`n${i}`);
    let first = 0;
    for (let i = 0; i < 1_000; i++) {
      fleet.router.route(fleet.query, 1, aimed(i), result);
      expect([7, 41]).toContain(result.deployment);
      if (result.deployment === 7) first++;
    }
    expect(Math.abs(first - 500) / Math.sqrt(250)).toBeLessThan(5.3);
  });
});

describe('power-of-two with other settings', () => {
  it('takes the idlest of as many as it draws, and may draw a node twice', () => {
    const names = Array.from({ length: 5 }, (_, i) => `n${i}`);
    const all = fleetWith({ id: 'power-of-two', choices: 5, replacement: false }, names);
    const twice = fleetWith({ id: 'power-of-two', choices: 2, replacement: true }, names);
    for (const fleet of [all, twice]) [4, 3, 1, 2, 9].forEach((count, deployment) => load(fleet, deployment, count));
    const picks = (fleet: SmallFleet): Set<number> => {
      const seen = new Set<number>();
      for (let i = 0; i < 400; i++) {
        fleet.router.route(fleet.query, 1, aimed(i), result);
        seen.add(result.deployment);
      }
      return seen;
    };
    expect(picks(all)).toEqual(new Set([2]));
    // Only a node drawn twice can win against nobody: the busiest is picked once in 25.
    expect(picks(twice)).toEqual(new Set([0, 1, 2, 3, 4]));
  });
});

describe('random', () => {
  it('draws every eligible node as often, whatever its load', () => {
    const fleet = fleetWith({ id: 'random' });
    load(fleet, 0, 40);
    for (let k = 0; k < 3; k++) fleet.health.reportFailure('b');
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 3_000; i++) {
      fleet.router.route(fleet.query, 1, aimed(i), result);
      counts[result.deployment]!++;
    }
    expect(counts[1]).toBe(0);
    // Chi-square with 2 degrees of freedom exceeds 27.7 with a probability of 1e-6.
    expect([0, 2, 3].reduce((sum, d) => sum + (counts[d]! - 1_000) ** 2 / 1_000, 0)).toBeLessThan(27.7);
  });
});

describe('join-idle-queue', () => {
  it('lets idle nodes take turns, and draws where nobody is idle', () => {
    const fleet = fleetWith({ id: 'join-idle-queue' });
    load(fleet, 1, 1);
    expect(sequence(fleet, 3)).toEqual(['a', 'c', 'd']);
    const { decision } = fleet.router.explain(fleet.query, 20, aimed());
    expect(decision.kind === 'routed' && decision.decision.reasoning).toMatch(
      /^Nobody of 4 eligible nodes is idle, and [abcd] was drawn at random\.$/,
    );
    expect(new Set(sequence(fleet, 60)).size).toBe(4);
  });
});

describe('peak-ewma', () => {
  it('jumps to a worse latency and forgets it in time', () => {
    // The vector of the reference document, tau 10 s: 0.1 s, then 50 ms after 5 s, then 400 ms after 5 s, then 10 s idle.
    expect(observed(100, 5_000, 50, 10_000)).toBeCloseTo(80.327, 3);
    expect(observed(80.327, 5_000, 400, 10_000)).toBe(400);
    expect(decayed(400, 10_000, 10_000)).toBeCloseTo(147.152, 3);
  });

  it('leaves a slow node alone, and a node whose first answer is awaited', () => {
    const fleet = fleetWith({ id: 'peak-ewma', choices: 2, decayMs: 10_000, penaltyMs: 1e6 }, ['a', 'b', 'c']);
    const [toA, toB] = [load(fleet, 0, 1)[0]!, load(fleet, 1, 1)[0]!];
    end(fleet, toA, 'ok', 900, 10);
    end(fleet, toB, 'ok', 30, 10);
    load(fleet, 2, 1);
    const picks = new Set(
      Array.from({ length: 60 }, (_, i) => {
        fleet.router.route(fleet.query, 20, aimed(i), result);
        return nameOf(fleet, result);
      }),
    );
    // c never wins; a wins against c alone.
    expect(picks).toEqual(new Set(['a', 'b']));
    const busy = load(fleet, 1, 40);
    const other = Array.from({ length: 60 }, (_, i) => {
      fleet.router.route(fleet.query, 20, aimed(i), result);
      return nameOf(fleet, result);
    });
    expect(busy.length).toBe(40);
    // 30 ms times 41 is more than 900 ms once.
    expect(other.filter((name) => name === 'a').length).toBeGreaterThan(30);
  });
});

const result = { deployment: -1, error: 0 as const, probe: false, epoch: 0 };

describe('weighted-random', () => {
  const spread = (): SmallFleet => {
    const fleet = fleetWith({ id: 'weighted-random' }, ['a', 'b', 'c', 'd', 'e']);
    [30, 900, 2_600, 4_200, 600].forEach((latencyMs, i) => {
      for (let k = 0; k < 40; k++) fleet.health.reportSuccess('abcde'[i]!, latencyMs);
    });
    fleet.router.setWeight('latency', 5);
    return fleet;
  };

  it('matches its probabilities', () => {
    const fleet = spread();
    const shares = pickShares(fleet.router.poolFor(requestFor('r'), 1));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(Math.max(...shares) / Math.min(...shares)).toBeGreaterThan(2);
    const picks = new Float64Array(5);
    const draws = 20_000;
    const chance = new CounterStream(3);
    for (let i = 0; i < draws; i++) {
      fleet.router.route(fleet.query, 1, chance.aim(SUBSYSTEM.routing, i), result);
      picks[result.deployment]!++;
    }
    // Chi-square with 4 degrees of freedom exceeds 33.4 with a probability of 1e-6.
    const chiSquare = shares.reduce((sum, share, i) => sum + (picks[i]! - draws * share) ** 2 / (draws * share), 0);
    expect(chiSquare).toBeLessThan(33.4);
  });

  it('gives no weight to totals below 0, and takes the best where none is above', () => {
    const fleet = fleetWith({ id: 'weighted-random' }, ['a', 'b']);
    for (const kind of ['health', 'locality', 'cost'] as const) fleet.router.setWeight(kind, 0);
    fleet.router.setWeight('latency', -20);
    for (let k = 0; k < 200; k++) fleet.health.reportSuccess('b', 4_990);
    // a: (1 - 18) / 5 is below 0; b: (1 - 20 x 0.0038) / 5 is above.
    expect([...pickShares(fleet.router.poolFor(requestFor('r'), 1))]).toEqual([0, 1]);
    fleet.router.setWeight('latency', -2_000);
    expect([...pickShares(fleet.router.poolFor(requestFor('r'), 1))]).toEqual([0, 1]);
    expect(new Set(sequence(fleet, 20))).toEqual(new Set(['b']));
  });
});

describe('consistent-hash', () => {
  const KEYS = Array.from({ length: 2_000 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 0);
  const placing = (fleet: SmallFleet): (string | null)[] => KEYS.map((key) => nameOf(fleet, send(fleet, 1, 1, { key })));
  const names = Array.from({ length: 10 }, (_, i) => `n${i}`);
  const ring = { id: 'consistent-hash', form: 'ring', virtualNodes: 100, tableSize: 65_537, boundedLoad: null } as const;

  it('moves only the keys of a node that leaves, and gives them back', () => {
    const fleet = fleetWith(ring, names);
    const before = placing(fleet);
    for (let k = 0; k < 3; k++) fleet.health.reportFailure('n4');
    const sick = placing(fleet);
    for (let k = 0; k < 2; k++) fleet.health.reportSuccess('n4', 10);
    expect(placing(fleet)).toEqual(before);
    fleet.catalog.deregister('llama', 'n4');
    const gone = placing(fleet);
    expect(gone).toEqual(sick);
    before.forEach((node, i) => (node === 'n4' ? expect(gone[i]).not.toBe('n4') : expect(gone[i]).toBe(node)));
    expect(before.filter((node) => node === 'n4').length).toBeGreaterThan(0);
  });

  it('moves keys only to a node that joins', () => {
    const fleet = fleetWith(ring, names);
    const before = placing(fleet);
    fleet.catalog.register('llama', 'n10', 'here', ['generate']);
    fleet.health.register('n10');
    const after = placing(fleet);
    const moved = after.filter((node, i) => node !== before[i]);
    expect(new Set(moved)).toEqual(new Set(['n10']));
    expect(moved.length).toBeGreaterThan(KEYS.length / 11 / 2);
  });

  it('gives every node of a Maglev table its share within 2 %, whatever the order of registration', () => {
    const maglev = { ...ring, form: 'maglev' } as const;
    const keys = Array.from({ length: 65_537 }, (_, key) => key);
    const table = (order: readonly string[]): (string | null)[] => {
      const fleet = fleetWith(maglev, order);
      return keys.map((key) => nameOf(fleet, send(fleet, 1, 1, { key })));
    };
    const slots = table(names);
    expect(table([...names].reverse())).toEqual(slots);
    for (const name of names) {
      const held = slots.filter((node) => node === name).length;
      expect(Math.abs(held / 6_553.7 - 1)).toBeLessThan(0.02);
    }
    // A node that leaves takes its own tenth with it, and few other slots move.
    const moved = table(names.slice(1)).filter((node, slot) => slots[slot] !== 'n0' && node !== slots[slot]).length;
    expect(moved / keys.length).toBeLessThan(0.05);
  });

  it.each(['ring', 'maglev'] as const)('lets no node of a bounded %s hold more than its share, whatever the keys', (form) => {
    const fleet = fleetWith({ ...ring, form, boundedLoad: 1.25 }, names);
    for (let sent = 0; sent < 200; sent++) {
      // Two keys make up all the traffic.
      send(fleet, 1, 1, { key: sent % 2 === 0 ? 77 : 4_000_000_000 });
      const most = Math.ceil((1.25 * (sent + 1)) / names.length);
      for (let node = 0; node < names.length; node++) expect(fleet.router.inFlight(node)).toBeLessThanOrEqual(most);
    }
  });

  it('spreads keys over all nodes, none with more than twice its share', () => {
    const counts = new Map<string | null, number>();
    for (const node of placing(fleetWith(ring, names))) counts.set(node, (counts.get(node) ?? 0) + 1);
    expect(counts.size).toBe(10);
    expect(Math.max(...counts.values())).toBeLessThan((2 * KEYS.length) / 10);
  });

  it('keeps a session on its node, and hashes the request where there is none', () => {
    const { router } = fleetWith(ring, names);
    const nodeFor = (id: string, session?: string): string => {
      const decision = router.decide(requestFor(id, session === undefined ? {} : { session }), 1, aimed());
      return decision.kind === 'routed' ? decision.decision.target.node : 'refused';
    };
    expect(new Set(['r1', 'r2', 'r3', 'r4'].map((id) => nodeFor(id, 'session-9'))).size).toBe(1);
    expect(new Set(Array.from({ length: 40 }, (_, i) => nodeFor(`r${i}`))).size).toBeGreaterThan(5);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '@/lib/base/law-runs';
import type { DeploymentIndex } from '@/lib/fleet/ids';
import type { NodeSnapshot } from '@/lib/fleet/snapshot';
import { aimed, load, requestFor, smallFleet, trip, type FleetOptions, type SmallFleet } from '../small-fleet.fixture';
import { SILENT } from '../trace';
import type { Strategy } from './strategy';

interface Shape {
  readonly nodes: number;
  readonly loads: readonly number[];
  readonly latencies: readonly number[];
  readonly down: readonly boolean[];
  /** Whether the node has said anything of its engine. */
  readonly speaks: readonly boolean[];
  readonly window: { readonly maxCandidates: number | null; readonly minScore: number | null };
  readonly keys: readonly number[];
}

const shapes = fc.record<Shape>({
  nodes: fc.integer({ min: 1, max: 40 }),
  loads: fc.array(fc.nat(3), { minLength: 40, maxLength: 40 }),
  latencies: fc.array(fc.constantFrom(20, 400, 4_000, 403), { minLength: 40, maxLength: 40 }),
  down: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
  speaks: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
  window: fc.record({
    maxCandidates: fc.option(fc.integer({ min: 1, max: 12 })),
    minScore: fc.option(fc.constantFrom(0.1, 0.8)),
  }),
  keys: fc.array(fc.integer({ min: 0, max: 0xffffffff }), { minLength: 1, maxLength: 12 }),
});

function fleetOf(shape: Shape, options: FleetOptions = {}): SmallFleet {
  const names = Array.from({ length: shape.nodes }, (_, i) => `n${i}`);
  const fleet = smallFleet(names, { ...options, config: { window: shape.window, ...options.config } });
  for (let i = 0; i < shape.nodes; i++) {
    load(fleet, i, shape.loads[i]!);
    if (shape.speaks[i]) fleet.router.signals.report(i, snapshotOf(shape.loads[i]!, shape.latencies[i]!), 90);
    fleet.health.reportSuccess(names[i]!, shape.latencies[i]!);
    if (shape.down[i]) trip(fleet, i, 100);
  }
  return fleet;
}

const PROMPT = [11, 22, 33, 44];
const ASKED = requestFor('r', { promptBlocks: PROMPT });

function snapshotOf(load: number, latencyMs: number): NodeSnapshot {
  return {
    queued: load,
    running: latencyMs % 7,
    kvUsedFraction: load / 4,
    prefillBlocks: 5 * load,
    decodeBlocks: latencyMs / 20,
    cachedBlocks: new Set(PROMPT.slice(0, latencyMs % 5)),
  };
}

/** Members of the pool, by registration, listed by another pool object than the one a strategy sees. */
function membersOf({ router }: SmallFleet): DeploymentIndex[] {
  const pool = router.poolFor(requestFor('members'), 100);
  pool.settle();
  return Array.from({ length: pool.size }, (_, place) => pool.at(place));
}

/** What every strategy promises. */
export function itKeepsTheContract(name: string, create: () => Strategy): void {
  describe(`${name} keeps the contract of strategies`, () => {
    const pickFrom = (fleet: SmallFleet, strategy: Strategy, key: number, entity: number): DeploymentIndex =>
      strategy.pick(key, fleet.router.poolFor(ASKED, 100), aimed(entity), SILENT);

    const carryOut = (fleet: SmallFleet, strategy: Strategy, picked: DeploymentIndex, key: number, entity: number): void => {
      if (picked !== -1) strategy.picked(picked, key, fleet.router.poolFor(ASKED, 100), aimed(entity));
    };

    it('picks a member of the pool, and nobody from an empty one', () => {
      fc.assert(
        fc.property(shapes, (shape) => {
          const fleet = fleetOf(shape);
          const members = membersOf(fleetOf(shape));
          const strategy = create();
          for (const [i, key] of shape.keys.entries()) {
            const picked = pickFrom(fleet, strategy, key, i);
            if (members.length === 0) expect(picked).toBe(-1);
            else expect(members).toContain(picked);
            carryOut(fleet, strategy, picked, key, i);
          }
        }),
        lawRuns(),
      );
    });

    it('picks the same in the same state with an equally aimed stream, and a pick alone changes nothing', () => {
      fc.assert(
        fc.property(shapes, (shape) => {
          const [one, two] = [fleetOf(shape), fleetOf(shape)];
          const [a, b] = [create(), create()];
          for (const [i, key] of shape.keys.entries()) {
            const before = a.save();
            const picked = pickFrom(one, a, key, i);
            expect(a.save()).toEqual(before);
            expect(pickFrom(one, a, key, i)).toBe(picked);
            expect(pickFrom(two, b, key, i)).toBe(picked);
            carryOut(one, a, picked, key, i);
            carryOut(two, b, picked, key, i);
          }
        }),
        lawRuns(50),
      );
    });

    it('goes on from a saved state, which is plain data', () => {
      fc.assert(
        fc.property(shapes, (shape) => {
          const fleet = fleetOf(shape);
          const [a, b] = [create(), create()];
          for (const [i, key] of shape.keys.entries()) {
            const picked = pickFrom(fleet, a, key, i);
            carryOut(fleet, a, picked, key, i);
          }
          b.restore(JSON.parse(JSON.stringify(a.save())) as number[]);
          for (const [i, key] of shape.keys.entries())
            expect(pickFrom(fleet, b, key, 100 + i)).toBe(pickFrom(fleet, a, key, 100 + i));
        }),
        lawRuns(50),
      );
    });

    it('does not depend on who came and went before', () => {
      fc.assert(
        fc.property(shapes, fc.integer({ min: 1, max: 5 }), (shape, gone) => {
          const fleet = fleetOf(shape);
          const other = fleetOf(shape);
          // Others register and leave again: deployments keep their order, the lists have been rebuilt.
          for (let i = 0; i < gone; i++) other.catalog.register('llama', `gone-${i}`, 'here', ['generate'], { slots: 4 });
          pickFrom(other, create(), 0, 0);
          for (let i = 0; i < gone; i++) other.catalog.deregister('llama', `gone-${i}`);
          for (const [i, key] of shape.keys.entries())
            expect(pickFrom(other, create(), key, i)).toBe(pickFrom(fleet, create(), key, i));
        }),
        lawRuns(50),
      );
    });

    it('breaks ties among equals by registration or by its draw, whatever the names', () => {
      const names = ['m', 'b', 'z', 'a'];
      const picks = (order: readonly string[]): (DeploymentIndex | string)[] => {
        const fleet = smallFleet(order);
        const strategy = create();
        return [1, 2, 3].map((i) => {
          const picked = pickFrom(fleet, strategy, 4_000_000_000 - i, i);
          carryOut(fleet, strategy, picked, 4_000_000_000 - i, i);
          // Only a ring looks at names; there, the same node must win whatever the order of registration.
          return name.startsWith('consistent-hash') ? fleet.catalog.nodeIdOf(picked) : picked;
        });
      };
      expect(picks([...names].reverse())).toEqual(picks(names));
    });
  });
}

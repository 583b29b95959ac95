import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lawRuns } from '@/lib/base/law-runs';
import { SumTree } from './sum-tree';
import { Tournament } from './tournament';

const changes = fc.array(fc.record({ place: fc.nat(40), value: fc.option(fc.constantFrom(-3, -0.5, 0, 0.1, 0.2, 7)) }), {
  maxLength: 80,
});

it('a tournament has the winners of a sorted list after every change, ties to the lower place', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 41 }), changes, fc.nat(12), (places, list, most) => {
      const tree = new Tournament();
      tree.clear(places);
      tree.play();
      const values = new Map<number, number>();
      const into = new Int32Array(12);
      for (const { place, value } of list.filter((change) => change.place < places)) {
        if (value === null) {
          tree.vacate(place);
          values.delete(place);
        } else {
          tree.put(place, value);
          values.set(place, value);
        }
        const sorted = [...values].sort(([p, a], [q, b]) => b - a || p - q).map(([one]) => one);
        expect([tree.winner, tree.size]).toEqual([sorted[0] ?? -1, sorted.length]);
        expect([...into.subarray(0, tree.best(most, into))]).toEqual(sorted.slice(0, most));
        expect(tree.winner).toBe(sorted[0] ?? -1);
        for (const least of [-1, 0.1, 9]) {
          const enough = [...values].filter(([one, worth]) => one >= most && worth >= least).map(([one]) => one);
          expect(tree.firstFrom(most, least)).toBe(enough.length === 0 ? -1 : Math.min(...enough));
        }
      }
    }),
    lawRuns(),
  );
});

it('a sum tree has the bits of one that was filled at once, whatever the order of changes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 41 }), changes, (places, list) => {
      const [tree, filled] = [new SumTree(), new SumTree()];
      tree.clear(places);
      const values = new Float64Array(places);
      for (const { place, value } of list) {
        if (place >= places) continue;
        values[place] = Math.abs(value ?? 0);
        tree.put(place, values[place]);
      }
      filled.clear(places);
      values.forEach((value, place) => filled.seat(place, value));
      filled.add();
      expect(tree.sum).toBe(filled.sum);
      for (const share of [0, 0.3, 0.999999]) {
        if (tree.sum === 0) continue;
        const leaf = tree.find(share * tree.sum);
        expect(leaf).toBe(filled.find(share * filled.sum));
        expect(values[leaf]).toBeGreaterThan(0);
      }
    }),
    lawRuns(),
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { EventHeap } from './heap';
import { lawRuns } from './law-runs';

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ time: fc.integer({ min: 0, max: 12 }), kind: fc.integer({ min: 0, max: 9 }) }) },
  { weight: 2, arbitrary: fc.constant('pop' as const) },
  { weight: 1, arbitrary: fc.constant('reload' as const) },
);

describe('EventHeap', () => {
  it('pops in the order of a sorted list, through growth, save and restore', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        let heap = new EventHeap(2);
        const twin: { time: number; kind: number; sequence: number }[] = [];
        let sequence = 0;
        const popBoth = (): void => {
          twin.sort((x, y) => x.time - y.time || x.kind - y.kind || x.sequence - y.sequence);
          const least = twin.shift();
          expect(heap.topTime()).toBe(least === undefined ? Infinity : least.time / 4);
          if (least !== undefined) {
            const top = heap.top();
            expect([heap.kindOf(top), heap.aOf(top), heap.bOf(top)]).toEqual([least.kind, least.sequence, 7 - least.kind]);
          }
          heap.pop();
          expect(heap.size).toBe(twin.length);
        };
        for (const s of steps) {
          if (s === 'pop') popBoth();
          else if (s === 'reload') {
            const fresh = new EventHeap(1);
            fresh.restore(structuredClone(heap.save()));
            heap = fresh;
          } else {
            heap.push(s.time / 4, s.kind, sequence, sequence, 7 - s.kind);
            twin.push({ ...s, sequence: sequence++ });
          }
        }
        while (twin.length > 0) popBoth();
        expect(heap.size).toBe(0);
      }),
      lawRuns(150),
    );
  });

  it('throws on a NaN time', () => {
    expect(() => new EventHeap().push(NaN, 1, 1, 0, 0)).toThrow(/NaN/);
  });

  it('lists what is pending of one kind', () => {
    const heap = new EventHeap(1);
    heap.push(3, 2, 1, 11, 12);
    heap.push(1, 5, 2, 21, 22);
    heap.push(2, 2, 3, 31, 32);
    const seen: number[][] = [];
    heap.forEach(2, (time, a, b) => seen.push([time, a, b]));
    expect(seen.sort()).toEqual([
      [2, 31, 32],
      [3, 11, 12],
    ]);
  });
});

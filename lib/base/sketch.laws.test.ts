import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from './law-runs';
import { Sketch } from './sketch';

const value = fc.oneof(fc.double({ min: 1e-5, max: 1e12, noNaN: true }), fc.integer({ min: 1, max: 5_000 }), fc.constant(0));
const values = fc.array(value, { minLength: 1, maxLength: 200 });
const sketchOf = (list: readonly number[]): Sketch => {
  const sketch = new Sketch();
  for (const x of list) sketch.add(x);
  return sketch;
};
const FRACTIONS = [0, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1];
const answers = (sketch: Sketch): number[] => {
  const into = new Float64Array(FRACTIONS.length);
  sketch.quantiles(FRACTIONS, into);
  return [...into];
};

describe('Sketch', () => {
  it('answers every quantile within 0.2 % of the sorted list', () => {
    fc.assert(
      fc.property(values, (list) => {
        const sorted = [...list].sort((a, b) => a - b);
        answers(sketchOf(list)).forEach((answer, i) => {
          const exact = sorted[Math.max(1, Math.ceil(FRACTIONS[i]! * list.length)) - 1]!;
          expect(Math.abs(answer - exact)).toBeLessThanOrEqual(0.002 * exact);
        });
      }),
      lawRuns(300),
    );
  });

  it('merges to the sketch of both lists, and subtracting takes the second out again', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const merged = sketchOf(a);
        merged.merge(sketchOf(b));
        expect(answers(merged)).toEqual(answers(sketchOf([...a, ...b])));
        merged.subtract(sketchOf(b));
        expect(merged.count).toBe(a.length);
        expect(answers(merged)).toEqual(answers(sketchOf(a)));
      }),
      lawRuns(100),
    );
  });

  it('survives save and restore', () => {
    const sketch = sketchOf([0, 3, 900, 1e9]);
    const other = new Sketch();
    other.restore(structuredClone(sketch.save()));
    expect(other.count).toBe(4);
    other.add(5);
    sketch.add(5);
    expect(answers(other)).toEqual(answers(sketch));
  });

  it('has no quantile when empty, and takes no negative, infinite or missing value', () => {
    expect(new Sketch().quantile(0.5)).toBeNull();
    expect(answers(new Sketch())[0]).toBeNaN();
    for (const bad of [-1, Infinity, NaN]) expect(() => new Sketch().add(bad)).toThrow(/finite/);
  });
});

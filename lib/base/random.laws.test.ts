import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from './law-runs';
import { CounterStream, SUBSYSTEM } from './random';

function draws(stream: CounterStream, count: number): number[] {
  return Array.from({ length: count }, () => stream.nextUnit());
}

describe('counter-based randomness', () => {
  it('gives the same draws for the same question, whatever was asked before', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(0xffffffff), fc.nat(1000), fc.nat(50), (seed, entity, sub, before) => {
        const used = new CounterStream(seed);
        draws(used.aim(SUBSYSTEM.sizes, before), before);
        expect(draws(used.aim(SUBSYSTEM.routing, entity, sub), 5)).toEqual(
          draws(new CounterStream(seed).aim(SUBSYSTEM.routing, entity, sub), 5),
        );
      }),
      lawRuns(),
    );
  });

  it('stays in [0, 1) and below n', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(), fc.integer({ min: 1, max: 2 ** 31 - 1 }), (seed, entity, n) => {
        const stream = new CounterStream(seed).aim(SUBSYSTEM.arrivals, entity);
        const unit = stream.nextUnit();
        const below = stream.nextBelow(n);
        return unit >= 0 && unit < 1 && Number.isInteger(below) && below >= 0 && below < n;
      }),
      lawRuns(1_000),
    );
  });

  /**
   * Chi-square over 64 cells of 65,536 draws each way a stream is used: along the counter, across entities, across
   * neighbouring seeds. 63 degrees of freedom: 140 is exceeded with probability 1e-7.
   */
  it.each([
    ['along the counter', (i: number, s: CounterStream) => (i === 0 ? s.aim(SUBSYSTEM.sizes, 7) : s).nextUnit()],
    ['across entities', (i: number, s: CounterStream) => s.aim(SUBSYSTEM.sizes, i).nextUnit()],
    ['across attempts', (i: number, s: CounterStream) => s.aim(SUBSYSTEM.sizes, i >>> 2, i & 3).nextUnit()],
    ['across seeds', (i: number) => new CounterStream(i).aim(SUBSYSTEM.sizes, 3).nextUnit()],
  ])('is uniform %s', (_name, draw) => {
    const stream = new CounterStream(42);
    const cells = new Array<number>(64).fill(0);
    for (let i = 0; i < 65_536; i++) cells[Math.floor(draw(i, stream) * 64)]!++;
    const chiSquare = cells.reduce((sum, n) => sum + ((n - 1_024) * (n - 1_024)) / 1_024, 0);
    expect(chiSquare).toBeLessThan(140);
    expect(chiSquare).toBeGreaterThan(20); // too even is wrong too: below 20 has probability 1e-8
  });

  it('is uncorrelated between neighbours: counters, entities and subsystems', () => {
    const stream = new CounterStream(11);
    let counters = 0;
    let entities = 0;
    let subsystems = 0;
    const n = 100_000;
    for (let i = 0; i < n; i++) {
      const a = stream.aim(SUBSYSTEM.sizes, i).nextUnit() - 0.5;
      counters += a * (stream.nextUnit() - 0.5);
      entities += a * (stream.aim(SUBSYSTEM.sizes, i + 1).nextUnit() - 0.5);
      subsystems += a * (stream.aim(SUBSYSTEM.origins, i).nextUnit() - 0.5);
    }
    // Each sum has standard deviation sqrt(n) / 12; five and a half of them is 1 in 26 million.
    const bound = (5.5 * Math.sqrt(n)) / 12;
    for (const sum of [counters, entities, subsystems]) expect(Math.abs(sum)).toBeLessThan(bound);
  });
});

import { expect, it } from 'vitest';

import { Sketch } from '@/lib/base/sketch';
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';

import { PlaceLatencies } from './place-latencies';

it('what was added is there whenever it is read, saved or restored, however much of it still waits in line', () => {
  const chance = new CounterStream(3).aim(SUBSYSTEM.experiment, 1);
  let latencies = new PlaceLatencies(3);
  const all: number[][] = [[], [], []];
  for (let i = 1; i <= 2_500; i++) {
    const place = chance.nextBelow(3);
    const ms = 1_000 * chance.nextUnit();
    latencies.add(place, ms);
    all[place]!.push(ms);
    if (i % 700 === 0) {
      const state = structuredClone(latencies.save());
      latencies.add(0, 5);
      latencies.restore(state);
    }
    if (i % 333 !== 0) continue;
    const { sketch, sumMs, worstMs } = latencies.of([2, 0]);
    const direct = new Sketch();
    for (const value of [...all[2]!, ...all[0]!]) direct.add(value);
    expect([sketch.count, worstMs]).toEqual([direct.count, Math.max(...all[2]!, ...all[0]!)]);
    expect(sketch.quantile(0.99)).toBe(direct.quantile(0.99));
    expect(sumMs).toBeCloseTo(
      [...all[2]!, ...all[0]!].reduce((a, b) => a + b, 0),
      6,
    );
  }
  latencies = new PlaceLatencies(1);
  expect(latencies.of([0])).toMatchObject({ sumMs: 0, worstMs: 0 });
});

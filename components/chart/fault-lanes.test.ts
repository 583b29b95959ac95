import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';

import type { FaultSpan } from './fault-label';
import { layoutFaults } from './fault-lanes';

const span = (id: string, fromMs: number, toMs: number): FaultSpan => ({ id, label: 'Crash', targetLabel: id, fromMs, toMs });
const lanesOf = (spans: FaultSpan[], labelPx = 40) => layoutFaults(spans, 0.01, 60_000, 6, () => labelPx);

describe('layoutFaults', () => {
  it('puts what does not touch in one lane', () => {
    const { placed, lanes } = lanesOf([span('a', 0, 5_000), span('b', 10_000, 15_000)]);
    expect(placed.map(({ lane }) => lane)).toEqual([0, 0]);
    expect(lanes).toBe(1);
  });

  it('counts the label where it is longer than the bar', () => {
    const { placed } = lanesOf([span('a', 0, 500), span('b', 3_000, 3_500), span('c', 5_000, 5_500)]);
    expect(placed.map(({ lane }) => lane)).toEqual([0, 1, 0]);
  });

  it('puts a label before its bar at the end of the run', () => {
    const [late] = lanesOf([span('a', 59_000, 60_000)]).placed;
    expect(late).toMatchObject({ labelBefore: true, roomFromMs: 55_000, roomToMs: 60_000 });
  });

  it('says how many found no room', () => {
    const many = Array.from({ length: 9 }, (_, i) => span(`n${i}`, 1_000 + i, 9_000));
    expect(lanesOf(many)).toMatchObject({ lanes: 6, hidden: 3 });
  });
});

it('L1 rooms in a lane never overlap', () => {
  const spans = fc.array(fc.record({ from: fc.integer({ min: 0, max: 59_000 }), length: fc.integer({ min: 0, max: 30_000 }) }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(spans, (list) => {
      const { placed } = layoutFaults(
        list.map(({ from, length }, i) => span(`n${i}`, from, Math.min(60_000, from + length))),
        0.01,
        60_000,
        40,
      );
      for (const a of placed) {
        for (const b of placed) {
          if (a !== b && a.lane === b.lane) expect(a.roomToMs <= b.roomFromMs || b.roomToMs <= a.roomFromMs).toBe(true);
        }
      }
    }),
    lawRuns(),
  );
});

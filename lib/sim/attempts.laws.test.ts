import fc from 'fast-check';
import { expect, it } from 'vitest';

import { Attempts } from './attempts';

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('take' as const), node: fc.nat(3) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('close' as const), which: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('free' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restore' as const }) },
);

it('the oldest open attempt is the first taken of those not closed, whatever was freed, reused, saved and restored since', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 200 }), fc.integer({ min: 1, max: 40 }), (steps, times) => {
      let attempts = new Attempts(4);
      const open: number[] = [];
      // Those that nobody waits for, and that a node still holds.
      const held: number[] = [];
      let ms = 0;
      // Again and again, so that the line of the open ones fills up and closes ranks.
      for (let round = 0; round < times; round++) {
        for (const one of steps) {
          if (one.kind === 'take') open.push(attempts.take(one.node, 0, ms++));
          else if (one.kind === 'close' && open.length > 0) {
            const [row] = open.splice(one.which % open.length, 1);
            attempts.close(row!);
            held.push(row!);
          } else if (one.kind === 'free' && held.length > 0) {
            attempts.free(held.splice(one.which % held.length, 1)[0]!);
          } else if (one.kind === 'restore') {
            const state = structuredClone(attempts.save());
            attempts = new Attempts(4);
            attempts.restore(state);
          }
          expect([attempts.oldest(), attempts.open, attempts.alive]).toEqual([
            open[0] ?? -1,
            open.length,
            open.length + held.length,
          ]);
        }
      }
    }),
    { numRuns: 40 },
  );
});

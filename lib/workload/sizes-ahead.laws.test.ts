import fc from 'fast-check';
import { expect, it } from 'vitest';

import { CounterStream, SUBSYSTEM } from '@/lib/base/random';

import type { SizeSettings } from './size-settings';
import { drawSize, sizeLaw } from './sizes';
import { SizesAhead } from './sizes-ahead';

const LAWS: readonly SizeSettings[] = [
  { kind: 'constant', meanMs: 40 },
  { kind: 'exponential', meanMs: 120 },
  { kind: 'erlang', meanMs: 70, phases: 3 },
  { kind: 'lognormal', meanMs: 250, cv: 1.5 },
  { kind: 'hyperexponential', meanMs: 90, cv: 2 },
  { kind: 'bounded-pareto', shape: 1.2, minMs: 10, maxMs: 9_000 },
];

it('sizes drawn ahead are those drawn one by one, in whatever order they are asked for', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...LAWS),
      fc.integer({ min: 0, max: 2 ** 31 }),
      fc.integer({ min: 0, max: 1_000 }),
      fc.array(fc.oneof({ weight: 5, arbitrary: fc.constant('next' as const) }, { weight: 1, arbitrary: fc.nat(400) }), {
        maxLength: 300,
      }),
      (settings, seed, sub, asked) => {
        const law = sizeLaw(settings);
        const ahead = new SizesAhead(law, SUBSYSTEM.sizes, sub, new CounterStream(seed));
        const chance = new CounterStream(seed);
        let n = 0;
        for (const one of asked) {
          n = one === 'next' ? n + 1 : one;
          expect(ahead.at(n)).toBe(drawSize(law, chance.aim(SUBSYSTEM.sizes, n, sub)));
        }
      },
    ),
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { hashPair, hashString } from './hash';
import { lawRuns } from './law-runs';

describe('hashString', () => {
  it('is pinned: stored links and digests depend on it', () => {
    expect([hashString(''), hashString('eu-west-07'), hashString('Ω'), hashString('a', 1)]).toMatchInlineSnapshot(`
      [
        2586679041,
        3145268963,
        1622079551,
        1143028269,
      ]
    `);
  });

  it('tells different texts apart, and seeds too', () => {
    const seen = new Set<number>();
    for (let i = 0; i < 20_000; i++) seen.add(hashString(`node-${i}`));
    expect(seen.size).toBeGreaterThan(19_990); // 0.05 collisions expected
    expect(hashString('a')).not.toBe(hashString('a', 1));
  });

  it('answers an unsigned 32-bit integer for any text, lone surrogates included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer(), (text, seed) => {
        const hash = hashString(text + '\ud800', seed);
        return Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32 && hash === hashString(text + '\ud800', seed);
      }),
      lawRuns(),
    );
  });
});

describe('hashPair', () => {
  it('depends on the order', () => {
    expect(hashPair(1, 2)).not.toBe(hashPair(2, 1));
  });
});

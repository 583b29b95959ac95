import { createHash } from 'node:crypto';

import fc from 'fast-check';
import { expect, it } from 'vitest';

import { lawRuns } from './law-runs';
import { Sha256 } from './sha256';

function sha256(...pieces: readonly Uint8Array[]): string {
  const hash = new Sha256();
  for (const piece of pieces) hash.push(piece);
  return hash.hex();
}
const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

it('gives the digests that the standard prints', () => {
  expect(sha256()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(sha256(bytes('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256(bytes('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'))).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  );
});

it('agrees with the platform at every length around the edges of blocks', () => {
  for (let length = 0; length <= 200; length++) {
    const piece = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255);
    expect(sha256(piece), `${length} bytes`).toBe(createHash('sha256').update(piece).digest('hex'));
  }
});

it('does not depend on how the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 8 }), (pieces) => {
      const whole = createHash('sha256');
      for (const piece of pieces) whole.update(piece);
      expect(sha256(...pieces)).toBe(whole.digest('hex'));
    }),
    lawRuns(),
  );
});

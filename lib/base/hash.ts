import { mix32 } from './random';

/**
 * 32-bit hash of a string's UTF-8 bytes (a lone surrogate counts as U+FFFD), as an unsigned integer. Equal everywhere:
 * no locale, no platform encoder. `seed` gives independent hashes. O(length). Not for secrets.
 */
export function hashString(text: string, seed = 0): number {
  let state = mix32(seed | 0, text.length);
  let word = 0;
  let filled = 0;
  const push = (byte: number): void => {
    word = (word << 8) | byte;
    if (++filled === 4) {
      state = mix32(state, word);
      word = 0;
      filled = 0;
    }
  };
  for (const char of text) {
    let code = char.codePointAt(0)!;
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) push(code);
    else if (code < 0x800) {
      push(0xc0 | (code >> 6));
      push(0x80 | (code & 63));
    } else if (code < 0x10000) {
      push(0xe0 | (code >> 12));
      push(0x80 | ((code >> 6) & 63));
      push(0x80 | (code & 63));
    } else {
      push(0xf0 | (code >> 18));
      push(0x80 | ((code >> 12) & 63));
      push(0x80 | ((code >> 6) & 63));
      push(0x80 | (code & 63));
    }
  }
  return mix32(mix32(state, word), filled) >>> 0;
}

/** 32-bit hash of two integers, as an unsigned integer. */
export function hashPair(a: number, b: number): number {
  return mix32(mix32(0x51ed270b, a | 0), b | 0) >>> 0;
}

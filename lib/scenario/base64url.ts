/** Bytes in the 64 characters that an address carries unchanged (RFC 4648, section 5), without padding. */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) VALUES[DIGITS.charCodeAt(i)] = i;

export function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += digit(word >> 18) + digit(word >> 12);
    if (left > 1) text += digit(word >> 6);
    if (left > 2) text += digit(word);
  }
  return text;
}

/** Null where the text is not what `toBase64Url` writes: a foreign character, a length or last bits that no bytes give. */
export function fromBase64Url(text: string): Uint8Array | null {
  const rest = text.length % 4;
  if (rest === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let word = 0;
  let bits = 0;
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const value = VALUES[text.charCodeAt(i)] ?? -1;
    if (value < 0) return null;
    word = ((word << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[length++] = (word >> bits) & 0xff;
    }
  }
  return (word & ((1 << bits) - 1)) === 0 ? bytes : null;
}

/** A 32-bit unsigned integer as six characters. */
export function wordToBase64Url(word: number): string {
  return digit(word >>> 30) + digit(word >>> 24) + digit(word >>> 18) + digit(word >>> 12) + digit(word >>> 6) + digit(word);
}

function digit(value: number): string {
  return DIGITS[value & 63]!;
}

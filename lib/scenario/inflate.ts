import { Inflate } from 'fflate';

/** Deflate makes at most 1,032 bytes of one, so a slice of this size never overshoots the cap by more than 264 KB. */
const SLICE_BYTES = 256;

/** Raw deflate undone, slice by slice; stops as soon as more than `most` bytes have come out. Never throws. */
export function inflateWithin(bytes: Uint8Array, most: number): Uint8Array | 'too long' | 'broken' {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const inflate = new Inflate((piece) => {
    pieces.push(piece);
    length += piece.length;
  });
  try {
    for (let from = 0; from < bytes.length; from += SLICE_BYTES) {
      inflate.push(bytes.subarray(from, from + SLICE_BYTES), from + SLICE_BYTES >= bytes.length);
      if (length > most) return 'too long';
    }
  } catch {
    return 'broken';
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

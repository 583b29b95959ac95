/**
 * x to the y from operations that IEEE 754 defines exactly, within 1 ulp. The logarithm is carried in two float64 (about 2^-70 of
 * itself), because an error in it grows by the size of y ln x, up to 745; the exponential takes the pair.
 * Method: ln m = 2 atanh(s), s = (m - 1) / (m + 1), with its first terms in double-double arithmetic. Products and sums of pairs
 * after Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik 18, 1971.
 */
import { cell, HIGH, words } from './float-bits';
import { expOfSum, LN2_HIGH, LN2_LOW } from './math';

/** What the last `product`, `sum` or `logPair` has left over: the exact answer, or for `logPair` a closer one, is high plus this. */
let low = 0;

/** 2^27 + 1: cuts a float64 into two of 26 bits. */
const SPLITTER = 134217729;
const TWO_54 = 18014398509481984;

function product(a: number, b: number): number {
  const high = a * b;
  let cut = SPLITTER * a;
  const aHigh = cut - (cut - a);
  const aLow = a - aHigh;
  cut = SPLITTER * b;
  const bHigh = cut - (cut - b);
  const bLow = b - bHigh;
  low = aHigh * bHigh - high + aHigh * bLow + aLow * bHigh + aLow * bLow;
  return high;
}

function sum(a: number, b: number): number {
  const high = a + b;
  const back = high - a;
  low = a - (high - back) + (b - back);
  return high;
}

/** What float64 leaves of 1/3 and of 1/5. */
const THIRD_LOW = 1.850371707708594e-17;
const FIFTH_LOW = -1.1102230246251566e-17;

/** ln x as the answer plus `low`, for 0 < x < Infinity. With z = s^2, atanh(s) / s = 1 + z (1/3 + z (1/5 + z (1/7 + ...))); z < 0.0295. */
function logPair(x: number): number {
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    x *= TWO_54;
    k = -54;
  }
  cell[0] = x;
  let high = words[HIGH]!;
  k += (high >>> 20) - 1023;
  high &= 0xfffff;
  const over = (high + 0x95f64) & 0x100000;
  words[HIGH] = high | (over ^ 0x3ff00000);
  k += over >>> 20;
  const m = cell[0];

  const f = m - 1;
  const d = sum(m, 1);
  const dLow = low;
  const s = f / d;
  const back = product(s, d);
  const sLow = (f - back - low - s * dLow) / d;
  const z = product(s, s);
  const zLow = low + 2 * s * sLow;
  // Plain terms: the sixteenth is 2^-81 of the whole.
  let rest = 0;
  for (let n = 31; n >= 7; n -= 2) rest = rest * z + 1 / n;
  const fifths = product(z, rest);
  const b = sum(1 / 5, fifths + (low + zLow * rest + FIFTH_LOW));
  const bLow = low;
  const zb = product(z, b);
  const zbLow = low + (z * bLow + zLow * b);
  const c = sum(1 / 3, zb);
  const cLow = low + (zbLow + THIRD_LOW);
  const zc = product(z, c);
  const zcLow = low + (z * cLow + zLow * c);
  const tail = product(s, zc);
  const tailLow = low + (s * zcLow + sLow * zc);
  const half = sum(s, tail);
  const halfLow = low + (tailLow + sLow);
  // k * LN2_HIGH is exact.
  const total = sum(k * LN2_HIGH, 2 * half);
  const totalLow = low + (2 * halfLow + k * LN2_LOW);
  const answer = total + totalLow;
  low = total - answer + totalLow;
  return answer;
}

/**
 * x to the y, for x >= 0; NaN for a negative x, whatever the y, and for NaN. Within 1 ulp of the exact value wherever that is a
 * float64, subnormal ones too (worst found among 1,000,000: 0.87, `npx tsx lib/cli/math-errors.ts 1000000 7`). pow(x, 0) is 1, pow(1, y)
 * too, an infinite y included; pow(0, y) is 0 or, for a negative y, Infinity.
 */
export function pow(x: number, y: number): number {
  if (x !== x || y !== y || x < 0) return NaN;
  if (y === 0 || x === 1) return 1;
  if (x === 0 || x === Infinity) return (x === 0) === y > 0 ? 0 : Infinity;
  // |ln x| lies between 2^-53 and 745: beyond these bounds nothing else is possible, and the splitting would overflow.
  if (Math.abs(y) > 1e20) return x > 1 === y > 0 ? Infinity : 0;
  if (Math.abs(y) < 1e-20) return 1;
  const logHigh = logPair(x);
  const logLow = low;
  const high = product(y, logHigh);
  const tail = low + y * logLow;
  const exponent = high + tail;
  return expOfSum(exponent, high - exponent + tail);
}

/**
 * Exact values of the functions under test, in fixed-point arithmetic on BigInt with 300 fractional bits: slow, obvious, and
 * unrelated to the code under test. An exact value is known to 2^-240 of itself or better, so no rounding is ever in doubt.
 */
export const BITS = 300n;
export const ONE = 1n << BITS;
export const mul = (a: bigint, b: bigint): bigint => (a * b) >> BITS;
export const div = (a: bigint, b: bigint): bigint => (a << BITS) / b;

/** The number `value * 2^(shift - BITS)`. */
export interface Exact {
  readonly value: bigint;
  readonly shift: number;
}

/** A float64 as `mantissa * 2^exponent`, the mantissa a whole number with the float's sign. Exact. */
function parts(x: number): { readonly mantissa: bigint; readonly exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const raw = view.getBigUint64(0);
  const field = Number((raw >> 52n) & 2047n);
  const mantissa = (raw & ((1n << 52n) - 1n)) | (field === 0 ? 0n : 1n << 52n);
  return { mantissa: raw >> 63n ? -mantissa : mantissa, exponent: Math.max(field, 1) - 1075 };
}

function shifted(value: bigint, by: number): bigint {
  return by >= 0 ? value << BigInt(by) : value >> BigInt(-by);
}

/** A float64 as a fixed-point number (exact down to 2^-248 or so for full mantissas). */
export function fixed(x: number): bigint {
  const { mantissa, exponent } = parts(x);
  return shifted(mantissa, exponent + Number(BITS));
}

function bigAtanh(s: bigint): bigint {
  const z = mul(s, s);
  let sum = 0n;
  let power = s;
  for (let n = 1n; power !== 0n && power !== -1n; n += 2n) {
    sum += power / n;
    power = mul(power, z);
  }
  return sum;
}
export const LN2 = 2n * bigAtanh(ONE / 3n);

/** ln x of a float64 above 0: with x = m 2^k and m in [1, 2), ln m + k ln 2. */
export function exactLog(x: number): Exact {
  const { mantissa, exponent } = parts(x);
  const k = mantissa.toString(2).length - 1;
  const m = shifted(mantissa, Number(BITS) - k);
  return { value: 2n * bigAtanh(div(m - ONE, m + ONE)) + BigInt(k + exponent) * LN2, shift: 0 };
}

/** Taylor's series; for |r| of a few units at most. */
export function bigExpSmall(r: bigint): bigint {
  let term = ONE;
  let sum = ONE;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = mul(term, r) / n;
    sum += term;
  }
  return sum;
}

/** e to a fixed-point number. */
export function exactExp(x: bigint): Exact {
  const k = x / LN2;
  return { value: bigExpSmall(x - k * LN2), shift: Number(k) };
}

/** Machin: pi = 16 atan(1/5) - 4 atan(1/239). */
export const PI = ((): bigint => {
  const atanInverse = (n: bigint): bigint => {
    let sum = 0n;
    let power = ONE / n;
    for (let k = 1n, sign = 1n; power !== 0n; k += 2n, sign = -sign) {
      sum += (sign * power) / k;
      power /= n * n;
    }
    return sum;
  };
  return 16n * atanInverse(5n) - 4n * atanInverse(239n);
})();

/** The float64 next to `n` quarter turns, where sine or cosine is all but cancelled. */
export function quarterTurns(n: number): number {
  return Number((BigInt(n) * ((PI << 60n) >> 1n)) >> BITS) / 2 ** 60;
}

/** sine and cosine of any fixed-point number, by Taylor's series of what is left of whole turns. */
export function exactSinCos(x: bigint): { readonly sin: Exact; readonly cos: Exact } {
  const turn = 2n * PI;
  let left = x % turn;
  if (left > PI) left -= turn;
  if (left < -PI) left += turn;
  const sums = [0n, 0n];
  let term = ONE;
  for (let n = 0n; term !== 0n && term !== -1n; n++) {
    sums[Number(n % 2n)]! += n % 4n < 2n ? term : -term;
    term = mul(term, left) / (n + 1n);
  }
  return { cos: { value: sums[0]!, shift: 0 }, sin: { value: sums[1]!, shift: 0 } };
}

/**
 * How far the float64 `got` lies from the exact value, in units of the last place of the floats around that value (of 2^-1074 where
 * those are subnormal). Below 1 it is the correctly rounded value or its neighbour. Infinity for an infinite or NaN `got`.
 */
export function ulpsOff(got: number, exact: Exact): number {
  if (!Number.isFinite(got)) return Infinity;
  const magnitude = exact.value < 0n ? -exact.value : exact.value;
  const top = magnitude.toString(16).length;
  // The leading hexadecimal digit tells where the leading bit stands.
  const bits = 4 * (top - 1) + (32 - Math.clz32(Number(magnitude >> BigInt(4 * (top - 1)))));
  const scale = exact.shift - Number(BITS);
  const ulp = Math.max(bits - 1 + scale - 52, -1074);
  const { mantissa, exponent } = parts(got);
  const off = shifted(mantissa, exponent - ulp + 64) - shifted(exact.value, scale - ulp + 64);
  return Number(off < 0n ? -off : off) / 2 ** 64;
}

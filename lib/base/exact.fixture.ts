/** Fixed-point arithmetic on BigInt with 300 fractional bits: slow, obvious, and unrelated to the code under test. */
export const BITS = 300n;
export const ONE = 1n << BITS;
export const mul = (a: bigint, b: bigint): bigint => (a * b) >> BITS;
export const div = (a: bigint, b: bigint): bigint => (a << BITS) / b;

/** A float64 as an exact fixed-point number (exact down to 2^-248 or so for full mantissas). */
export function fixed(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const raw = view.getBigUint64(0);
  const field = Number((raw >> 52n) & 2047n);
  const mantissa = (raw & ((1n << 52n) - 1n)) | (field === 0 ? 0n : 1n << 52n);
  const shift = BigInt(Math.max(field, 1) - 1075) + BITS;
  const value = shift >= 0n ? mantissa << shift : mantissa >> -shift;
  return raw >> 63n ? -value : value;
}

function bigAtanh(s: bigint): bigint {
  const z = mul(s, s);
  let sum = 0n;
  let power = s;
  for (let n = 1n; power !== 0n; n += 2n) {
    sum += power / n;
    power = mul(power, z);
  }
  return sum;
}
export const LN2 = 2n * bigAtanh(ONE / 3n);

/** ln of mantissa * 2^k with the mantissa in [1, 2). */
export function bigLog(mantissa: number, k: number): bigint {
  const m = fixed(mantissa);
  return 2n * bigAtanh(div(m - ONE, m + ONE)) + BigInt(k) * LN2;
}

export function bigExpSmall(r: bigint): bigint {
  let term = ONE;
  let sum = ONE;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = mul(term, r) / n;
    sum += term;
  }
  return sum;
}

/** Distance in units of the last place of the float64 `got`, whose exponent is `exponent`. */
export function ulps(got: bigint, exact: bigint, exponent: number): number {
  const shift = BigInt(exponent - 52) + BITS;
  const diff = got > exact ? got - exact : exact - got;
  return Number((diff << 20n) >> shift) / 1048576;
}
export function exponentOf(x: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  return Math.max(((view.getUint16(0) >> 4) & 2047) - 1023, -1022);
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

/** The float64 `got` against the exact value, in units of its last place. */
export function ulpsOff(got: number, exact: bigint): number {
  return ulps(fixed(got), exact, exponentOf(got));
}

/** sine and cosine of any fixed-point number, by Taylor's series of what is left of whole turns. */
export function bigSinCos(x: bigint): { readonly sin: bigint; readonly cos: bigint } {
  const left = x % (2n * PI);
  const sums = [0n, 0n];
  let term = ONE;
  for (let n = 0n; term !== 0n && term !== -1n; n++) {
    sums[Number(n % 2n)]! += n % 4n < 2n ? term : -term;
    term = mul(term, left) / (n + 1n);
  }
  return { cos: sums[0]!, sin: sums[1]! };
}

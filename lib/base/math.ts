/**
 * log, exp and the normal quantile from operations that IEEE 754 defines exactly (+ - * / sqrt and bit moves), so that every
 * engine computes the same bits. The platform's own differ between engines in the last place, which a digest would show.
 *
 * Method of log and exp: the argument reductions of fdlibm (Sun Microsystems, 1993, e_log.c and e_exp.c), with the plain
 * Taylor coefficients of the reduced series in place of minimax ones: three terms more, and no table to trust. Errors
 * are tested against integer arithmetic; the worst ones stated are those among 1,000,000 arguments of every size, found by
 * `npx tsx lib/cli/math-errors.ts 1000000 7`, in units of the last place around the exact value. Below 1 the answer is the
 * correctly rounded one or its neighbour.
 */
import { cell as sharedCell, HIGH as HIGH_WORD, LOW as LOW_WORD, words as sharedWords } from './float-bits';

// A constant of the module's own is folded into hot code; an imported one is looked up each time.
const cell = sharedCell;
const words = sharedWords;
const HIGH = HIGH_WORD;
const LOW = LOW_WORD;

/** ln 2 in two parts: the first has 33 significant bits, so its product with a small integer is exact. */
export const LN2_HIGH = 6.9314718036912381649e-1;
export const LN2_LOW = 1.90821492927058770002e-10;
const TWO_54 = 18014398509481984;
/** By the exponent field `e` of a float: 2^(1023 - e). A product with it is exact, and what is read back from bits that were just written stalls. */
const SCALES = scales();

function scales(): Float64Array {
  const table = new Float64Array(2_048);
  let up = 1;
  for (let e = 1023; e >= 0; e--, up *= 2) table[e] = up;
  let down = 1;
  for (let e = 1023; e < table.length; e++, down /= 2) table[e] = down;
  return table;
}

/**
 * Natural logarithm, within 1 ulp for every positive number, subnormal ones too (worst found: 0.81). log(0) is -Infinity; NaN below 0.
 * With x = 2^k * (1 + f) and s = f / (2 + f), log(1 + f) = 2 atanh(s) = f - f*f/2 + s * (f*f/2 + R), R = 2 s^2/3 + 2 s^4/5 + ...;
 * |s| < 0.1716, so 10 terms reach 2^-58.
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    x *= TWO_54;
    k = -54;
  }
  cell[0] = x;
  const high = words[HIGH]!;
  // A mantissa above sqrt(2) counts as half of itself with one power of two more.
  const exponent = (high >>> 20) + (((high & 0xfffff) + 0x95f64) >>> 20);
  k += exponent - 1023;
  const f = x * SCALES[exponent]! - 1;
  if (f === 0) return k * LN2_HIGH + k * LN2_LOW;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  // Odd and even terms apart: two short chains run side by side.
  const odd = z * (2 / 3 + w * (2 / 7 + w * (2 / 11 + w * (2 / 15 + w * (2 / 19)))));
  const even = w * (2 / 5 + w * (2 / 9 + w * (2 / 13 + w * (2 / 17 + w * (2 / 21)))));
  const half = 0.5 * f * f;
  const tail = s * (half + (odd + even));
  if (k === 0) return f - (half - tail);
  return k * LN2_HIGH - (half - (tail + k * LN2_LOW) - f);
}

const EXP_OVERFLOW = 709.782712893384;
const EXP_UNDERFLOW = -745.1332191019412;

/**
 * e to the x, within 1 ulp for every x, subnormal answers too (worst found: 0.89); 0 and Infinity beyond. With x = k ln 2 + r and
 * |r| <= ln(2)/2: r (e^r + 1) / (e^r - 1) = 2 + r^2/6 - r^4/360 + ... =: 2 + P, hence e^r = 1 + r + r c / (2 - c), c = r - P. The
 * coefficients are 2 B(2n) / (2n)! of the Bernoulli numbers.
 */
export function exp(x: number): number {
  return expOfSum(x, 0);
}

/** e to the `x + tail`, where the tail is what a rounded `x` has lost: at most half a unit of its last place. */
export function expOfSum(x: number, tail: number): number {
  if (x !== x) return NaN;
  if (x > EXP_OVERFLOW) return Infinity;
  if (x < EXP_UNDERFLOW) return 0;
  const k = Math.round(x * 1.4426950408889634);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW - tail;
  const r = high - low;
  const t = r * r;
  const p =
    t *
    (1 / 6 +
      t *
        (-1 / 360 +
          t * (1 / 15120 + t * (-1 / 604800 + t * (1 / 23950080 + t * (-691 / 653837184000 + t * (1 / 37362124800)))))));
  const c = r - p;
  const y = 1 - (low - (r * c) / (2 - c) - high);
  if (k === 0) return y;
  // y is in [0.7, 1.42]: 2^k by the exponent field, in two steps where the answer is subnormal or k is 1024.
  if (k >= -1021 && k <= 1023) return y * powerOfTwo(k);
  return k > 0 ? y * 2 * powerOfTwo(k - 1) : y * powerOfTwo(k + 54) * 5.551115123125783e-17;
}

/** 2 to the k, for -1022 <= k <= 1023. */
export function powerOfTwo(k: number): number {
  words[LOW] = 0;
  words[HIGH] = (k + 1023) << 20;
  return cell[0]!;
}

/**
 * The z with P(Z < z) = p for a standard normal Z. -Infinity at 0, Infinity at 1, NaN outside. Relative error about 1e-15.
 * Source: Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37(3), 1988 (PPND16).
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return q * ratio8(r, CENTRE);
  }
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : NaN;
  const r = Math.sqrt(-log(q < 0 ? p : 1 - p));
  const z = r <= 5 ? ratio8(r - 1.6, SHOULDER) : ratio8(r - 5, TAIL);
  return q < 0 ? -z : z;
}

/** Ratio of two polynomials of degree 7; numerator first, both from the constant term up. */
function ratio8(r: number, c: Float64Array): number {
  const above = ((((((c[7]! * r + c[6]!) * r + c[5]!) * r + c[4]!) * r + c[3]!) * r + c[2]!) * r + c[1]!) * r + c[0]!;
  const below = ((((((c[15]! * r + c[14]!) * r + c[13]!) * r + c[12]!) * r + c[11]!) * r + c[10]!) * r + c[9]!) * r + c[8]!;
  return above / below;
}

const CENTRE = Float64Array.of(
  3.387132872796366608,
  133.14166789178437745,
  1971.5909503065514427,
  13731.693765509461125,
  45921.953931549871457,
  67265.770927008700853,
  33430.575583588128105,
  2509.0809287301226727,
  1,
  42.313330701600911252,
  687.1870074920579083,
  5394.1960214247511077,
  21213.794301586595867,
  39307.89580009271061,
  28729.085735721942674,
  5226.495278852854561,
);
const SHOULDER = Float64Array.of(
  1.42343711074968357734,
  4.6303378461565452959,
  5.7694972214606914055,
  3.64784832476320460504,
  1.27045825245236838258,
  0.24178072517745061177,
  0.0227238449892691845833,
  7.7454501427834140764e-4,
  1,
  2.05319162663775882187,
  1.6763848301838038494,
  0.68976733498510000455,
  0.14810397642748007459,
  0.0151986665636164571966,
  5.475938084995344946e-4,
  1.05075007164441684324e-9,
);
const TAIL = Float64Array.of(
  6.6579046435011037772,
  5.4637849111641143699,
  1.7848265399172913358,
  0.29656057182850489123,
  0.026532189526576123093,
  0.0012426609473880784386,
  2.71155556874348757815e-5,
  2.01033439929228813265e-7,
  1,
  0.59983220655588793769,
  0.13692988092273580531,
  0.0148753612908506148525,
  7.868691311456132591e-4,
  1.8463183175100546818e-5,
  1.4215117583164458887e-7,
  2.04426310338993978564e-15,
);

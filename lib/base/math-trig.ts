/**
 * sin and cos from operations that IEEE 754 defines exactly, within 1 ulp for |x| up to `MOST_ANGLE`. Method: Cody and Waite's
 * reduction by quarter turns with pi/2 in parts of 33 bits, so that products with the number of quarters are exact, then the kernels
 * of fdlibm (Sun Microsystems, 1993, k_sin.c and k_cos.c) with Taylor's coefficients. Tested against integer arithmetic; worst error
 * found among 1,000,000 arguments each, many of them next to a multiple of a quarter turn: 0.78 ulp of the sine, 0.77 of the cosine
 * (`npx tsx lib/cli/math-errors.ts 1000000 7`). Larger angles are refused, not answered with less.
 */

/** About 2^20 quarter turns: up to here the number of quarters times a part of pi/2 is exact. */
export const MOST_ANGLE = 1_647_000;

/** pi/2 in three parts of 33 bits, and what is left. */
const QUARTER_1 = 1.5707963267341256;
const QUARTER_2 = 6.077100506303966e-11;
const QUARTER_3 = 2.0222662487111665e-21;
const QUARTER_4 = 8.4784276603689e-32;

/** What the last `reduce` found: the angle left is `high + low`, |high| <= pi/4 (and a little), after `quarters` quarter turns modulo 4. */
let high = 0;
let low = 0;
let quarters = 0;

function reduce(x: number): void {
  if (Math.abs(x) > MOST_ANGLE) throw new RangeError(`an angle of ${x} radians; sin and cos take at most ${MOST_ANGLE}`);
  const n = Math.round(x * 0.6366197723675814);
  const first = x - n * QUARTER_1;
  const takeTwo = n * QUARTER_2;
  const second = first - takeTwo;
  let back = second - first;
  const lostTwo = first - (second - back) - (takeTwo + back);
  const takeThree = n * QUARTER_3;
  const third = second - takeThree;
  back = third - second;
  const lostThree = second - (third - back) - (takeThree + back);
  const rest = lostTwo + (lostThree - n * QUARTER_4);
  high = third + rest;
  low = third - high + rest;
  quarters = n & 3;
}

/** sin(high + low) = x + x^3 (-1/3! + x^2/5! - ...) with the low part carried along; 17 is the last power, 2^-63 of the whole. */
function sinKernel(): number {
  const x = high;
  const z = x * x;
  const v = z * x;
  const r =
    1 / 120 +
    z *
      (-1 / 5040 +
        z * (1 / 362880 + z * (-1 / 39916800 + z * (1 / 6227020800 + z * (-1 / 1307674368000 + z / 355687428096000)))));
  return x - (z * (0.5 * low - v * r) - low + v * (1 / 6));
}

/** cos(high + low) = 1 - x^2/2 + x^4 (1/4! - x^2/6! + ...) - x low. */
function cosKernel(): number {
  const x = high;
  const z = x * x;
  const r =
    z *
    (1 / 24 +
      z *
        (-1 / 720 +
          z *
            (1 / 40320 +
              z *
                (-1 / 3628800 +
                  z * (1 / 479001600 + z * (-1 / 87178291200 + z * (1 / 20922789888000 - z / 6402373705728000)))))));
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + (z * r - x * low));
}

/** Sine of an angle in radians. Throws RangeError beyond `MOST_ANGLE`; NaN for NaN, and -0 for -0. */
export function sin(x: number): number {
  if (x === 0 || x !== x) return x;
  reduce(x);
  const value = (quarters & 1) === 0 ? sinKernel() : cosKernel();
  return quarters >= 2 ? -value : value;
}

/** Cosine of an angle in radians. Throws RangeError beyond `MOST_ANGLE`; NaN for NaN. */
export function cos(x: number): number {
  if (x !== x) return NaN;
  reduce(x);
  const value = (quarters & 1) === 0 ? cosKernel() : sinKernel();
  return quarters === 1 || quarters === 2 ? -value : value;
}

/**
 * Student's t distribution, from the regularised incomplete beta function. What intervals and verdicts are made of; identical in
 * every engine, as all of it comes from exact operations and from the log and exp of this room.
 */
import { logGamma } from './gamma-function';
import { exp, log, normalQuantile } from './math';

const MOST_TERMS = 10_000;
const TINY = 1e-300;

/**
 * I_x(a, b) for 0 <= x <= 1 and a, b >= 0.5, relative error below 1e-11 for a + b up to 10,000. `rest` is 1 - x, which a caller may know
 * better than by subtraction. Source: NIST Digital Library of Mathematical Functions, 8.17.22, by Lentz's method (Applied Optics 15(3), 1976).
 */
export function regularisedBeta(x: number, a: number, b: number, rest = 1 - x): number {
  if (!(x >= 0 && x <= 1 && a >= 0.5 && b >= 0.5)) return NaN;
  if (x === 0 || rest === 0) return x === 0 ? 0 : 1;
  const front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log(rest));
  // The fraction converges fast below the mean of the distribution and slowly above it.
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(rest, b, a)) / b;
}

function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / guarded(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guarded(1 + even * d);
    c = guarded(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guarded(1 + odd * d);
    c = guarded(1 + odd / c);
    const step = d * c;
    value *= step;
    if (Math.abs(step - 1) < 2e-16) return value;
  }
  return value;
}

function guarded(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/** P(|T| >= t) for `degrees` >= 1 degrees of freedom, whole or not: 1 at 0, towards 0 for large `t`. NaN below 0. */
export function studentTail(t: number, degrees: number): number {
  if (!(t >= 0 && degrees >= 1)) return NaN;
  if (t === Infinity) return 0;
  const square = t * t;
  return regularisedBeta(degrees / (degrees + square), degrees / 2, 0.5, square / (degrees + square));
}

/**
 * The t with P(|T| >= t) = `tail`, for 0 < tail < 1: what half an interval of confidence 1 - tail is made of. Relative error below 1e-9
 * for tails from 1e-9 and up to 10,000 degrees. Newton's method within a bracket that halves where a step would leave it.
 */
export function studentQuantile(tail: number, degrees: number): number {
  if (!(tail > 0 && tail < 1 && degrees >= 1)) return NaN;
  let low = 0;
  // The normal distribution's quantile is below that of every t.
  let high = Math.max(1, -normalQuantile(tail / 2));
  while (studentTail(high, degrees) > tail) {
    low = high;
    high *= 2;
  }
  let t = low + (high - low) / 2;
  for (let i = 0; i < 200; i++) {
    const off = studentTail(t, degrees) - tail;
    if (off > 0) low = t;
    else high = t;
    const newton = t + off / (2 * density(t, degrees));
    const next = newton > low && newton < high ? newton : low + (high - low) / 2;
    if (Math.abs(next - t) <= 1e-12 * t) return next;
    t = next;
  }
  return t;
}

function density(t: number, degrees: number): number {
  const normalising = logGamma((degrees + 1) / 2) - logGamma(degrees / 2) - 0.5 * log(degrees * Math.PI);
  return exp(normalising - ((degrees + 1) / 2) * log(1 + (t * t) / degrees));
}

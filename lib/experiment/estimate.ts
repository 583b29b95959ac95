/** A mean and its interval from independent replications, by Student's t. */
import { studentQuantile, studentTail } from '@/lib/base/student';

/** `low` and `high` bound the mean with the confidence 1 - tail that was asked for; null below two values. */
export interface Estimate {
  readonly count: number;
  readonly mean: number;
  /** Standard deviation of single values; 0 below two. */
  readonly sd: number;
  readonly low: number | null;
  readonly high: number | null;
}

export const TAIL = 0.05;

/** null of no values. Equal values have exactly their value for a mean and a width of 0. */
export function estimate(values: readonly number[], tail = TAIL): Estimate | null {
  const count = values.length;
  const moments = momentsOf(values);
  if (moments === null) return null;
  const { mean, variance } = moments;
  const sd = Math.sqrt(variance);
  if (count < 2) return { count, mean, sd, low: null, high: null };
  const half = halfWidth(Math.sqrt(variance / count), count - 1, tail);
  return { count, mean, sd, low: mean - half, high: mean + half };
}

/** Half an interval of confidence 1 - tail, from a standard error. */
export function halfWidth(error: number, degrees: number, tail: number): number {
  return error === 0 ? 0 : studentQuantile(tail, degrees) * error;
}

/** P that a mean as far from 0 comes up where the truth is 0. Of a standard error of 0 it is 1 or 0. */
export function chanceOf(mean: number, error: number, degrees: number): number {
  if (error === 0) return mean === 0 ? 1 : 0;
  return studentTail(Math.abs(mean) / error, degrees);
}

/** Mean and unbiased variance; summed in order, about the first value, so that equal values lose nothing. null of no values. */
export function momentsOf(values: readonly number[]): { readonly mean: number; readonly variance: number } | null {
  const first = values[0];
  if (first === undefined) return null;
  let sum = 0;
  for (const value of values) sum += value - first;
  const shift = sum / values.length;
  let squares = 0;
  for (const value of values) {
    const off = value - first - shift;
    squares += off * off;
  }
  return { mean: first + shift, variance: values.length < 2 ? 0 : squares / (values.length - 1) };
}

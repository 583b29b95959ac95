/** One case of `validate` as a line: what was expected, what was measured, how far off that is, and how far it may be. */
import type { Verdict } from '@/lib/validation/theory/verdict';

/** Significant digits: more than any estimate has. */
const DIGITS = 6;

export function verdictText({ id, passed, expected, measured, deviation, most, broken }: Verdict): string {
  const parts = [
    `expected ${number(expected)}`,
    `measured ${number(measured)}`,
    `deviation ${signed(deviation)}${percent(deviation, expected)}`,
    `tolerance ${number(most)}${percent(most, expected)}`,
  ];
  const reasons = broken.map((sentence) => `\n  ${sentence}`).join('');
  return `${id}  ${passed ? 'passed' : 'FAILED'}  ${parts.join('  ')}${reasons}`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(DIGITS)));
}

function signed(value: number): string {
  return value < 0 ? number(value) : `+${number(value)}`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '' : ` (${Number(((100 * part) / Math.abs(whole)).toPrecision(3))} %)`;
}

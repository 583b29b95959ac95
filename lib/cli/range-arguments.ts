/** Settings with values or a range, as a person types them: `client.retries=0,1,2`, `client.timeoutMs=500..3000/6`, `router.strategy=random|power-of-two`. */
import { EXPERIMENT_LIMITS } from '@/lib/experiment/limits';

import { valueFrom, type Json } from './variant-arguments';

const RANGE = /^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)(?:\/(\d+))?$/;

export interface Varied {
  readonly paths: readonly string[];
  readonly text: string;
}

/** `PATH=REST`, or `PATH+PATH=REST` for settings that move together; a sentence where it is neither. */
export function variedFrom(option: string, text: string): Varied | string {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) return `--${option} must be like 'client.retries=...' (found '${text}').`;
  const paths = text
    .slice(0, at)
    .split('+')
    .map((path) => path.trim());
  return { paths, text: text.slice(at + 1).trim() };
}

/** The ends of `LOW..HIGH`; null where the text is no range. */
export function rangeFrom(text: string): { readonly low: number; readonly high: number } | null {
  const range = RANGE.exec(text);
  return range === null || range[3] !== undefined ? null : { low: Number(range[1]), high: Number(range[2]) };
}

/** A list by commas, or `FROM..TO/STEPS` with both ends; a sentence where the steps are too few or too many, or go down. Pieces of JSON keep their commas. */
export function valuesFrom(text: string): Json[] | string {
  const range = RANGE.exec(text);
  if (range === null) return pieces(text, ',').map(valueFrom);
  const [from, to, steps] = [Number(range[1]), Number(range[2]), Number(range[3] ?? NaN)];
  if (!(steps >= 2 && steps <= EXPERIMENT_LIMITS.axisValues)) {
    return `A range of values must be like ${range[1]}..${range[2]}/5, with 2 to ${EXPERIMENT_LIMITS.axisValues} values (found '${text}').`;
  }
  if (!(from < to)) return `A range of values must go upward, from the lower to the higher (found '${text}').`;
  // Seventeen digits of a step are noise that nobody has typed.
  return Array.from({ length: steps }, (_, i) => Number((from + ((to - from) * i) / (steps - 1)).toPrecision(12)));
}

/** Splits where no bracket or quote is open. */
export function pieces(text: string, separator: string): string[] {
  const found = [''];
  let depth = 0;
  let quoted = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    else if (!quoted && '{['.includes(char)) depth++;
    else if (!quoted && '}]'.includes(char)) depth--;
    if (char === separator && depth === 0 && !quoted) found.push('');
    else found[found.length - 1] += char;
  }
  return found.map((piece) => piece.trim());
}

/** A short id for a path that repeats none of `taken`: its last word, `weight.locality` for a policy's weight. */
export function idFor(path: string, taken: readonly string[]): string {
  const policy = /\[([A-Za-z][\w-]*)\]\.(\w+)$/.exec(path);
  const word = policy === null ? (/([A-Za-z]\w*)\]?$/.exec(path)?.[1] ?? 'setting') : `${policy[2]}.${policy[1]}`;
  let id = word;
  for (let n = 2; taken.includes(id); n++) id = `${word}-${n}`;
  return id;
}

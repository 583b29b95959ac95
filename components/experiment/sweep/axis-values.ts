/** The values that a setting takes on an axis, as a person writes and reads them. */
import { fail, ok, problem, type Result } from '@/lib/base/result';
import { EXPERIMENT_LIMITS } from '@/lib/experiment/limits';
import { parameterAt, type Parameter, type Unit } from '@/lib/experiment/parameters';
import type { Axis } from '@/lib/experiment/schema';
import type { Scenario } from '@/lib/scenario/schema';

import { formatPercent, formatSpan, THIN } from '@/components/chart/format';

export type AxisValue = number | string | boolean;

const STEPS_AT_FIRST = 7;
/** `0.5 to 2 in 7 steps`, `1 to 1000 in 4 steps, log`. */
const RANGE = /^(\S+)\s*(?:to|\.\.)\s*(\S+)\s+in\s+(\d+)(?:\s+steps)?(?:,?\s*(log|linear))?$/i;

/** What a person may type is a range in steps or a list; a list of the options' names, or of on and off, for what is no number. */
export function valuesFrom(parameter: Parameter, text: string): Result<AxisValue[]> {
  const trimmed = text.trim();
  const range = parameter.kind === 'number' ? RANGE.exec(trimmed) : null;
  if (range !== null)
    return stepped(Number(range[1]), Number(range[2]), Number(range[3]), range[4]?.toLowerCase() === 'log', parameter);
  const words = trimmed.split(/\s*[,;]\s*|\s+/).filter((word) => word !== '');
  const values: AxisValue[] = [];
  for (const word of words) {
    const value = valueOf(parameter, word);
    if (value === null) return fail(problem('plan.axes', word, ruleOf(parameter)));
    values.push(value);
  }
  return ok(values);
}

/** As `valuesFrom` reads it. */
export function valuesText(values: readonly unknown[]): string {
  return values.map((value) => (value === true ? 'on' : value === false ? 'off' : String(value))).join(', ');
}

/** What an axis starts with: from half to twice the present value in steps, or all there is to choose from. */
export function firstValues(parameter: Parameter): AxisValue[] {
  switch (parameter.kind) {
    case 'switch':
      return [false, true];
    case 'choice':
      return parameter.options.slice(0, EXPERIMENT_LIMITS.axisValues);
    case 'number': {
      const { value, min, max, integer } = parameter;
      const present = value ?? 0;
      const low = Math.max(min, present === 0 ? 0 : Math.min(present / 2, present * 2));
      const high = Math.min(max, present === 0 ? (integer ? STEPS_AT_FIRST - 1 : 2) : Math.max(present / 2, present * 2));
      const steps = integer ? Math.min(STEPS_AT_FIRST, Math.max(2, Math.round(high - low) + 1)) : STEPS_AT_FIRST;
      const made = stepped(low, high, steps, false, parameter);
      return made.ok && made.value.length >= 2 ? made.value : [present, present + 1];
    }
  }
}

/** `1.5 s`, `40 %`, `on`, `least-latency`: one value where it is shown. */
export function valueText(value: unknown, unit: Unit): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value !== 'number') return typeof value === 'string' ? value : JSON.stringify(value);
  if (unit === 'ms') return formatSpan(value);
  if (unit === 'share') return formatPercent(value, Number.isInteger(100 * value) ? 0 : 1);
  return unit === '/s' ? `${value}${THIN}/s` : String(value);
}

/** `client.retries 0 to 4`, `router.strategy random, power-of-two`: what an axis goes through, in a few words. */
export function axisText({ id, values }: Axis, unit: Unit): string {
  const [first, last] = [values[0]!, values[values.length - 1]!];
  if (values.some((value) => typeof value !== 'number'))
    return `${id} ${values.map((value) => valueText(value, unit)).join(', ')}`;
  return `${id} ${valueText(first, unit)} to ${valueText(last, unit)}`;
}

/** Of an axis's values; those of settings that move together are the first one's. */
export function unitOf(scenario: Scenario, { paths }: Axis): Unit {
  const found = parameterAt(scenario, paths[0]!);
  return found.ok && found.value.kind === 'number' ? found.value.unit : null;
}

/** Evenly spaced, by ratio where `log`; rounded to what a person would write, and to whole numbers where the setting takes no others. */
function stepped(from: number, to: number, steps: number, log: boolean, parameter: Parameter): Result<AxisValue[]> {
  if (Number.isNaN(from) || Number.isNaN(to)) return fail(problem('plan.axes', `${from} to ${to}`, ruleOf(parameter)));
  if (!(steps >= 2 && steps <= EXPERIMENT_LIMITS.axisValues))
    return fail(problem('plan.axes', steps, `must have 2 to ${EXPERIMENT_LIMITS.axisValues} steps`));
  if (log && !(from > 0 && to > 0))
    return fail(problem('plan.axes', `${from} to ${to}`, 'must lie above 0 where steps grow by a ratio'));
  const whole = parameter.kind === 'number' && parameter.integer;
  const values = Array.from({ length: steps }, (_, i) => {
    const share = i / (steps - 1);
    const value = log ? from * Math.exp(share * Math.log(to / from)) : from + share * (to - from);
    return whole ? Math.round(value) : Number(value.toPrecision(4));
  });
  return ok([...new Set(values)]);
}

function valueOf(parameter: Parameter, word: string): AxisValue | null {
  switch (parameter.kind) {
    case 'number':
      return Number.isNaN(Number(word)) ? null : Number(word);
    case 'choice':
      return parameter.options.includes(word) ? word : null;
    case 'switch':
      return word === 'on' || word === 'true' ? true : word === 'off' || word === 'false' ? false : null;
  }
}

function ruleOf(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'number':
      return 'must be numbers, like 0.5, 1, 2, or a range, like 0.5 to 2 in 7 steps';
    case 'choice':
      return `must be of ${parameter.options.join(', ')}`;
    case 'switch':
      return 'must be on, off';
  }
}

/** Edits of the axes of a sweep: plain lists in, plain lists out. */
import type { Parameter } from '@/lib/experiment/parameters';
import type { Axis } from '@/lib/experiment/schema';
import { LIMITS } from '@/lib/scenario/limits';

import { firstValues, type AxisValue } from './axis-values';

const MOST_AXES = 2;

/** A further axis at its end; the last gives way where there are two. A setting that is there already starts again. */
export function withAxis(axes: readonly Axis[], parameter: Parameter): Axis[] {
  const made: Axis = { id: shortName(parameter.path), paths: [parameter.path], values: firstValues(parameter) };
  const at = axes.findIndex(({ paths }) => paths.includes(parameter.path));
  if (at >= 0) return axes.map((axis, i) => (i === at ? made : axis));
  return named([...axes.slice(0, MOST_AXES - 1), made]);
}

export function withoutAxis(axes: readonly Axis[], id: string): Axis[] {
  return axes.filter((axis) => axis.id !== id);
}

export function withValues(axes: readonly Axis[], id: string, values: readonly AxisValue[]): Axis[] {
  return axes.map((axis) => (axis.id === id ? { ...axis, values: [...values] } : axis));
}

/** `client.retries`, `weight.locality`: a setting's path as the id of a plan's part, which knows no brackets. */
export function shortName(path: string): string {
  const entry = /^router\.policies\[([a-z][\w-]*)\]\.(\w+)$/.exec(path);
  const text = entry === null ? path.replace(/\[([^\]]+)\]/g, '.$1') : `${entry[2]}.${entry[1]}`;
  return text.slice(-LIMITS.idCharacters).replace(/^[^a-zA-Z]+/, '');
}

/** Ids of a plan's parts are unique. */
function named(axes: readonly Axis[]): Axis[] {
  return axes.map((axis, i) => ({
    ...axis,
    id: axes.some((other, o) => o < i && other.id === axis.id) ? `${axis.id}-${i + 1}` : axis.id,
  }));
}

/** Edits of ranges and of a space that is searched: plain lists in, plain lists out. */
import type { Parameter } from '@/lib/experiment/parameters';
import type { Range, Searched } from '@/lib/experiment/schema';

import { firstValues } from './axis-values';
import { shortName } from './axis-edits';

/** A further setting with the range that an axis of it would have; one that is there already starts again, one that is no number is left out. */
export function withRange(ranges: readonly Range[], parameter: Parameter): Range[] {
  const values = firstValues(parameter).filter((value) => typeof value === 'number');
  if (parameter.kind !== 'number' || values.length < 2) return [...ranges];
  const made: Range = { ...named(ranges, parameter), low: values[0]!, high: values.at(-1)! };
  return [...ranges.filter(({ path }) => path !== parameter.path), made];
}

/** As `withRange`; what is no number is searched among its values. */
export function withSearched(space: readonly Searched[], parameter: Parameter): Searched[] {
  const rest = space.filter(({ path }) => path !== parameter.path);
  const values = firstValues(parameter);
  const head = named(rest, parameter);
  if (parameter.kind !== 'number') return [...rest, { ...head, kind: 'choice', values }];
  return [...rest, { ...head, kind: 'number', low: Number(values[0]), high: Number(values.at(-1)), scale: 'linear' }];
}

function named(others: readonly { readonly id: string }[], { path }: Parameter): { id: string; path: string } {
  const id = shortName(path);
  return { id: others.some((other) => other.id === id) ? `${id}-${others.length + 1}` : id, path };
}

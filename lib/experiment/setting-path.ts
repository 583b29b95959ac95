/**
 * Where a setting stands in a scenario, as a person writes it: `client.retries`, `workload[0].arrivals.ratePerS`, and entries of a list by
 * their id or kind too: `router.policies[locality].weight`, `groups[eu-west].count`. A name must fit one entry alone.
 */
import { fail, ok, problem, type Result } from '@/lib/base/result';
import { nearest } from '@/lib/scenario/nearest';
import type { Path } from '@/lib/scenario/paths';
import { pathText } from '@/lib/scenario/paths';
import { grouped, listed } from '@/lib/scenario/words';

import { EXPERIMENT_LIMITS } from './limits';

const PART = /^(?:\[(\d{1,9})\]|\[([\p{L}][\p{L}\p{M}\p{N}._:-]*)\]|(\.?)([A-Za-z_$][\w$]*))/u;
const SYNTAX = 'must be a path like client.retries, workload[0].arrivals.ratePerS or router.policies[locality].weight';

/**
 * The path as keys and positions. Every part but the last must be there; the last may be one beyond the end of a list, which
 * adds an entry. The problem's path is the text as it was written.
 */
export function resolvePath(root: unknown, text: string): Result<Path> {
  if (text.length === 0 || text.length > EXPERIMENT_LIMITS.pathCharacters) {
    return fail(problem('path', text, `must have 1 to ${grouped(EXPERIMENT_LIMITS.pathCharacters)} characters`));
  }
  const path: (string | number)[] = [];
  let rest = text;
  let here: unknown = root;
  while (rest !== '') {
    const part = PART.exec(rest);
    if (part === null || (part[4] !== undefined && (part[3] === '.') !== path.length > 0)) {
      return fail(problem('path', text, SYNTAX));
    }
    rest = rest.slice(part[0].length);
    const step = stepInto(here, part, text, pathText(path), rest === '');
    if (!step.ok) return step;
    path.push(step.value);
    here = (here as Record<string | number, unknown>)[step.value];
  }
  return ok(path);
}

function stepInto(here: unknown, part: RegExpExecArray, text: string, soFar: string, last: boolean): Result<string | number> {
  const [, position, name, , key] = part;
  const place = soFar === '' ? 'the scenario' : soFar;
  if (key !== undefined) {
    if (typeof here !== 'object' || here === null || Array.isArray(here)) {
      return fail(problem('path', text, `leads nowhere: ${place} ${kindOf(here)}`));
    }
    if (Object.hasOwn(here, key)) return ok(key);
    const keys = Object.keys(here);
    const meant = nearest(key, keys) ?? within(here, key);
    const rule = `leads nowhere: ${place} has ${listed(keys, 24)}`;
    return fail(problem('path', text, meant === undefined ? rule : `${rule}; did you mean "${meant}"?`));
  }
  if (!Array.isArray(here)) return fail(problem('path', text, `leads nowhere: ${place} ${kindOf(here)}`));
  const list = here as readonly unknown[];
  if (position !== undefined) {
    const index = Number(position);
    if (index < list.length || (last && index === list.length)) return ok(index);
    return fail(problem('path', text, `leads nowhere: ${place} has ${grouped(list.length)} entries`));
  }
  const names = list.map(nameOf);
  const found = names.flatMap((one, i) => (one === name ? [i] : []));
  if (found.length === 1) return ok(found[0]!);
  if (found.length > 1) return fail(problem('path', text, `is not one place: ${place} has ${found.length} entries "${name}"`));
  const meant = nearest(
    name!,
    names.filter((one) => one !== null),
  );
  const rule = `leads nowhere: the entries of ${place} are ${listed(names.map(String), 24)}`;
  return fail(problem('path', text, meant === undefined ? rule : `${rule}; did you mean "${meant}"?`));
}

/** For whoever leaves out the first word of a path: the first part that has `key`. */
function within(parts: object, key: string): string | undefined {
  const part = Object.entries(parts as Readonly<Record<string, unknown>>).find(
    ([, one]) => typeof one === 'object' && one !== null && !Array.isArray(one) && Object.hasOwn(one, key),
  );
  return part === undefined ? undefined : `${part[0]}.${key}`;
}

/**
 * The path as a person reads it: entries of lists by their id or kind where that fits one entry alone, otherwise by position.
 * `resolvePath` of the answer leads to the same place.
 */
export function namedPath(root: unknown, path: Path): string {
  let here: unknown = root;
  let text = '';
  for (const part of path) {
    if (typeof part === 'string') text += text === '' ? part : `.${part}`;
    else {
      const names = (here as readonly unknown[]).map(nameOf);
      const name = names[part] ?? null;
      const fits = name !== null && names.filter((one) => one === name).length === 1 && PART.exec(`[${name}]`)?.[2] === name;
      text += `[${fits ? name : part}]`;
    }
    here = (here as Record<string | number, unknown>)[part];
  }
  return text;
}

function nameOf(entry: unknown): string | null {
  if (typeof entry !== 'object' || entry === null) return null;
  const { id, kind } = entry as { readonly id?: unknown; readonly kind?: unknown };
  return typeof id === 'string' ? id : typeof kind === 'string' ? kind : null;
}

function kindOf(here: unknown): string {
  if (here === null) return 'is null; set it as a whole';
  if (Array.isArray(here)) return 'is a list; name an entry by its position, id or kind';
  return typeof here === 'object' ? 'is no list' : 'is a single value';
}

/** A copy of `root` with one value replaced; shares with `root` whatever lies beside the path. */
export function withValueAt(root: unknown, path: Path, value: unknown): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (Array.isArray(root)) {
    const copy = [...(root as readonly unknown[])];
    copy[part as number] = withValueAt(copy[part as number], rest, value);
    return copy;
  }
  const fields = root as Readonly<Record<string, unknown>>;
  return { ...fields, [part]: withValueAt(fields[part], rest, value) };
}

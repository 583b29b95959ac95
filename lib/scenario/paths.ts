import { ok, fail, problem, type Result } from '@/lib/base/result';

/** Keys and positions from the root of a document to one value in it. Empty: the document itself. */
export type Path = readonly (string | number)[];

const PLAIN_KEY = /^[A-Za-z_$][\w$]*$/;
const LONGEST_KEY = 48;

/** As in code: `workload[0].arrivals.ratePerS`; a key that is no plain word is quoted: `regions[0]["a b"]`. */
export function pathText(path: Path): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (PLAIN_KEY.test(part) && part.length <= LONGEST_KEY) text += text === '' ? part : `.${part}`;
    else text += `[${JSON.stringify(part.length > LONGEST_KEY ? `${part.slice(0, LONGEST_KEY)}...` : part)}]`;
  }
  return text;
}

const PART = /^(?:\[(\d{1,9})\]|(\.?)([A-Za-z_$][\w$]*))/;

/** The inverse of `pathText` for the paths of scenarios, whose keys are all plain words. */
export function pathOf(text: string): Result<Path> {
  const path: (string | number)[] = [];
  let rest = text;
  while (rest !== '') {
    const part = PART.exec(rest);
    if (part === null || (part[3] !== undefined && (part[2] === '.') !== path.length > 0)) {
      return fail(problem('', text, 'a path is written like workload[0].arrivals.ratePerS'));
    }
    path.push(part[3] ?? Number(part[1]));
    rest = rest.slice(part[0].length);
  }
  return ok(path);
}

/** The value at a path, looking at own keys only; undefined where the path leads nowhere. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

/**
 * What is wrong with a piece of outside data: where it stands, what was found there, and the rule it breaks.
 * `path` is written as in code (`regions[2].name`), empty for the whole document. `value` is a short printed form
 * of what was found (at most 80 characters). `message` is one sentence that holds all three.
 */
export interface Problem {
  readonly path: string;
  readonly value: string;
  readonly rule: string;
  readonly message: string;
}

/** Bad input at a door is a value, not an exception. `problems` is never empty. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function problem(path: string, value: unknown, rule: string): Problem {
  const shown = show(value);
  const where = path === '' ? 'The document' : path;
  return { path, value: shown, rule, message: `${where}: ${rule} (found ${shown}).` };
}

export function fail<T = never>(...problems: readonly [Problem, ...Problem[]]): Result<T> {
  return { ok: false, problems };
}

/** A value as a person would write it, cut to 80 characters. Never throws, whatever the value. */
export function show(value: unknown): string {
  const text = printed(value);
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}

function printed(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return `"${value.length > 80 ? value.slice(0, 80) : value}"`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'function') return 'a function';
  return String(value);
}

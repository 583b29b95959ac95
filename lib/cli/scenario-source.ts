/** A scenario by the name that a person gives it: a preset's id, a file, or a link (a whole address, or its payload). */
import { readFileSync, statSync, type Stats } from 'node:fs';

import { fail, ok, problem, type Result } from '@/lib/base/result';
import { readFragment } from '@/lib/scenario/fragment';
import { decodeLink, type OpenedLink } from '@/lib/scenario/link';
import { nearest } from '@/lib/scenario/nearest';
import { parseScenarioText } from '@/lib/scenario/parse';
import { preset, PRESETS } from '@/lib/scenario/presets';
import { LIMITS } from '@/lib/scenario/limits';

const ADDRESS = /^[a-z]+:\/\/|#/i;
const PAYLOAD = /^\d+\.[A-Za-z0-9_-]{8,}$/;

export function scenarioFrom(name: string): Result<OpenedLink> {
  const shipped = preset(name);
  if (shipped !== undefined) return ok({ scenario: shipped, digest: null, semantics: null });
  if (entryAt(name)?.isFile() === true) return fromFile(name);
  if (ADDRESS.test(name) || PAYLOAD.test(name.trim())) return fromLink(name.trim());
  const ids = PRESETS.map(({ id }) => id);
  const meant = nearest(name, ids);
  const folder = entryAt(name)?.isDirectory() === true;
  const rule = `is no preset, file or link${folder ? ', but a folder' : ''}${meant === undefined ? '' : `; "${meant}" perhaps`}. The presets are ${ids.join(', ')}`;
  const found = problem('PRESET|FILE|LINK', name, rule);
  return fail({ ...found, message: `${found.value} ${rule}.` });
}

/** null where there is nothing, or the name is none that a file could have: a link is longer than those may be. */
export function entryAt(name: string): Stats | null {
  try {
    return statSync(name);
  } catch {
    return null;
  }
}

function fromLink(address: string): Result<OpenedLink> {
  const hash = address.indexOf('#');
  if (hash < 0 && ADDRESS.test(address)) return fail(problem('link', address, 'holds no scenario: nothing stands behind a "#"'));
  const fragment = readFragment(address);
  if (fragment.payload !== null) return decodeLink(fragment.payload);
  const shipped = fragment.preset === null ? undefined : preset(fragment.preset);
  if (shipped !== undefined) return ok({ scenario: shipped, digest: null, semantics: null });
  if (fragment.preset !== null) return fail(problem('link', fragment.preset, 'names a preset that does not exist'));
  return fail(problem('link', address, 'holds no scenario behind its "#"'));
}

function fromFile(path: string): Result<OpenedLink> {
  const { size } = statSync(path);
  if (size > LIMITS.documentBytes) return fail(problem(path, size, `must have at most ${LIMITS.documentBytes} bytes`));
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return fail(problem(path, (error as Error).message, 'could not be read'));
  }
  const parsed = parseScenarioText(text);
  return parsed.ok ? ok({ scenario: parsed.value, digest: null, semantics: null }) : inFile(path, parsed);
}

/** What is wrong with a document as a whole is wrong with the file at `path`, whose name says which of many it was. */
export function inFile<T>(path: string, read: Result<T>): Result<T> {
  if (read.ok) return read;
  const [first, ...rest] = read.problems.map((one) =>
    one.path === '' ? { ...one, path, message: `${path}: ${one.rule} (found ${one.value}).` } : one,
  );
  return fail(first!, ...rest);
}

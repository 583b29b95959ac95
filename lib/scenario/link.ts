/**
 * A scenario as a piece of an address: `1.` and folded JSON `[scenario, digest, semantics]` with all schema defaults left out.
 */
import { fail, ok, problem, type Result } from '@/lib/base/result';
import { SEMANTICS } from '@/lib/report/semantics';

import { withoutDefaults } from './defaults';
import { foldJson, unfoldJson, type Folding } from './folding';
import { parseScenario } from './parse';
import { LIMITS } from './limits';
import type { Scenario } from './schema';
import { grouped } from './words';

const FOLDING: Folding = { mark: '', version: 1 };
const DIGEST = /^[0-9a-f]{16}$/;

export interface OpenedLink {
  readonly scenario: Scenario;
  /** Of the run that was shared, 16 hex digits, and the simulator's semantics it was made under; null without a run. */
  readonly digest: string | null;
  readonly semantics: number | null;
}

/** The payload of a link. `digest` is that of a finished run of this scenario by this simulator. */
export function encodeLink(scenario: Scenario, digest: string | null = null): string {
  if (digest !== null && !DIGEST.test(digest)) throw new RangeError(`a digest has 16 hex digits, not ${digest}`);
  const lean = withoutDefaults(scenario);
  return foldJson(digest === null ? [lean] : [lean, digest, SEMANTICS], FOLDING);
}

/** Never throws, and never answers a scenario other than the one that was encoded. */
export function decodeLink(payload: string): Result<OpenedLink> {
  const unfolded = unfoldJson(payload, FOLDING);
  return unfolded.ok ? opened(payload, unfolded.value) : unfolded;
}

function opened(payload: string, content: unknown): Result<OpenedLink> {
  if (!Array.isArray(content) || (content.length !== 1 && content.length !== 3)) {
    return refused(payload, 'must hold a scenario, alone or with the digest and the semantics of its run');
  }
  const [raw, digest, semantics] = content as readonly unknown[];
  const scenario = parseScenario(raw);
  if (!scenario.ok) return scenario;
  if (content.length === 1) return ok({ scenario: scenario.value, digest: null, semantics: null });
  if (typeof digest !== 'string' || !DIGEST.test(digest)) return fail(problem('link.digest', digest, 'must be 16 hex digits'));
  if (typeof semantics !== 'number' || !Number.isSafeInteger(semantics)) {
    return fail(problem('link.semantics', semantics, 'must be a whole number'));
  }
  return ok({ scenario: scenario.value, digest, semantics });
}

function refused(payload: string, rule: string): Result<never> {
  return fail(problem('link', payload, rule));
}

/** What a person should know about a link of so many characters (the whole address); null: nothing. */
export function linkWarning(characters: number): string | null {
  if (characters > LIMITS.linkCharacters)
    return `${grouped(characters)} characters are too many to be opened; save the scenario as a file.`;
  if (characters > 8_000)
    return `${grouped(characters)} characters: many programs cut or refuse links beyond 8,000; a file is safer.`;
  if (characters > 2_000) return `${grouped(characters)} characters: some mail and chat programs cut links beyond 2,000.`;
  return null;
}

/**
 * A scenario as a piece of an address: `1.` and base64url characters. Inside, from the outside in: six characters of
 * checksum at the end, raw deflate (RFC 1951), compact JSON `[scenario, digest, semantics]` with all schema defaults left
 * out. The checksum is taken over the characters, so whatever happens to a link on its way is seen before anything is
 * unfolded: one changed character always, anything else but for one case in four billion.
 */
import { deflateSync, strFromU8, strToU8 } from 'fflate';

import { hashString } from '@/lib/base/hash';
import { fail, ok, problem, type Result } from '@/lib/base/result';
import { SEMANTICS } from '@/lib/report/semantics';

import { fromBase64Url, toBase64Url, wordToBase64Url } from './base64url';
import { withoutDefaults } from './defaults';
import { inflateWithin } from './inflate';
import { parseJsonText } from './json-text';
import { parseScenario } from './parse';
import { LIMITS } from './limits';
import type { Scenario } from './schema';
import { grouped } from './words';

const LINK_VERSION = 1;
const CHECKSUM_CHARACTERS = 6;
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
  const text = JSON.stringify(digest === null ? [lean] : [lean, digest, SEMANTICS]);
  // `mem` is given because fflate's own choice of it takes a logarithm.
  const body = toBase64Url(deflateSync(strToU8(text), { level: 9, mem: 8 }));
  return `${LINK_VERSION}.${body}${checksum(body)}`;
}

/** Never throws, and never answers a scenario other than the one that was encoded. */
export function decodeLink(payload: string): Result<OpenedLink> {
  if (payload.length > LIMITS.linkCharacters) {
    return refused(payload, `must have at most ${grouped(LIMITS.linkCharacters)} characters, and has ${grouped(payload.length)}`);
  }
  const parts = /^([1-9]\d{0,3})\.([A-Za-z0-9_-]+)$/.exec(payload);
  if (parts === null) return refused(payload, 'is not a Switchyard link, or only a piece of one');
  if (Number(parts[1]) > LINK_VERSION) return refused(payload, 'was made by a newer version of Switchyard');
  const characters = parts[2]!;
  const body = characters.slice(0, -CHECKSUM_CHARACTERS);
  if (characters.slice(-CHECKSUM_CHARACTERS) !== checksum(body)) {
    return refused(payload, 'is damaged: a part of it is missing or was changed on the way, so nothing is opened');
  }
  const bytes = fromBase64Url(body);
  const unfolded = bytes === null ? 'broken' : inflateWithin(bytes, LIMITS.documentBytes);
  if (unfolded === 'too long') {
    return refused(payload, `must unfold to at most ${grouped(LIMITS.documentBytes)} bytes, and unfolds to more`);
  }
  if (unfolded === 'broken') return refused(payload, 'does not unfold: what is inside is not deflated text');
  const json = parseJsonText(strFromU8(unfolded));
  if (!json.ok) return json;
  return opened(payload, json.value);
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

function checksum(body: string): string {
  return wordToBase64Url(hashString(body, LINK_VERSION));
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

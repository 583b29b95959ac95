/**
 * JSON as a piece of an address: a mark, a version, a dot, and base64url characters. Inside, from the outside in: six characters of
 * checksum at the end, raw deflate (RFC 1951), compact JSON. The checksum is taken over the characters, so whatever happens to a link on
 * its way is seen before anything is unfolded: one changed character always, anything else but for one case in four billion.
 */
import { deflateSync, strFromU8, strToU8 } from 'fflate';

import { hashString } from '@/lib/base/hash';
import { fail, problem, type Result } from '@/lib/base/result';

import { fromBase64Url, toBase64Url, wordToBase64Url } from './base64url';
import { inflateWithin } from './inflate';
import { parseJsonText } from './json-text';
import { LIMITS } from './limits';
import { grouped } from './words';

const CHECKSUM_CHARACTERS = 6;

/** What tells one kind of link from another: a letter or none, and the newest version that is understood. */
export interface Folding {
  readonly mark: string;
  readonly version: number;
}

export function foldJson(content: unknown, { mark, version }: Folding): string {
  // `mem` is given because fflate's own choice of it takes a logarithm.
  const body = toBase64Url(deflateSync(strToU8(JSON.stringify(content)), { level: 9, mem: 8 }));
  return `${mark}${version}.${body}${checksum(body, version)}`;
}

/** Never throws. */
export function unfoldJson(payload: string, { mark, version }: Folding): Result<unknown> {
  if (payload.length > LIMITS.linkCharacters) {
    return refused(payload, `must have at most ${grouped(LIMITS.linkCharacters)} characters, and has ${grouped(payload.length)}`);
  }
  const parts = /^([a-z]?)([1-9]\d{0,3})\.([A-Za-z0-9_-]+)$/.exec(payload);
  if (parts === null || parts[1] !== mark) return refused(payload, 'is not a Switchyard link, or only a piece of one');
  if (Number(parts[2]) > version) return refused(payload, 'was made by a newer version of Switchyard');
  const characters = parts[3]!;
  const body = characters.slice(0, -CHECKSUM_CHARACTERS);
  if (characters.slice(-CHECKSUM_CHARACTERS) !== checksum(body, version)) {
    return refused(payload, 'is damaged: a part of it is missing or was changed on the way, so nothing is opened');
  }
  const bytes = fromBase64Url(body);
  const unfolded = bytes === null ? 'broken' : inflateWithin(bytes, LIMITS.documentBytes);
  if (unfolded === 'too long') {
    return refused(payload, `must unfold to at most ${grouped(LIMITS.documentBytes)} bytes, and unfolds to more`);
  }
  if (unfolded === 'broken') return refused(payload, 'does not unfold: what is inside is not deflated text');
  return parseJsonText(strFromU8(unfolded));
}

function checksum(body: string, version: number): string {
  return wordToBase64Url(hashString(body, version));
}

function refused(payload: string, rule: string): Result<never> {
  return fail(problem('link', payload, rule));
}

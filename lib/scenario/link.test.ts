import { deflateSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';

import { hashString } from '@/lib/base/hash';
import { SEMANTICS } from '@/lib/report/semantics';

import { toBase64Url, wordToBase64Url } from './base64url';
import { canonicalText } from './canonical';
import { inflateWithin } from './inflate';
import { decodeLink, encodeLink, linkWarning } from './link';
import { preset, PRESETS } from './presets';
import { LIMITS } from './limits';

const scenario = preset('brown-out')!;

/** A payload with a right checksum around whatever bytes. */
function sealed(bytes: Uint8Array): string {
  const body = toBase64Url(bytes);
  return `1.${body}${wordToBase64Url(hashString(body, 1))}`;
}

function sealedText(text: string): string {
  return sealed(deflateSync(strToU8(text)));
}

function sentence(payload: string): string {
  const opened = decodeLink(payload);
  return opened.ok ? '' : opened.problems[0]!.rule;
}

/** Deflate by hand, RFC 1951: one fixed-code block of a zero byte and `copies` times "258 more of it", 13 bits each. */
function bomb(copies: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((3 + 8 + copies * 13 + 7) / 8));
  let at = 0;
  const write = (bits: string): void => {
    for (const bit of bits) {
      if (bit === '1') bytes[at >> 3]! |= 1 << (at & 7);
      at += 1;
    }
  };
  write('1'); // the last block
  write('10'); // fixed codes, least bit first
  write('00110000'); // literal 0
  const period = '1100010100000'; // length 258, distance 1
  for (let i = 0; i < Math.min(copies, 16); i++) write(period);
  // Eight codes fill thirteen bytes exactly, so the rest is a copy of what stands thirteen bytes before.
  for (let i = 15; i < bytes.length; i++) bytes[i] = bytes[i - 13]!;
  at = 3 + 8 + copies * 13;
  for (let i = at; i < bytes.length * 8; i++) bytes[i >> 3]! &= ~(1 << (i & 7));
  return bytes;
}

describe('a link', () => {
  it('opens to the same scenario, for every preset', () => {
    for (const { id } of PRESETS) {
      const opened = decodeLink(encodeLink(preset(id)!));
      expect(opened.ok && canonicalText(opened.value.scenario)).toBe(canonicalText(preset(id)!));
      expect(opened.ok && [opened.value.digest, opened.value.semantics]).toEqual([null, null]);
    }
  });

  it("carries a run's digest with the simulator's semantics", () => {
    const opened = decodeLink(encodeLink(scenario, '0123456789abcdef'));
    expect(opened.ok && [opened.value.digest, opened.value.semantics]).toEqual(['0123456789abcdef', SEMANTICS]);
  });

  it('has characters only that an address carries unchanged', () => {
    expect(encodeLink(scenario)).toMatch(/^1\.[A-Za-z0-9_-]+$/);
  });

  it('of every preset is short enough for mail and chat', () => {
    for (const { id } of PRESETS) expect(encodeLink(preset(id)!, '0123456789abcdef').length).toBeLessThan(1_000);
  });

  it('is made of a digest of 16 hex digits or of none', () => {
    expect(() => encodeLink(scenario, 'xyz')).toThrow(RangeError);
  });
});

describe('a link that is not whole opens nothing and says why', () => {
  const payload = encodeLink(scenario, '0123456789abcdef');

  it('cut in half', () => {
    expect(sentence(payload.slice(0, payload.length / 2))).toMatch(/^is damaged: a part of it is missing/);
  });

  it('cut anywhere', () => {
    for (let at = 0; at < payload.length; at++) expect(decodeLink(payload.slice(0, at)).ok).toBe(false);
  });

  it('changed in any one character', () => {
    for (let at = 0; at < payload.length; at++) {
      const other = payload[at] === 'A' ? 'B' : 'A';
      expect(decodeLink(payload.slice(0, at) + other + payload.slice(at + 1)).ok).toBe(false);
    }
  });

  it('with something added', () => {
    expect(sentence(`${payload}A`)).toMatch(/^is damaged/);
    expect(sentence(`${payload}.`)).toMatch(/^is not a Switchyard link/);
    expect(sentence('')).toMatch(/^is not a Switchyard link/);
  });

  it('made by a newer version', () => {
    expect(sentence(payload.replace('1.', '2.'))).toBe('was made by a newer version of Switchyard');
  });
});

describe('a link made to do harm', () => {
  const gigabyte = bomb(4_200_000);

  it('that unfolds to a gigabyte is too long to be looked at', () => {
    expect(sentence(sealed(gigabyte))).toMatch(/^must have at most 200,000 characters/);
  });

  it('that unfolds to a gigabyte stops within a slice of the cap', () => {
    expect(inflateWithin(bomb(1_000), LIMITS.documentBytes)).toHaveLength(1 + 258_000);
    expect(inflateWithin(gigabyte, LIMITS.documentBytes)).toBe('too long');
  });

  it('that is short and unfolds to 20 MB is stopped with a sentence', () => {
    expect(sentence(sealed(bomb(80_000)))).toBe('must unfold to at most 1,000,000 bytes, and unfolds to more');
  });

  it.each([
    ['bytes that are not deflated', sealed(new Uint8Array([7, 7, 7, 7])), 'does not unfold'],
    ['a deflated text without its end', sealed(deflateSync(strToU8('[{"version":1}]')).subarray(0, -3)), 'does not unfold'],
    ['no bytes', sealed(new Uint8Array(0)), ''],
    ['text that is not JSON', sealedText('hello'), 'must be JSON, and is not at line 1, column 1'],
    ['JSON that is no list', sealedText('{}'), 'must hold a scenario'],
    ['an empty list', sealedText('[]'), 'must hold a scenario'],
    ['a list of nothing', sealedText('[null]'), 'must be an object'],
    ['a digest that is none', sealedText(`[${canonicalText(scenario)},"x",1]`), 'must be 16 hex digits'],
    ['semantics that are none', sealedText(`[${canonicalText(scenario)},"0123456789abcdef","1"]`), 'must be a whole number'],
    ['ten thousand levels', sealedText('['.repeat(10_000) + ']'.repeat(10_000)), 'must not lie deeper'],
  ])('with %s', (_what, payload, rule) => {
    expect(decodeLink(payload).ok).toBe(false);
    expect(sentence(payload)).toContain(rule);
  });
});

describe('the length of a link', () => {
  it('is warned of beyond 2,000, 8,000 and what can be opened', () => {
    expect(linkWarning(2_000)).toBeNull();
    expect(linkWarning(2_001)).toBe('2,001 characters: some mail and chat programs cut links beyond 2,000.');
    expect(linkWarning(8_001)).toMatch(/^8,001 characters: many programs cut or refuse/);
    expect(linkWarning(200_001)).toMatch(/too many to be opened/);
  });
});

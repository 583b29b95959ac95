/**
 * JSON text to a value, with the place of an error. Engines word their errors differently and some give no place, so a
 * small scanner of our own finds it; it runs only after the platform's parser has refused the text.
 */
import { fail, ok, type Result } from '@/lib/base/result';

import { LIMITS } from './limits';
import { tooMuch } from './too-much';
import { grouped } from './words';

export function parseJsonText(text: string): Result<unknown> {
  const bytes = utf8Bytes(text, LIMITS.documentBytes);
  if (bytes > LIMITS.documentBytes) {
    return fail(tooMuch(`must take at most ${grouped(LIMITS.documentBytes)} bytes as text`));
  }
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return ok(JSON.parse(body) as unknown);
  } catch {
    const at = firstJsonError(body);
    const { line, column } = placeOf(body, at.offset);
    const found = at.offset < body.length ? String.fromCodePoint(body.codePointAt(at.offset)!) : 'the end of the text';
    const rule = `must be JSON, and is not at line ${line}, column ${column}, where ${at.expected} is expected`;
    const value = at.offset < body.length ? JSON.stringify(found) : found;
    return fail({ path: '', value, rule, message: `The document: ${rule} (found ${value}).` });
  }
}

/** UTF-8 length of a text; gives up, with a number above `most`, as soon as it is known to be longer. */
export function utf8Bytes(text: string, most = Infinity): number {
  if (text.length > most) return text.length;
  let bytes = 0;
  for (let i = 0; i < text.length && bytes <= most; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit < 0xdc00 && text.charCodeAt(i + 1) >= 0xdc00 && text.charCodeAt(i + 1) < 0xe000) {
      bytes += 4;
      i += 1;
    } else bytes += 3;
  }
  return bytes;
}

/** Line and column from 1; a column is one UTF-16 unit, as editors count; lines end in LF, CR LF or CR. */
function placeOf(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length, column: lines[lines.length - 1]!.length + 1 };
}

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const STRING_PART = /[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Where a text that is not JSON stops being it, and what could have stood there. Never recurses. */
export function firstJsonError(text: string): { offset: number; expected: string } {
  const open: ('{' | '[')[] = [];
  let offset = 0;
  const eat = (pattern: RegExp): boolean => {
    pattern.lastIndex = offset;
    if (!pattern.test(text)) return false;
    offset = pattern.lastIndex;
    return true;
  };
  const eatString = (): string | null => {
    offset += 1;
    while (text[offset] !== '"') if (!eat(STRING_PART)) return 'the rest of a text and its closing quote';
    offset += 1;
    return null;
  };

  let need: 'value' | 'value or ]' | 'key' | 'key or }' | 'after' = 'value';
  for (;;) {
    eat(SPACE);
    const next = text[offset];
    if ((need === 'key or }' && next === '}') || (need === 'value or ]' && next === ']')) need = 'after';
    switch (need) {
      case 'key':
      case 'key or }': {
        if (next !== '"')
          return { offset, expected: need === 'key' ? 'a key in double quotes' : 'a key in double quotes or "}"' };
        const broken = eatString();
        if (broken !== null) return { offset, expected: broken };
        eat(SPACE);
        if (text[offset] !== ':') return { offset, expected: '":"' };
        offset += 1;
        need = 'value';
        break;
      }
      case 'value':
      case 'value or ]':
        if (next === '{' || next === '[') {
          open.push(next);
          offset += 1;
          need = next === '{' ? 'key or }' : 'value or ]';
        } else if (next === '"') {
          const broken = eatString();
          if (broken !== null) return { offset, expected: broken };
          need = 'after';
        } else if (eat(NUMBER) || eat(WORD)) need = 'after';
        else return { offset, expected: need === 'value' ? 'a value' : 'a value or "]"' };
        break;
      case 'after': {
        const inside = open[open.length - 1];
        if (inside === undefined) return { offset, expected: 'the end of the text' };
        const close = inside === '{' ? '}' : ']';
        if (next === close) open.pop();
        else if (next === ',') need = inside === '{' ? 'key' : 'value';
        else return { offset, expected: `"," or "${close}"` };
        offset += 1;
        break;
      }
    }
  }
}

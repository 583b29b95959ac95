/** What Zod found, in the words of a person who wrote a scenario: where, what was found there, and the rule. */
import { z } from 'zod';

import { problem, type Problem } from '@/lib/base/result';

import { nearest } from './nearest';
import { pathText, valueAt, type Path } from './paths';
import type { PlainCopy } from './plain';
import { grouped, listed } from './words';

/** The rule that an issue breaks. Given to Zod as its error map, because only there the schema that complained is known. */
export function ruleOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? `is required: ${kindOf(issue.expected)}` : `must be ${kindOf(issue.expected)}`;
    case 'too_small':
      return `must ${bound(issue.origin, 'at least', Number(issue.minimum))}`;
    case 'too_big':
      return `must ${bound(issue.origin, 'at most', Number(issue.maximum))}`;
    case 'invalid_value':
      return oneOf(issue.values, issue.input);
    case 'invalid_union': {
      const { discriminator, options } = issue as { discriminator?: string; options?: readonly unknown[] };
      if (discriminator === undefined || options === undefined) return 'has a form that is not known';
      return oneOf(options, valueAt(issue.input, [discriminator]));
    }
    case 'unrecognized_keys':
      return `knows only the keys ${listed(keysOf(issue.inst), 24)}`;
    default:
      return 'has a form that is not allowed';
  }
}

function kindOf(expected: string): string {
  switch (expected) {
    case 'number':
      return 'a finite number';
    case 'int':
      return 'a whole number';
    case 'string':
      return 'a text';
    case 'boolean':
      return 'true or false';
    case 'array':
      return 'a list';
    case 'object':
      return 'an object';
    default:
      return `a value of kind ${expected}`;
  }
}

function bound(origin: string, side: 'at least' | 'at most', value: number): string {
  if (origin === 'string') return `have ${side} ${counted(value, 'character')}`;
  if (origin === 'array') return `have ${side} ${counted(value, 'entry', 'entries')}`;
  return `be ${side} ${grouped(value)}`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

function oneOf(values: readonly unknown[], input: unknown): string {
  const words = values.map(String);
  const rule = words.length === 1 ? `must be ${words[0]}` : `must be one of ${listed(words, 24)}`;
  const meant = typeof input === 'string' ? nearest(input, words) : undefined;
  return meant === undefined ? rule : `${rule}; did you mean "${meant}"?`;
}

/** The keys of the object schema that raised an issue. */
function keysOf(inst: unknown): string[] {
  return inst instanceof z.ZodObject ? Object.keys(inst.shape) : [];
}

/**
 * One problem per place. What a list that is too long holds is not judged; each unknown key is a problem of its own and
 * comes with the key that was probably meant.
 */
export function problemsOf(issues: readonly z.core.$ZodIssue[], copy: PlainCopy): Problem[] {
  const tooLong = new Set(issues.filter((i) => i.code === 'too_big' && i.origin === 'array').map((i) => pathText(pathIn(i))));
  const found = new Map<string, Problem>();
  const add = (path: Path, rule: string): void => {
    const at = pathText(path);
    if (!found.has(at)) found.set(at, problem(at, valueShown(path, copy), rule));
  };
  for (const issue of issues) {
    const path = pathIn(issue);
    if (path.some((_, depth) => tooLong.has(pathText(path.slice(0, depth))))) continue;
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) add([...path, key], unknownKey(key, issue.message));
    } else add(path, issue.message);
  }
  return [...found.values()];
}

function unknownKey(key: string, allowed: string): string {
  const meant = nearest(key, allowed.replace(/^.* keys /, '').split(', '));
  const rule = `is an unknown key; its object ${allowed}`;
  return meant === undefined ? rule : `${rule}; did you mean "${meant}"?`;
}

function pathIn(issue: z.core.$ZodIssue): Path {
  return issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
}

/** A list that was cut on copying is shown with its true length (a list without elements costs nothing). */
function valueShown(path: Path, copy: PlainCopy): unknown {
  const value = valueAt(copy.value, path);
  const length = copy.cut.get(value);
  return length === undefined ? value : new Array(length);
}

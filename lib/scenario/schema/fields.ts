/** The kinds of value that a scenario is made of. */
import { z } from 'zod';

import { isCapability } from '@/lib/fleet/model';

import { LIMITS } from '../limits';

/** Zod may not build code from text: a page whose security policy forbids that would report a violation at start. */
z.config({ jitless: true });

/** Starts with a letter; letters, marks, digits, `.`, `_` and `-` follow. */
const ID_PATTERN = /^\p{L}[\p{L}\p{M}\p{N}._-]*$/u;

export const id = z
  .string()
  .min(1, 'must not be empty')
  .max(LIMITS.idCharacters, `must have at most ${LIMITS.idCharacters} characters`)
  .regex(ID_PATTERN, 'must start with a letter and go on with letters, digits, ".", "_" or "-"');

export const number = (min: number, max: number) => z.number().min(min).max(max);
export const integer = (min: number, max: number) => z.int().min(min).max(max);
export const ms = (max: number = LIMITS.durationMs) => number(0, max);
export const positiveMs = (max: number = LIMITS.durationMs) => number(0.001, max);
export const fraction = number(0, 1);
export const weight = number(-LIMITS.weight, LIMITS.weight);
export const timeMs = number(0, LIMITS.durationMs);

export const capability = z
  .string()
  .max(LIMITS.idCharacters)
  .refine((text) => isCapability(text), 'must be transcribe, synthesize, generate, code, embed, image_gen or custom:<name>');
export const ratePerS = number(0, LIMITS.ratePerS);

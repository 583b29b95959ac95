/**
 * Numbers that keep the draws of one try apart from those of every other: sub-entities of a request's number in its class. The first
 * sixteen tries of a class stand side by side, as they always did; later ones, which only many retries or fallbacks make, stand beyond
 * those of every class.
 */
import { LIMITS } from '@/lib/scenario/limits';

const NEAR = 16;
const FAR_FROM = NEAR * LIMITS.classes;
/** More than the tries of one request can be: a first one, retries and copies, in every stage. */
const FAR = 1_024;

/** `tryIndex` counts from 0 over all that a request sends out or is refused. */
export function tryDraw(classIndex: number, tryIndex: number): number {
  return tryIndex < NEAR ? classIndex * NEAR + tryIndex : FAR_FROM + classIndex * FAR + tryIndex;
}

const OWN_FROM = FAR_FROM + FAR * LIMITS.classes;
/** Numbers that a request has for good. Part of every digest: never renumber, only append. */
export const OWN_DRAW = { patience: 0, inputTokens: 1, outputTokens: 2 } as const;

export function ownDraw(classIndex: number, which: (typeof OWN_DRAW)[keyof typeof OWN_DRAW]): number {
  return OWN_FROM + classIndex * NEAR + which;
}

/** What is drawn once for a request, whatever its tries, goes by its first one. */
export function requestDraw(classIndex: number): number {
  return classIndex * NEAR;
}

import { kvCache } from './kv-cache';
import { prefix } from './prefix';
import { queue, running } from './relative';
import type { Scorer } from './scorer';
import { session } from './session';

/** Every scorer there is. */
export const scorers = { queue, running, 'kv-cache': kvCache, prefix, session } satisfies Record<string, Scorer>;

export type ScorerKind = keyof typeof scorers;

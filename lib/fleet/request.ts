import type { Capability } from './model';

/** Privacy levels, ascending. A region may serve a request whose level is at most its own. */
export const PRIVACY_LEVELS = ['public', 'internal', 'confidential', 'restricted'] as const;
export type PrivacyLevel = (typeof PRIVACY_LEVELS)[number];

/** 0 for `public` to 3 for `restricted`. */
export function privacyRank(level: PrivacyLevel): number {
  return PRIVACY_LEVELS.indexOf(level);
}

/** What a caller asks of the service. `costTolerance` is a whole number, 0 (cheapest) to 100; the reference takes up to 255. */
export interface Qos {
  readonly privacy: PrivacyLevel;
  readonly costTolerance: number;
  /** The whole answer within so many ms; left out: no bound. */
  readonly maxLatencyMs?: number;
  /** Requests per second that its node must be able to complete; left out: no bound. */
  readonly minThroughput?: number;
  /** Left out: true, as in the reference. */
  readonly preferGpu?: boolean;
}

export const DEFAULT_QOS: Qos = { privacy: 'internal', costTolerance: 50 };

/** A request as the router sees it. It never holds what only a simulator can know (the service demand). */
export interface InferenceRequest {
  readonly requestId: string;
  readonly capability: Capability;
  /** Region the request comes from; without one, no round-trip time is known and locality is neutral. */
  readonly origin?: string;
  readonly tenant?: string;
  /** Turns that share a prefix; consistent hashing keeps a session on its node. Without one, the request id is hashed. */
  readonly session?: string;
  readonly qos: Qos;
  /** Hashes (uint32) of the prompt's KV-cache blocks in order, each over the block and all before it, so that equal hashes mean equal prefixes. */
  readonly promptBlocks?: readonly number[];
  /** Nodes that earlier attempts of this request have tried; they are left out. Empty or absent on the first attempt. */
  readonly triedNodes?: readonly string[];
}

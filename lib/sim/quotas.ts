/**
 * What a node takes in at most: requests and tokens per minute, and requests at once. Beyond it an attempt is answered 429 at once and costs
 * nothing. The rates are token buckets that hold a minute's worth and fill evenly, as Anthropic and Azure OpenAI describe theirs: fixed minutes, as
 * LiteLLM counts, would let twice as much through around a boundary, and what a run shows would hang on where in the minute it
 * begins. A request is charged with its tokens in and out when it reaches the node, as if the node knew how long the answer will be.
 */
import type { Scenario } from '@/lib/scenario/schema';

import type { Stations } from './stations';
import { TokenBuckets, type TokenBucketsState } from './token-buckets';

const MINUTE_MS = 60_000;

export interface QuotasState {
  readonly requests: TokenBucketsState;
  readonly tokens: TokenBucketsState;
}

export class Quotas {
  private readonly requests: TokenBuckets;
  private readonly tokens: TokenBuckets;
  /** By node. */
  private readonly concurrent: Float64Array;
  private readonly stations: Stations;

  constructor(groups: Scenario['groups'], stations: Stations) {
    const limits = groups.flatMap(({ count, limits }) => Array.from({ length: count }, () => limits));
    this.requests = perMinute(limits.map((of) => of?.requestsPerMinute ?? null));
    this.tokens = perMinute(limits.map((of) => of?.tokensPerMinute ?? null));
    this.concurrent = Float64Array.from(limits, (of) => of?.concurrent ?? Infinity);
    this.stations = stations;
  }

  /**
   * Takes an attempt of so many tokens in and answers -1; or answers how long its client is told to stay away, in whole ms from 1 up, 0 where
   * the node cannot tell.
   */
  admit(node: number, tokens: number, nowMs: number): number {
    const { stations } = this;
    if (stations.busy(node) + stations.queued(node) >= this.concurrent[node]!) return 0;
    const waitMs = Math.max(this.requests.waitMs(node, 1, nowMs), this.tokens.waitMs(node, tokens, nowMs));
    // The next whole ms, so that whoever comes back at that time is not too early by the last bit.
    if (waitMs > 0) return Math.floor(waitMs) + 1;
    this.requests.take(node, 1, nowMs);
    this.tokens.take(node, tokens, nowMs);
    return -1;
  }

  save(): QuotasState {
    return { requests: this.requests.save(), tokens: this.tokens.save() };
  }

  restore(state: QuotasState): void {
    this.requests.restore(state.requests);
    this.tokens.restore(state.tokens);
  }
}

function perMinute(quotas: readonly (number | null)[]): TokenBuckets {
  const capacity = Float64Array.from(quotas, (quota) => quota ?? Infinity);
  return new TokenBuckets(
    capacity,
    capacity.map((quota) => quota / MINUTE_MS),
  );
}

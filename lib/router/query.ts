import type { DeploymentIndex, NodeIndex } from '@/lib/fleet/ids';
import { ROUTE_ERROR, type RouteErrorCode } from './decision';

/** The hot form of a request. Owned and reused by the caller. */
export interface RouteQuery {
  /** From `Router.requestClass`. */
  requestClass: number;
  /** uint32: hash of the session, or of the request when it has none. */
  key: number;
  /** 0 for the first attempt. */
  attempt: number;
  /** Nodes that earlier attempts tried: the first `triedCount` entries. */
  tried: Int32Array;
  triedCount: number;
  /** Whether those nodes are left out even where there is no other. */
  onlyUntried: boolean;
  /** Hashes of the prompt's blocks: the first `blockCount` entries; see `InferenceRequest.promptBlocks`. */
  blocks: Uint32Array;
  blockCount: number;
}

/** The part of a query that policies may read beside its class. */
export type Prompt = Pick<RouteQuery, 'blocks' | 'blockCount'>;

/** A query of class 0 without a history or a prompt, to be filled in. */
export function emptyQuery(): RouteQuery {
  return {
    requestClass: 0,
    key: 0,
    attempt: 0,
    tried: NO_NODES,
    triedCount: 0,
    onlyUntried: false,
    blocks: NO_BLOCKS,
    blockCount: 0,
  };
}

const NO_NODES = new Int32Array(0);
const NO_BLOCKS = new Uint32Array(0);

/** Written by `route()`; owned and reused by the caller. */
export interface RouteResult {
  /** -1 when refused. */
  deployment: DeploymentIndex;
  error: RouteErrorCode;
  /** The attempt holds a probe slot of a half-open node. */
  probe: boolean;
  /** The node's breaker epoch; hand it back in `ended()`. */
  epoch: number;
}

export function emptyResult(): RouteResult {
  return { deployment: -1, error: ROUTE_ERROR.none, probe: false, epoch: 0 };
}

/** Whether an earlier attempt went to the node. */
export function isTried(query: RouteQuery, node: NodeIndex): boolean {
  for (let i = 0; i < query.triedCount; i++) if (query.tried[i] === node) return true;
  return false;
}

/**
 * Nodes that come and go by the timeline. A drained node takes no new requests and is gone when its last attempt is over, whoever still
 * waits for it or not; one that joins loads for a while and is then ready. What the routers know of a node's health, and its breakers, stay
 * as they are while it is away. The status itself stands in the routers' catalogs, the same in all of them.
 */
import type { DeploymentStatus } from '@/lib/fleet/deployment';
import type { Router } from '@/lib/router/router';

import type { Attempts } from './attempts';

export interface LifecycleState {
  readonly readyAtMs: Float64Array;
}

export class Lifecycle {
  /** Nodes that drain now. */
  draining = 0;
  /** By node, while it loads: when it will be ready. */
  private readonly readyAtMs: Float64Array;
  /** A node has joined and is ready. */
  onStart: (node: number, nowMs: number) => void = () => {};
  private readonly routers: readonly Router[];
  private readonly attempts: Attempts;

  /** Nodes whose place in `away` is true start removed. */
  constructor(away: readonly boolean[], routers: readonly Router[], attempts: Attempts) {
    this.readyAtMs = new Float64Array(away.length);
    this.routers = routers;
    this.attempts = attempts;
    away.forEach((starts, node) => {
      if (starts) this.set(node, 'removed');
    });
  }

  status(node: number): DeploymentStatus {
    return this.routers[0]!.catalog.nodeStatus(node);
  }

  /** Whether there is a server to ask how it is: not while it loads, nor once it is removed. */
  isUp(node: number): boolean {
    const { catalog } = this.routers[0]!;
    if (catalog.away === 0) return true;
    const status = catalog.nodeStatus(node);
    return status === 'ready' || status === 'draining';
  }

  /** Those that are ready take no new requests from now on; those that load are gone at once; the others stay as they are. */
  drain(nodes: readonly number[]): void {
    for (const node of nodes) {
      const status = this.status(node);
      if (status === 'ready' && this.attempts.on(node) > 0) {
        this.draining++;
        this.set(node, 'draining');
      } else if (status === 'ready' || status === 'loading') this.set(node, 'removed');
    }
  }

  /**
   * Those that are gone load until `readyAtMs`, or are ready at once where that is now; those that still drain take requests again, for their
   * models are loaded; those that are ready or load already stay as they are.
   */
  join(nodes: readonly number[], readyAtMs: number, nowMs: number): void {
    for (const node of nodes) {
      const status = this.status(node);
      if (status === 'draining') {
        this.draining--;
        this.set(node, 'ready');
      } else if (status === 'removed') {
        this.readyAtMs[node] = readyAtMs;
        if (readyAtMs > nowMs) this.set(node, 'loading');
        else this.start(node, nowMs);
      }
    }
  }

  /** Those of the nodes whose loading ends now are ready. One that was drained and has joined again meanwhile loads longer. */
  loaded(nodes: readonly number[], nowMs: number): void {
    for (const node of nodes) {
      if (this.status(node) === 'loading' && this.readyAtMs[node] === nowMs) this.start(node, nowMs);
    }
  }

  /** An attempt has left the node. To be called while anybody drains. */
  freed(node: number): void {
    if (this.attempts.on(node) > 0 || this.status(node) !== 'draining') return;
    this.draining--;
    this.set(node, 'removed');
  }

  save(): LifecycleState {
    return { readyAtMs: this.readyAtMs.slice() };
  }

  /** Expects the routers to be restored. */
  restore(state: LifecycleState): void {
    this.readyAtMs.set(state.readyAtMs);
    this.draining = 0;
    for (let node = 0; node < this.readyAtMs.length; node++) if (this.status(node) === 'draining') this.draining++;
  }

  private start(node: number, nowMs: number): void {
    this.set(node, 'ready');
    this.onStart(node, nowMs);
  }

  private set(node: number, status: DeploymentStatus): void {
    for (const { catalog } of this.routers) {
      for (const deployment of catalog.deploymentsOn(node)) catalog.setStatus(deployment, status);
    }
  }
}

/**
 * When the routers hear what the nodes say of their load. With a refresh interval every node that is up reports at every multiple of it, to
 * all routers at once, after everything else at that instant; in between they know nothing newer, and a node that is down, cut off or away leaves its
 * last report to age. Without an interval the routers hear of every change at once, a crash included, but only while somebody reads it: no
 * strategy that counts for itself pays for reports.
 */
import type { Router } from '@/lib/router/router';

import type { FaultBoard } from './faults';
import type { Lifecycle } from './lifecycle';
import type { Stations } from './stations';

export interface ReportingState {
  readonly round: number;
}

export class Reporting {
  /** When all nodes report next; Infinity without an interval. */
  nextMs = Infinity;
  /** Whether every change is to be reported; ask before telling of one. */
  atOnce = false;
  private round = 0;
  private readonly refreshMs: number;
  private readonly routers: readonly Router[];
  private readonly stations: Stations;
  private readonly faults: FaultBoard;
  private readonly lifecycle: Lifecycle;

  /** `refreshMs` 0: at every change. */
  constructor(refreshMs: number, routers: readonly Router[], stations: Stations, faults: FaultBoard, lifecycle: Lifecycle) {
    this.refreshMs = refreshMs;
    this.routers = routers;
    this.stations = stations;
    this.faults = faults;
    this.lifecycle = lifecycle;
    this.aim();
    this.follow(0);
  }

  /** To be called when strategy or policies have changed: whoever begins to read loads finds them as they are. */
  follow(nowMs: number): void {
    const before = this.atOnce;
    this.atOnce = this.isReadAtOnce();
    if (this.atOnce && !before) for (let node = 0; node < this.stations.count; node++) this.report(node, nowMs);
  }

  /** A node's load has changed; nobody hears of it while the node is cut off. */
  report(node: number, nowMs: number): void {
    if (this.faults.cut[node] === 1) return;
    const queued = this.stations.queued(node);
    const running = this.stations.busy(node);
    for (const router of this.routers) router.signals.reportLoad(node, queued, running, nowMs);
  }

  /** All nodes that are up report. O(nodes x routers). */
  refresh(nowMs: number): void {
    for (let node = 0; node < this.stations.count; node++) {
      if (this.faults.down[node] === 0 && this.lifecycle.isUp(node)) this.report(node, nowMs);
    }
    this.round++;
    this.aim();
  }

  /** How old the routers' knowledge of a node's load is; null before it has reported. */
  ageMs(node: number, nowMs: number): number | null {
    if (this.atOnce) return 0;
    const atMs = this.routers[0]!.signals.atMs(node);
    return atMs === -Infinity ? null : nowMs - atMs;
  }

  save(): ReportingState {
    return { round: this.round };
  }

  /** Expects the routers to be restored, their reports included. */
  restore(state: ReportingState): void {
    this.round = state.round;
    this.atOnce = this.isReadAtOnce();
    this.aim();
  }

  private isReadAtOnce(): boolean {
    return this.refreshMs === 0 && this.routers[0]!.needs.some((signal) => signal === 'queued' || signal === 'running');
  }

  private aim(): void {
    this.nextMs = this.refreshMs === 0 ? Infinity : this.round * this.refreshMs;
  }
}

/** Carries out the timeline: puts its edges on the agenda, and makes each take effect when it comes. */
import type { Router } from '@/lib/router/router';
import { RAMP_STEPS } from '@/lib/scenario/fault-rules';
import type { FaultEntry, Scenario, TimelineEntry } from '@/lib/scenario/schema';
import type { Arrivals } from '@/lib/workload/arrivals';

import { EVENT, NODE_EDGE, type Agenda } from './event';
import { EDGE, type FaultBoard } from './faults';
import type { Serving } from './serving';
import type { Lifecycle } from './lifecycle';

export class Timeline {
  private entries: readonly TimelineEntry[] = [];
  private readonly agenda: Agenda;
  private readonly faults: FaultBoard;
  private readonly serving: Serving;
  private readonly arrivals: Arrivals;
  private readonly routers: readonly Router[];
  private readonly lifecycle: Lifecycle;
  private readonly classes: ReadonlyMap<string, number>;

  constructor(
    scenario: Scenario,
    agenda: Agenda,
    faults: FaultBoard,
    serving: Serving,
    arrivals: Arrivals,
    routers: readonly Router[],
    lifecycle: Lifecycle,
  ) {
    this.agenda = agenda;
    this.faults = faults;
    this.serving = serving;
    this.arrivals = arrivals;
    this.routers = routers;
    this.lifecycle = lifecycle;
    this.classes = new Map(scenario.workload.map((workload, i) => [workload.id, i]));
    this.set(scenario.timeline);
    scenario.timeline.forEach((entry, i) => this.schedule(entry, i));
  }

  /** The entries, some added at the end or with a fault's end moved; puts nothing on the agenda. */
  set(entries: readonly TimelineEntry[]): void {
    this.entries = entries;
    this.faults.setTimeline(entries);
  }

  /** The entries after a live change: `changed` is the new one, or the fault whose end has moved. */
  change(entries: readonly TimelineEntry[], changed: number): void {
    const isNew = changed === this.entries.length;
    this.set(entries);
    const entry = entries[changed]!;
    if (isNew) this.schedule(entry, changed);
    else if (entry.kind === 'fault' && entry.untilMs !== null) this.agenda.addEdge(entry.untilMs, changed, EDGE.end);
  }

  /** Time of the next edge that will take effect, or `otherwise` where that is sooner. O(events pending). */
  nextMs(otherwise: number): number {
    let next = otherwise;
    this.agenda.heap.forEach(EVENT.timeline, (time, entry, edge) => {
      if (!this.isStale(time, entry, edge)) next = Math.min(next, time);
    });
    return next;
  }

  /** The end of a fault that was given another end, the next turn of a fault that is over, or of a clock that was stopped. */
  isStale(time: number, index: number, edge: number): boolean {
    const entry = this.entries[index]!;
    if (entry.kind !== 'fault' || edge === EDGE.begin) return false;
    if (edge >= NODE_EDGE) return this.faults.failures.isStale(index, edge - NODE_EDGE, time);
    return edge === EDGE.end ? entry.untilMs !== time : !this.faults.holds(index);
  }

  edge(index: number, edge: number, nowMs: number): void {
    const entry = this.entries[index]!;
    switch (entry.kind) {
      case 'strategy':
        for (const router of this.routers) router.setStrategy(entry.strategy);
        return this.serving.reporting.follow(nowMs);
      case 'weights':
        for (const router of this.routers) for (const { policy, weight } of entry.weights) router.setWeight(policy, weight);
        return;
      case 'traffic':
        return this.arrivals.setRate(this.classes.get(entry.class)!, entry.ratePerS, nowMs);
      case 'drain':
        return this.lifecycle.drain(this.faults.nodesOf(index));
      case 'join':
        if (edge === EDGE.begin) return this.lifecycle.join(this.faults.nodesOf(index), nowMs + entry.loadingMs, nowMs);
        return this.lifecycle.loaded(this.faults.nodesOf(index), nowMs);
      case 'fault':
        break;
    }
    if (edge >= NODE_EDGE) return this.turn(index, edge - NODE_EDGE, nowMs);
    if (edge === EDGE.begin) this.begin(entry, index, nowMs);
    else if (edge === EDGE.grow) this.addGrowth(this.faults.grow(index), index);
    else if (edge === EDGE.toggle && entry.fault.kind === 'flapping') {
      this.agenda.addEdge(nowMs + this.faults.toggle(index), index, EDGE.toggle);
    } else this.faults.end(index);
    for (const node of this.faults.nodesOf(index)) this.serving.settle(node, nowMs);
  }

  private begin({ atMs, rampMs, fault }: FaultEntry, index: number, nowMs: number): void {
    this.faults.begin(index, nowMs);
    if (rampMs > 0) this.addGrowth(atMs + rampMs / RAMP_STEPS, index);
    if (fault.kind === 'flapping' || fault.kind === 'cold-restart') {
      this.agenda.addEdge(nowMs + fault.downMs, index, EDGE.toggle);
    }
  }

  private addGrowth(atMs: number, index: number): void {
    if (atMs < Infinity) this.agenda.addEdge(atMs, index, EDGE.grow);
  }

  /** A single node fails or is repaired by itself. */
  private turn(index: number, node: number, nowMs: number): void {
    if (this.faults.turn(index, node, nowMs)) {
      this.serving.crash(node, nowMs);
      // Down for no time at all, it is up again by now.
      if (this.faults.dead[node] === 0) this.serving.startCold(node, nowMs);
    }
    this.serving.settle(node, nowMs);
  }

  private schedule(entry: TimelineEntry, index: number): void {
    this.agenda.addEdge(entry.atMs, index, EDGE.begin);
    if (entry.kind === 'fault' && entry.untilMs !== null) this.agenda.addEdge(entry.untilMs, index, EDGE.end);
    if (entry.kind === 'join' && entry.loadingMs > 0) this.agenda.addEdge(entry.atMs + entry.loadingMs, index, EDGE.end);
  }
}

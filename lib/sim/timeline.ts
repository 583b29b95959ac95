/** Carries out the timeline: puts its edges on the agenda, and makes each take effect when it comes. */
import type { Router } from '@/lib/router/router';
import type { Scenario, TimelineEntry } from '@/lib/scenario/schema';
import type { Arrivals } from '@/lib/workload/arrivals';

import { EVENT, type Agenda } from './event';
import { EDGE, type FaultBoard } from './faults';
import type { Flow } from './flow';
import type { Lifecycle } from './lifecycle';

export class Timeline {
  private entries: readonly TimelineEntry[] = [];
  private readonly agenda: Agenda;
  private readonly faults: FaultBoard;
  private readonly flow: Flow;
  private readonly arrivals: Arrivals;
  private readonly routers: readonly Router[];
  private readonly lifecycle: Lifecycle;
  private readonly classes: ReadonlyMap<string, number>;

  constructor(
    scenario: Scenario,
    agenda: Agenda,
    faults: FaultBoard,
    flow: Flow,
    arrivals: Arrivals,
    routers: readonly Router[],
    lifecycle: Lifecycle,
  ) {
    this.agenda = agenda;
    this.faults = faults;
    this.flow = flow;
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

  /** The end of a fault that was given another end, or the next flap of a fault that is over. */
  isStale(time: number, index: number, edge: number): boolean {
    const entry = this.entries[index]!;
    if (entry.kind !== 'fault' || edge === EDGE.begin) return false;
    return edge === EDGE.end ? entry.untilMs !== time : !this.faults.holds(index);
  }

  edge(index: number, edge: number, nowMs: number): void {
    const entry = this.entries[index]!;
    switch (entry.kind) {
      case 'strategy':
        for (const router of this.routers) router.setStrategy(entry.strategy);
        return this.flow.reporting.follow(nowMs);
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
    if (edge === EDGE.end) this.faults.end(index);
    else if (edge === EDGE.begin) this.faults.begin(index);
    if (entry.fault.kind === 'flapping' && edge !== EDGE.end) {
      const lastsMs = edge === EDGE.begin ? entry.fault.downMs : this.faults.toggle(index);
      this.agenda.addEdge(nowMs + lastsMs, index, EDGE.toggle);
    }
    for (const node of this.faults.nodesOf(index)) {
      this.flow.engine.slowDown(node, this.faults.slowDown[node]!, nowMs);
      if (this.faults.down[node] === 1) this.flow.crash(node, nowMs);
    }
  }

  private schedule(entry: TimelineEntry, index: number): void {
    this.agenda.addEdge(entry.atMs, index, EDGE.begin);
    if (entry.kind === 'fault' && entry.untilMs !== null) this.agenda.addEdge(entry.untilMs, index, EDGE.end);
    if (entry.kind === 'join' && entry.loadingMs > 0) this.agenda.addEdge(entry.atMs + entry.loadingMs, index, EDGE.end);
  }
}

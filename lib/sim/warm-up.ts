/**
 * Nodes that have just started and do not work at full speed yet: caches are empty, code is not compiled. A node's speed rises from its group's
 * fraction in equal steps, and work in service is re-timed at each.
 */
import { WARM_STEPS } from '@/lib/scenario/fault-rules';
import type { Group } from '@/lib/scenario/schema';

import { EVENT, type Agenda } from './event';

type ColdStart = Group['coldStart'];

export interface WarmUpState {
  readonly share: Float64Array;
  readonly sinceMs: Float64Array;
  readonly step: Int32Array;
  readonly starts: Int32Array;
  readonly dead: Uint8Array;
}

export class WarmUp {
  /** By node: the share of its speed that it works at. */
  readonly share: Float64Array;
  private readonly sinceMs: Float64Array;
  private readonly step: Int32Array;
  /** How often the node has started cold: a step that names an older start is stale. */
  private readonly starts: Int32Array;
  /** 1 while the node's process is dead, so that its next start is a cold one. */
  private readonly dead: Uint8Array;
  private readonly settings: readonly ColdStart[];
  private readonly agenda: Agenda;

  /** `settings` by node. */
  constructor(settings: readonly ColdStart[], agenda: Agenda) {
    this.settings = settings;
    this.agenda = agenda;
    this.share = new Float64Array(settings.length).fill(1);
    this.sinceMs = new Float64Array(settings.length);
    this.step = new Int32Array(settings.length);
    this.starts = new Int32Array(settings.length);
    this.dead = new Uint8Array(settings.length);
  }

  /** Whether the node's process is dead now; where it comes back to life, that is a cold start. */
  see(node: number, dead: number, nowMs: number): void {
    if (this.dead[node] === dead) return;
    this.dead[node] = dead;
    if (dead === 0) this.begin(node, nowMs);
  }

  /** The node starts cold. */
  begin(node: number, nowMs: number): void {
    const settings = this.settings[node]!;
    if (settings === null) return;
    this.starts[node]!++;
    this.step[node] = 0;
    this.sinceMs[node] = nowMs;
    this.share[node] = settings.speedFraction;
    this.plan(node, settings.warmUpMs);
  }

  isStale(node: number, start: number): boolean {
    return this.starts[node] !== start;
  }

  /** The node's next step up. */
  warm(node: number): void {
    const { speedFraction, warmUpMs } = this.settings[node]!;
    const step = ++this.step[node]!;
    this.share[node] = step === WARM_STEPS ? 1 : speedFraction + ((1 - speedFraction) * step) / WARM_STEPS;
    if (step < WARM_STEPS) this.plan(node, warmUpMs);
  }

  save(): WarmUpState {
    const { share, sinceMs, step, starts, dead } = this;
    return { share: share.slice(), sinceMs: sinceMs.slice(), step: step.slice(), starts: starts.slice(), dead: dead.slice() };
  }

  restore(state: WarmUpState): void {
    this.share.set(state.share);
    this.sinceMs.set(state.sinceMs);
    this.step.set(state.step);
    this.starts.set(state.starts);
    this.dead.set(state.dead);
  }

  private plan(node: number, warmUpMs: number): void {
    const atMs = this.sinceMs[node]! + (warmUpMs * (this.step[node]! + 1)) / WARM_STEPS;
    this.agenda.add(atMs, EVENT.warmed, node, this.starts[node]!);
  }
}

/**
 * c servers in parallel, each with one attempt. Work in service is tracked as work left at an instant, so a change of rate re-times it.
 * Everything is O(1) except a change of rate and a clear, which are O(attempts in service on the node).
 */
import type { Engine, EngineParts, EngineState } from './engine';
import { EVENT } from '../event';

export class SlotsEngine implements Engine {
  /** By node: the attempt that started last; the others follow by `next`. */
  private readonly head: Int32Array;
  private readonly parts: EngineParts;

  constructor(parts: EngineParts) {
    this.parts = parts;
    this.head = new Int32Array(parts.nodes).fill(-1);
  }

  start(attempt: number, node: number, nowMs: number): void {
    const { attempts, demand } = this.parts;
    const { next, prev, work, sinceMs } = attempts;
    const head = this.head[node]!;
    prev[attempt] = -1;
    next[attempt] = head;
    if (head >= 0) prev[head] = attempt;
    this.head[node] = attempt;
    const workMs = demand(attempt, nowMs);
    work[attempt] = workMs;
    sinceMs[attempt] = nowMs;
    this.plan(attempt, workMs, this.parts.rate[node]!, nowMs);
  }

  stop(attempt: number, node: number, _nowMs: number, done: boolean): void {
    const { next, prev } = this.parts.attempts;
    const before = prev[attempt]!;
    const after = next[attempt]!;
    if (before < 0) this.head[node] = after;
    else next[before] = after;
    if (after >= 0) prev[after] = before;
    this.unplan(attempt);
    if (!done) this.parts.agenda.forget();
  }

  retime(node: number, rate: number, nowMs: number): void {
    const { next, work, sinceMs } = this.parts.attempts;
    const before = this.parts.rate[node]!;
    for (let at = this.head[node]!; at >= 0; at = next[at]!) {
      work[at] = Math.max(0, work[at]! - (nowMs - sinceMs[at]!) * before);
      sinceMs[at] = nowMs;
      this.unplan(at);
      if (before > 0) this.parts.agenda.forget();
      this.plan(at, work[at]!, rate, nowMs);
    }
  }

  clear(node: number, each: (attempt: number) => void): void {
    const { next } = this.parts.attempts;
    let at = this.head[node]!;
    this.head[node] = -1;
    while (at >= 0) {
      const after = next[at]!;
      this.unplan(at);
      this.parts.agenda.forget();
      each(at);
      at = after;
    }
  }

  save(): EngineState {
    return { ints: [this.head.slice()], floats: [] };
  }

  restore(state: EngineState): void {
    this.head.set(state.ints[0]!);
  }

  private plan(attempt: number, workMs: number, rate: number, nowMs: number): void {
    if (rate > 0) this.parts.agenda.add(nowMs + workMs / rate, EVENT.done, attempt, this.parts.attempts.service[attempt]!);
  }

  private unplan(attempt: number): void {
    const { service } = this.parts.attempts;
    service[attempt] = (service[attempt]! + 1) | 0;
  }
}

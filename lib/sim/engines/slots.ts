/**
 * c servers in parallel, each with one attempt. Work in service is tracked as work left at an instant, so a change of rate re-times it.
 * Everything is O(1) except a change of rate and a clear, which are O(attempts in service on the node).
 */
import type { Engine, EngineParts, EngineState } from './engine';
import { ATTEMPT } from '../attempts';
import { EVENT as EVENTS } from '../event';

// A constant of the module's own is folded into hot code; an imported one is looked up each time.
const EVENT = EVENTS;

const A = ATTEMPT;

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
    const { ints, floats } = attempts;
    const head = this.head[node]!;
    ints[attempt + A.prev] = -1;
    ints[attempt + A.next] = head;
    if (head >= 0) ints[head + A.prev] = attempt;
    this.head[node] = attempt;
    const workMs = demand(attempt, nowMs);
    floats[(attempt >> 1) + A.work] = workMs;
    floats[(attempt >> 1) + A.sinceMs] = nowMs;
    this.plan(attempt, workMs, this.parts.rate[node]!, nowMs);
  }

  stop(attempt: number, node: number, _nowMs: number, done: boolean): void {
    const { ints } = this.parts.attempts;
    const before = ints[attempt + A.prev]!;
    const after = ints[attempt + A.next]!;
    if (before < 0) this.head[node] = after;
    else ints[before + A.next] = after;
    if (after >= 0) ints[after + A.prev] = before;
    this.unplan(attempt);
    if (!done) this.parts.agenda.forget();
  }

  retime(node: number, rate: number, nowMs: number): void {
    const { ints, floats } = this.parts.attempts;
    const before = this.parts.rate[node]!;
    for (let at = this.head[node]!; at >= 0; at = ints[at + A.next]!) {
      floats[(at >> 1) + A.work] = Math.max(0, floats[(at >> 1) + A.work]! - (nowMs - floats[(at >> 1) + A.sinceMs]!) * before);
      floats[(at >> 1) + A.sinceMs] = nowMs;
      this.unplan(at);
      if (before > 0) this.parts.agenda.forget();
      this.plan(at, floats[(at >> 1) + A.work]!, rate, nowMs);
    }
  }

  clear(node: number, each: (attempt: number) => void): void {
    const { ints } = this.parts.attempts;
    let at = this.head[node]!;
    this.head[node] = -1;
    while (at >= 0) {
      const after = ints[at + A.next]!;
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
    if (rate > 0)
      this.parts.agenda.add(nowMs + workMs / rate, EVENT.done, attempt, this.parts.attempts.ints[attempt + A.service]!);
  }

  private unplan(attempt: number): void {
    const { ints } = this.parts.attempts;
    ints[attempt + A.service] = (ints[attempt + A.service]! + 1) | 0;
  }
}

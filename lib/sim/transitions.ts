import type { BreakerTransition, HealthTransition } from '@/lib/sim/report';

/** A report keeps so many transitions of each kind; a flapping fleet can make millions. */
const KEPT = 20_000;

export interface TransitionsState {
  readonly breaker: readonly BreakerTransition[];
  readonly health: readonly HealthTransition[];
  readonly dropped: number;
  readonly trips: Int32Array;
}

/** Breaker and health transitions in event order, the first 20 000 of each, and the trips of every node. */
export class Transitions {
  breaker: BreakerTransition[] = [];
  health: HealthTransition[] = [];
  dropped = 0;
  readonly trips: Int32Array;

  constructor(nodes: number) {
    this.trips = new Int32Array(nodes);
  }

  addBreaker(transition: BreakerTransition, node: number): void {
    if (transition.to === 'open') this.trips[node]!++;
    if (this.breaker.length < KEPT) this.breaker.push(transition);
    else this.dropped++;
  }

  addHealth(transition: HealthTransition): void {
    if (this.health.length < KEPT) this.health.push(transition);
    else this.dropped++;
  }

  save(): TransitionsState {
    return { breaker: this.breaker.slice(), health: this.health.slice(), dropped: this.dropped, trips: this.trips.slice() };
  }

  restore(state: TransitionsState): void {
    this.breaker = state.breaker.slice();
    this.health = state.health.slice();
    this.dropped = state.dropped;
    this.trips.set(state.trips);
  }
}

import type { HeapState } from '@/lib/base/heap';

/** When the requests of one class come. A source draws by (class, number) alone, whatever else is asked of it. */
export interface ArrivalSource {
  /** Time of the next request; Infinity while none is to come. */
  readonly nextMs: number;
  /** Its number within the class: of the open kinds from 0 in order, in a closed loop by user and turn. */
  readonly n: number;
  /** The next request has come; finds the one after it. */
  advance(): void;
  /**
   * From `nowMs` on, the class's base rate is this. Everything that a kind derives from its rate (rate while off, waves, curves)
   * moves with it. `nowMs` is not after the next request. The same rate again changes nothing, to the bit.
   */
  setRate(ratePerS: number, nowMs: number): void;
  /** Request `n` of the class has left, whatever came of it. */
  ended(n: number, nowMs: number): void;
  save(): SourceState;
  restore(state: SourceState): void;
}

export type SourceState =
  | {
      readonly kind: 'rated';
      readonly n: number;
      readonly remaining: number;
      readonly sinceMs: number;
      readonly perMs: number;
      readonly nextMs: number;
      readonly batchLeft: number;
    }
  | { readonly kind: 'replay'; readonly n: number; readonly atMs: number; readonly sinceMs: number; readonly ratePerS: number }
  | {
      readonly kind: 'windows';
      readonly n: number;
      readonly remaining: number;
      readonly sinceMs: number;
      readonly ratePerS: number;
    }
  | { readonly kind: 'closed'; readonly turns: Float64Array; readonly thinking: HeapState };

/** What a state is told that belongs to a source of another kind: that would be a bug. */
export function foreignState(state: SourceState, wanted: SourceState['kind']): Error {
  return new Error(`the state of a ${state.kind} source was given to a ${wanted} one`);
}

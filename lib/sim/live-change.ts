import type { Fault, FaultTarget, PlaceTarget, StrategySettings, TimelineEntry } from '@/lib/scenario/schema';

/** What a person does to a running simulation, before it is stamped with its instant. `clear-fault` ends a fault now. */
export type LiveChange =
  /** `forMs`: how long it holds; null: to the end of the run. `rampMs`: how long it grows; left out: not at all. */
  | {
      readonly kind: 'fault';
      readonly forMs: number | null;
      readonly target: FaultTarget;
      readonly fault: Fault;
      readonly rampMs?: number;
    }
  | { readonly kind: 'clear-fault'; readonly entry: string }
  | { readonly kind: 'strategy'; readonly strategy: StrategySettings }
  | { readonly kind: 'weights'; readonly weights: Extract<TimelineEntry, { kind: 'weights' }>['weights'] }
  | { readonly kind: 'traffic'; readonly class: string; readonly ratePerS: number }
  | { readonly kind: 'drain'; readonly target: PlaceTarget }
  | { readonly kind: 'join'; readonly target: PlaceTarget; readonly loadingMs: number };

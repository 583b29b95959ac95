import type { Fault, FaultTarget, StrategySettings, TimelineEntry } from '@/lib/scenario/schema';

/** What a person does to a running simulation, before it is stamped with its instant. `clear-fault` ends a fault now. */
export type LiveChange =
  /** `forMs`: how long it holds; null: to the end of the run. */
  | { readonly kind: 'fault'; readonly forMs: number | null; readonly target: FaultTarget; readonly fault: Fault }
  | { readonly kind: 'clear-fault'; readonly entry: string }
  | { readonly kind: 'strategy'; readonly strategy: StrategySettings }
  | { readonly kind: 'weights'; readonly weights: Extract<TimelineEntry, { kind: 'weights' }>['weights'] }
  | { readonly kind: 'traffic'; readonly class: string; readonly ratePerS: number }
  | { readonly kind: 'drain'; readonly target: FaultTarget }
  | { readonly kind: 'join'; readonly target: FaultTarget; readonly loadingMs: number };

import { create } from 'zustand';

import type { BreakerTransition, HealthTransition } from '@/lib/worker/protocol';
import type { TrackView } from '@/components/chart/time-axis';
import type { DecisionRecord, Frame, Speed } from '@/lib/worker/protocol';

export interface RunState {
  /** The last frame; null until the worker has answered. */
  readonly frame: Frame | null;
  readonly breakerTransitions: readonly BreakerTransition[];
  readonly healthTransitions: readonly HealthTransition[];
  readonly speed: Speed;
  /** The stretch of time that the tracks show. */
  readonly view: TrackView;
  readonly crosshairMs: number | null;
  readonly selectedNode: string | null;
  /** The decision on show; null while its replay is under way or none is chosen. */
  readonly decision: DecisionRecord | null;
  /** True while the inspector follows the newest decision. */
  readonly followDecisions: boolean;
  /** Set when the worker died. */
  readonly crash: string | null;
}

export const EMPTY_RUN: RunState = {
  frame: null,
  breakerTransitions: [],
  healthTransitions: [],
  speed: 1,
  view: 'full',
  crosshairMs: null,
  selectedNode: null,
  decision: null,
  followDecisions: true,
  crash: null,
};

export const useRun = create<RunState>(() => EMPTY_RUN);

/** Takes a frame in: transitions are appended where the frame says, everything else is replaced. */
export function takeFrame(state: RunState, frame: Frame): Partial<RunState> {
  return {
    frame,
    breakerTransitions: appended(state.breakerTransitions, frame.transitionsFrom, frame.breakerTransitions),
    healthTransitions: appended(state.healthTransitions, frame.healthFrom, frame.healthTransitions),
  };
}

function appended<T>(known: readonly T[], from: number, more: readonly T[]): readonly T[] {
  if (more.length === 0 && known.length === from) return known;
  return [...known.slice(0, from), ...more];
}

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
  /** True from the wish to run, or to stand at a later time, until the first frame of it: nothing is to be asked for meanwhile. */
  readonly beginning: boolean;
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
  beginning: false,
  crash: null,
};

export const useRun = create<RunState>(() => EMPTY_RUN);

/** Takes a frame in: transitions are appended where the frame says, everything else is replaced. */
export function takeFrame(state: RunState, frame: Frame): Partial<RunState> {
  return {
    frame,
    beginning: state.beginning && frame.state === 'ready' && frame.timeMs === 0,
    breakerTransitions: appended(state.breakerTransitions, frame.transitionsFrom, frame.breakerTransitions),
    healthTransitions: appended(state.healthTransitions, frame.healthFrom, frame.healthTransitions),
  };
}

function appended<T>(known: readonly T[], from: number, more: readonly T[]): readonly T[] {
  if (more.length === 0 && known.length === from) return known;
  return [...known.slice(0, from), ...more];
}

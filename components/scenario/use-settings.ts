'use client';

import { useMemo } from 'react';

import { useRun } from '@/components/run/run-store';

import { useScenario, withLive } from './scenario-store';
import { lastChangeMs, settingsAt, type SettingsNow } from './settings-now';

/** A live change is stamped at the next whole millisecond after the frame in which it was made; it is shown at once. */
const STAMP_MS = 1;

/** True while a change can be made to the run itself; says the same as `canChangeLive`, and makes a component hear of it. */
export function useLive(): boolean {
  return useRun(({ frame }) => frame !== null && frame.timeMs > 0 && (frame.state === 'running' || frame.state === 'paused'));
}

/** Strategy, weights and rates as they are: in a run those of the instant, otherwise the document's. */
export function useSettingsNow(): SettingsNow {
  const live = useLive();
  const scenario = useScenario((state) => state.scenario);
  const loaded = useScenario((state) => state.loaded);
  const records = useScenario((state) => state.live);
  const inRun = useMemo(() => withLive(loaded, records), [loaded, records]);
  const since = useRun(({ frame }) => lastChangeMs(inRun.timeline, (frame?.timeMs ?? 0) + STAMP_MS));
  return useMemo(() => {
    const edited = settingsAt({ ...scenario, timeline: [] }, 0);
    if (!live) return edited;
    const now = settingsAt(inRun, since);
    // What the run does not have yet is shown as the edited document has it.
    return {
      strategy: now.strategy,
      weights: new Map([...edited.weights].map(([kind, weight]) => [kind, now.weights.get(kind) ?? weight])),
      rates: new Map([...edited.rates].map(([of, rate]) => [of, now.rates.get(of) ?? rate])),
    };
  }, [live, scenario, inRun, since]);
}

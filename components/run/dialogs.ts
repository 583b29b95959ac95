import { create } from 'zustand';

import { useScenario } from '@/components/scenario/scenario-store';

import { restart, runOrPause } from './lab';
import { useRun } from './run-store';

/** The one sheet that lies over the page, if any. `restart` remembers whether the run is to go on by itself. */
export type OpenDialog =
  | { readonly kind: 'share' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'search' }
  | { readonly kind: 'restart'; readonly run: boolean };

interface DialogsState {
  readonly dialog: OpenDialog | null;
}

export const useDialogs = create<DialogsState>(() => ({ dialog: null }));

export function openDialog(kind: 'share' | 'shortcuts' | 'search'): void {
  useDialogs.setState({ dialog: { kind } });
}

export function closeDialog(): void {
  useDialogs.setState({ dialog: null });
}

/** Begins again at 0; asks first what is to become of live changes, when there are some. */
export function askRestart(run: boolean): void {
  if (useScenario.getState().live.length > 0) useDialogs.setState({ dialog: { kind: 'restart', run } });
  else void restart('discard', run);
}

/** What Space and the main button do: run, pause, or begin again when the run is over. */
export function runPauseOrAgain(): void {
  if (useRun.getState().frame?.state === 'finished') askRestart(true);
  else void runOrPause();
}

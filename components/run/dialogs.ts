import { create } from 'zustand';

import type { Scenario } from '@/lib/scenario/schema';
import type { Frame, Report } from '@/lib/worker/protocol';

import { useScenario } from '@/components/scenario/scenario-store';

import { currentReport, restart, runOrPause } from './lab';
import { useRun } from './run-store';

/** The one sheet that lies over the page, if any. `restart` remembers whether the run is to go on by itself. */
export type OpenDialog =
  | { readonly kind: 'share' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'search' }
  | { readonly kind: 'restart'; readonly run: boolean }
  | ({ readonly kind: 'report' } & ReportShown);

/** A report stands still while the run goes on. */
export interface ReportShown {
  readonly report: Report;
  /** The one that it is of. */
  readonly scenario: Scenario;
  readonly state: Frame['state'];
}

interface DialogsState {
  readonly dialog: OpenDialog | null;
}

export const useDialogs = create<DialogsState>(() => ({ dialog: null }));

export function openDialog(kind: 'share' | 'shortcuts' | 'search'): void {
  useDialogs.setState({ dialog: { kind } });
}

/** The report of the run as far as it went; asked for again, it is brought up to date. */
export async function openReport(): Promise<void> {
  const { frame } = useRun.getState();
  if (frame === null) return;
  const { dialog } = useDialogs.getState();
  const { loaded: scenario } = useScenario.getState();
  const report = await currentReport();
  // Whoever has closed or opened a sheet meanwhile wants something else.
  if (useDialogs.getState().dialog !== dialog) return;
  useDialogs.setState({ dialog: { kind: 'report', report, scenario, state: frame.state } });
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

/** The lab's keys, as one table. */
import type { Shortcut } from '@/components/control/shortcut';

import { askRestart, openDialog, openReport, runPauseOrAgain } from './dialogs';
import { seek, selectNode, setSpeed, showDecision, step } from './lab';
import { useRun } from './run-store';
import { copyLink } from './share';
import { SPEEDS, speedOf } from './speeds';

const SEEK_MS = 1_000;

function seekBy(ms: number): void {
  const { frame } = useRun.getState();
  if (frame !== null) void seek(Math.max(0, Math.min(frame.durationMs, frame.timeMs + ms)));
}

/** The neighbour of the decision on show, or the newest when none is. */
export function showDecisionBeside(by: -1 | 1): void {
  const { decision, frame } = useRun.getState();
  if (frame === null || frame.decisions === 0) return;
  const newest = frame.decisions - 1;
  void showDecision(decision === null ? newest : Math.max(0, Math.min(newest, decision.index + by)));
}

export const SHORTCUTS: readonly Shortcut[] = [
  { keys: [' '], shown: ['Space'], does: 'Run or pause', act: () => runPauseOrAgain() },
  { keys: ['.'], shown: ['.'], does: 'Step one event', act: () => void step() },
  { keys: ['r'], shown: ['R'], does: 'Restart', act: () => askRestart(false) },
  {
    keys: ['1', '2', '3', '4'],
    shown: ['1', '2', '3', '4'],
    does: `Speed: ${SPEEDS.map(({ label }) => label).join(', ')}`,
    act: (key) => void setSpeed(speedOf(SPEEDS[Number(key) - 1]!.value)),
  },
  {
    keys: ['Shift+ArrowLeft', 'Shift+ArrowRight'],
    shown: ['Shift ←', 'Shift →'],
    does: 'Move the playhead by 1 s',
    act: (key) => seekBy(key.endsWith('Left') ? -SEEK_MS : SEEK_MS),
  },
  { keys: ['['], shown: ['['], does: 'Previous decision', act: () => showDecisionBeside(-1) },
  { keys: [']'], shown: [']'], does: 'Next decision', act: () => showDecisionBeside(1) },
  { keys: ['t'], shown: ['T'], does: 'Report of the run, all of it', act: () => void openReport() },
  { keys: ['s'], shown: ['S'], does: 'Copy the link', act: () => void copyLink() },
  { keys: ['/'], shown: ['/'], does: 'Search nodes and settings', act: () => openDialog('search') },
  { keys: ['?'], shown: ['?'], does: 'All shortcuts', act: () => openDialog('shortcuts') },
  { keys: ['Escape'], shown: ['Esc'], does: 'Clear the selection', act: () => selectNode(null) },
];

'use client';

import { timelineSpans } from '@/components/chart/fault-label';
import { formatClock, plural } from '@/components/chart/format';
import { Button } from '@/components/control/button';
import { Dialog } from '@/components/control/dialog';
import { useScenario } from '@/components/scenario/scenario-store';

import { closeDialog, useDialogs } from './dialogs';
import { restart } from './lab';

/** Asks whether live changes are kept in the scenario or dropped. */
export function RestartDialog() {
  const dialog = useDialogs((state) => state.dialog);
  const live = useScenario((state) => state.live);
  const durationMs = useScenario((state) => state.loaded.durationMs);
  if (dialog?.kind !== 'restart') return null;
  const go = (what: 'keep' | 'discard'): void => {
    closeDialog();
    void restart(what, dialog.run);
  };
  const spans = timelineSpans([...new Map(live.map(({ entry }) => [entry.id, entry])).values()], durationMs);
  return (
    <Dialog
      open
      onOpenChange={closeDialog}
      title="Restart with your live changes?"
      description={`You made ${plural(live.length, 'change')} while it ran. Kept, they happen again at the same instants.`}
      foot={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button onClick={() => go('discard')}>Discard and restart</Button>
          <Button kind="primary" onClick={() => go('keep')}>
            Keep and restart
          </Button>
        </>
      }
    >
      <ul className="text-body">
        {spans.map((span) => (
          <li key={span.id} className="flex justify-between gap-3 py-0.5">
            <span>
              {span.label} <span className="text-t3">{span.targetLabel}</span>
            </span>
            <span className="text-t3 tabular-nums">{formatClock(span.fromMs, 1)}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

'use client';

import { useState } from 'react';

import type { Problem } from '@/lib/base/result';
import { addTimelineEntry, setAt } from '@/lib/scenario/edit';
import { isSized } from '@/lib/scenario/fault-rules';
import type { Fault, FaultEntry } from '@/lib/scenario/schema';

import { FAULT_NAMES } from '@/components/chart/fault-label';
import { Button } from '@/components/control/button';
import { Dialog } from '@/components/control/dialog';
import { NumberRow } from '@/components/control/number-field';
import { SelectRow } from '@/components/control/select';
import { edit } from '@/components/run/lab';

import { draftOf, faultProblem, newFault, withKind, type FaultDraft } from './fault-draft';
import { FaultParameters } from './fault-parameters';
import { FaultTargetRows } from './fault-target';
import { FAULT_EFFECTS, faultSentences } from './fault-words';
import { useScenario } from './scenario-store';
import { Note } from './setting';

const KINDS = (Object.keys(FAULT_NAMES) as Fault['kind'][]).map((kind) => ({
  value: kind,
  label: FAULT_NAMES[kind],
  note: FAULT_EFFECTS[kind],
}));

interface FaultDialogProps {
  /** The fault to change; null: a new one. */
  readonly entry: FaultEntry | null;
  readonly onClose: () => void;
}

export function FaultDialog({ entry, onClose }: FaultDialogProps) {
  const scenario = useScenario((state) => state.scenario);
  const [draft, setDraft] = useState<FaultDraft>(() => (entry === null ? newFault(scenario) : draftOf(entry)));
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const put = (part: Partial<FaultDraft>): readonly Problem[] => {
    setDraft((now) => ({ ...now, ...part }));
    return [];
  };
  const save = (): void => {
    const found = edit((now) => {
      if (entry === null) return addTimelineEntry(now, { kind: 'fault', ...draft });
      const at = now.timeline.findIndex(({ id }) => id === entry.id);
      return setAt(now, `timeline[${at}]`, { id: entry.id, kind: 'fault', ...draft });
    });
    setProblems(found);
    if (found.length === 0) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={entry === null ? 'Add a fault' : 'Change a fault'}
      description={faultSentences(draft.fault.kind)}
      className="max-w-[380px]"
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" onClick={save}>
            {entry === null ? 'Add fault' : 'Change fault'}
          </Button>
        </>
      }
    >
      <SelectRow
        label="Kind"
        value={draft.fault.kind}
        options={KINDS}
        onChange={(kind) => put(withKind(draft, kind, scenario))}
      />
      <FaultParameters fault={draft.fault} put={(fault) => put({ fault })} />
      <FaultTargetRows target={draft.target} put={(target) => put({ target })} />
      <NumberRow label="From" value={draft.atMs} scale={1_000} unit="s" onCommit={(atMs) => put({ atMs: atMs ?? 0 })} />
      {draft.fault.kind === 'cold-restart' && draft.untilMs === null ? null : (
        <NumberRow
          label="Until"
          value={draft.untilMs}
          scale={1_000}
          unit="s"
          empty="end"
          onCommit={(untilMs) => put({ untilMs })}
        />
      )}
      {isSized(draft.fault.kind) ? (
        <>
          <NumberRow
            label="Full size after"
            value={draft.rampMs}
            scale={1_000}
            unit="s"
            onCommit={(rampMs) => put({ rampMs: rampMs ?? 0 })}
          />
          {draft.rampMs > 0 ? <Note>It grows evenly from nothing, in twenty steps.</Note> : null}
        </>
      ) : null}
      <div role="alert" className="text-open text-small">
        {problems.map((problem) => (
          <p key={problem.path}>{faultProblem(problem, draft.fault)}</p>
        ))}
      </div>
    </Dialog>
  );
}

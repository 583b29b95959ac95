'use client';

import { useState } from 'react';

import { removeTimelineEntry } from '@/lib/scenario/edit';
import type { FaultEntry, TimelineEntry } from '@/lib/scenario/schema';

import { timelineSpans, type FaultSpan } from '@/components/chart/fault-label';
import { formatClock, plural } from '@/components/chart/format';
import { Button, IconButton } from '@/components/control/button';
import { CloseGlyph, PencilGlyph, PlusGlyph } from '@/components/control/glyphs';
import { ProblemText, useProblem } from '@/components/control/problem-text';
import { Section } from '@/components/control/section';
import { edit, undo } from '@/components/run/lab';

import { FaultDialog } from './fault-dialog';
import { useScenario, withLive } from './scenario-store';
import { LiveBadge, Note } from './setting';

/** Which entry the form is open for: one of the document's faults, or a new one. */
type Editing = FaultEntry | 'new' | null;

export function TimelineSection() {
  const scenario = useScenario((state) => state.scenario);
  const live = useScenario((state) => state.live);
  const [editing, setEditing] = useState<Editing>(null);
  const [sentence, take] = useProblem();
  const { timeline, durationMs } = withLive(scenario, live);
  const byId = new Map(timeline.map((entry) => [entry.id, entry]));
  const made = new Set(live.map(({ entry }) => entry.id));
  return (
    <Section
      name="timeline"
      title="Faults & changes"
      summary={timeline.length === 0 ? 'none' : plural(timeline.length, 'entry', 'entries')}
    >
      {timeline.length === 0 ? <Note>Nothing goes wrong and nothing changes in this run.</Note> : null}
      <ul>
        {timelineSpans(timeline, durationMs).map((span) => (
          <Entry
            key={span.id}
            span={span}
            entry={byId.get(span.id)!}
            live={made.has(span.id)}
            editFault={setEditing}
            remove={() => take(edit((now) => removeTimelineEntry(now, span.id)))}
          />
        ))}
      </ul>
      <ProblemText sentence={sentence} />
      <Button kind="plain" glyph={<PlusGlyph size={12} />} className="-ml-2.5" onClick={() => setEditing('new')}>
        Add fault
      </Button>
      {editing === null ? null : <FaultDialog entry={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </Section>
  );
}

interface EntryProps {
  readonly span: FaultSpan;
  readonly entry: TimelineEntry;
  readonly live: boolean;
  readonly editFault: (entry: FaultEntry) => void;
  readonly remove: () => void;
}

function Entry({ span, entry, live, editFault, remove }: EntryProps) {
  const name = `${span.label} ${span.targetLabel}`.trim();
  return (
    <li className="text-body group/entry flex min-h-6 items-center gap-1">
      <span className="min-w-0 flex-1 truncate" title={name}>
        <span className="text-text">{span.label}</span> <span className="text-t3">{span.targetLabel}</span>
      </span>
      {live ? <LiveBadge /> : null}
      <span className="text-t3 text-small shrink-0 tabular-nums">
        {formatClock(span.fromMs)}
        {entry.kind === 'fault' ? `–${entry.untilMs === null ? 'end' : formatClock(span.toMs)}` : ''}
      </span>
      {live ? (
        <Button kind="plain" className="!h-6 !px-1.5" aria-label={`Undo ${name}`} onClick={() => void undo(entry.id)}>
          Undo
        </Button>
      ) : (
        <span className="flex shrink-0">
          {entry.kind === 'fault' ? (
            <IconButton
              label={`Edit ${name}`}
              glyph={<PencilGlyph size={12} />}
              className="!size-6"
              onClick={() => editFault(entry)}
            />
          ) : null}
          <IconButton label={`Remove ${name}`} glyph={<CloseGlyph size={12} />} className="!size-6" onClick={remove} />
        </span>
      )}
    </li>
  );
}

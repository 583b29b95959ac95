'use client';

import type { ReactNode } from 'react';

import type { PlanKind } from '@/lib/experiment/schema';
import { runsOf } from '@/lib/experiment/rules';
import { grouped } from '@/lib/scenario/words';

import { Button } from '@/components/control/button';
import { RestartGlyph, RunGlyph } from '@/components/control/glyphs';

import { cancel, start } from './experiment';
import { documentOf, isStale, useExperiment } from './experiment-store';
import { progressText } from './metric-words';

interface ExperimentSectionProps {
  readonly kind: PlanKind;
  readonly title: ReactNode;
  /** What it shows, in a few words. */
  readonly note: ReactNode;
  /** Beside the title: a table of the chart. */
  readonly table?: ReactNode;
  /** After how far it is: what that means for what is shown. It stands there before the first run too, so that nothing moves. */
  readonly progressNote?: string;
  readonly onSettings: () => void;
  readonly children: ReactNode;
}

/** A part of the page with an experiment of its own: heading, how far it is, its settings, and the button that runs it. */
export function ExperimentSection({ kind, title, note, table, progressNote, onSettings, children }: ExperimentSectionProps) {
  const progress = useExperiment((state) => state.progress[kind]);
  const stale = useExperiment((state) => isStale(state, kind));
  const runs = useExperiment((state) => runsOf(documentOf(state, kind)));
  const running = progress?.status === 'running';
  return (
    <section aria-label={typeof title === 'string' ? title : kind} data-kind={kind} className="min-w-0 scroll-mt-24 px-5 py-3">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <h2 className="text-title font-strong">{title}</h2>
        {table}
        <p className="text-t3 text-small min-w-0 flex-1 basis-40">{note}</p>
        <Button kind="plain" aria-haspopup="dialog" onClick={onSettings}>
          Settings
        </Button>
        {running ? (
          <Button onClick={cancel}>Cancel</Button>
        ) : (
          <Button
            glyph={progress === undefined ? <RunGlyph size={12} /> : <RestartGlyph size={12} />}
            onClick={() => void start(kind)}
          >
            {progress === undefined ? `Run ${grouped(runs)} runs` : `Run ${grouped(runs)} runs again`}
          </Button>
        )}
      </div>
      {progress === undefined && progressNote === undefined ? null : (
        <p className="text-t2 pt-1">
          {[
            ...(progress === undefined ? [] : [progressText(progress)]),
            ...(progressNote === undefined ? [] : [progressNote]),
          ].join('. ')}
          {stale ? <span className="text-half">. Settings have changed since: this is of the run before.</span> : ''}
        </p>
      )}
      {children}
    </section>
  );
}

'use client';

import { useRef } from 'react';

import { reportSections } from '@/lib/experiment/report-sections';
import { emptySentence, warmUpSentence } from '@/lib/experiment/report-sentences';

import { formatClock } from '@/components/chart/format';
import { Button } from '@/components/control/button';
import { Dialog } from '@/components/control/dialog';
import { Tooltip } from '@/components/control/tooltip';

import { closeDialog, openReport, useDialogs, type ReportShown } from './dialogs';
import { fileName } from './file-name';
import { download } from './lab';
import { ReportTable } from './report-table';
import { useRun } from './run-store';

/** Columns beyond which a table takes the whole width of the sheet. */
const NARROW = 5;

export function ReportButton() {
  const ready = useRun(({ frame }) => frame !== null);
  return (
    <Tooltip text="All numbers of the run so far (T)">
      <Button disabled={!ready} aria-haspopup="dialog" onClick={() => void openReport()}>
        Report
      </Button>
    </Tooltip>
  );
}

/** The report of the run as far as it went, all of it, in tables. */
export function ReportDialog() {
  const dialog = useDialogs((state) => state.dialog);
  return dialog?.kind === 'report' ? <ReportSheet shown={dialog} /> : null;
}

function ReportSheet({ shown }: { readonly shown: ReportShown }) {
  const { report, scenario } = shown;
  const behind = useRun(({ frame }) => frame !== null && frame.timeMs !== report.simulatedMs);
  return (
    <Dialog
      open
      onOpenChange={closeDialog}
      title="Report"
      description={<span role="status">{reach(shown)}</span>}
      className="top-[4vh]! max-h-[92vh]! max-w-[1160px]"
      foot={
        <>
          <Button
            onClick={() =>
              download(fileName(scenario.title, 'report', 'json'), 'application/json', JSON.stringify(report, null, 2))
            }
          >
            Download (JSON)
          </Button>
          <Button kind={behind ? 'primary' : 'outline'} disabled={!behind} onClick={() => void openReport()}>
            Bring up to date
          </Button>
        </>
      }
    >
      <ReportBody shown={shown} />
    </Dialog>
  );
}

function ReportBody({ shown: { report, scenario } }: { readonly shown: ReportShown }) {
  const body = useRef<HTMLDivElement>(null);
  const empty = emptySentence(report, scenario);
  if (empty !== null) return <p className="text-body">{empty}</p>;
  const sections = reportSections(report, scenario);
  const narrow = sections.filter(({ columns }) => columns.length <= NARROW);
  const wide = sections.filter(({ columns }) => columns.length > NARROW);
  const warmUp = warmUpSentence(scenario);
  const show = (id: string): void => {
    const heading = body.current?.querySelector<HTMLElement>(`[data-anchor="${id}"]`);
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ block: 'start' });
  };
  return (
    <div ref={body}>
      <nav
        aria-label="Tables of the report"
        className="bg-panel border-line sticky -top-3 z-30 -mx-4 -mt-3 mb-3 flex gap-1 overflow-x-auto border-b px-3 py-1.5 pointer-coarse:py-1"
      >
        {[...narrow, ...wide].map(({ id, title }) => (
          <Button key={id} kind="plain" onClick={() => show(id)} className="px-1.5! font-normal!">
            {title}
          </Button>
        ))}
      </nav>
      {warmUp === null ? null : <p className="text-body pb-3">{warmUp}</p>}
      <div className="gap-x-8 min-[960px]:columns-2">
        {narrow.map((section) => (
          <ReportTable key={section.id} anchor={section.id} section={section} />
        ))}
      </div>
      {wide.map((section) => (
        <ReportTable key={section.id} anchor={section.id} section={section} />
      ))}
    </div>
  );
}

/** `Brown-out in eu-west, up to 00:12.3 of 00:40, paused.` */
function reach({ report, scenario, state }: ReportShown): string {
  if (report.simulatedMs >= scenario.durationMs) return `${report.title}, the whole run: ${formatClock(report.simulatedMs)}.`;
  const upTo = `${report.title}, up to ${formatClock(report.simulatedMs, 1)} of ${formatClock(scenario.durationMs)}`;
  switch (state) {
    case 'running':
      return `${upTo}. The run goes on; the numbers here stand still.`;
    case 'failed':
      return `${upTo}, where the simulation stopped.`;
    case 'ready':
    case 'paused':
    case 'finished':
      return `${upTo}, paused.`;
  }
}

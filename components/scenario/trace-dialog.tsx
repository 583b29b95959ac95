'use client';

import { Button } from '@/components/control/button';
import { Dialog } from '@/components/control/dialog';
import { formatCount } from '@/components/chart/format';
import { closeTraceSheet, useTraceSheet, type TraceSheet } from '@/components/run/trace-actions';

import { TraceColumnsDialog } from './trace-columns-dialog';
import { TraceUseDialog } from './trace-use-dialog';
import { formatBytes } from './trace-words';

/** The way of a trace into the scenario: it is read, its columns are confirmed where it does not name them, and its use is chosen. */
export function TraceDialog() {
  const sheet = useTraceSheet((state) => state.sheet);
  switch (sheet?.kind) {
    case undefined:
      return null;
    case 'reading':
      return <ReadingSheet {...sheet} />;
    case 'columns':
      return <TraceColumnsDialog key={sheet.file.name} {...sheet} />;
    case 'use':
      return <TraceUseDialog key={sheet.read.file.sha256} {...sheet} />;
  }
}

function ReadingSheet({ name, size, bytes, rows }: Extract<TraceSheet, { kind: 'reading' }>) {
  return (
    <Dialog
      open
      onOpenChange={closeTraceSheet}
      title={`Reading ${name}`}
      className="max-w-[380px]"
      foot={<Button onClick={closeTraceSheet}>Cancel</Button>}
    >
      <progress aria-label={`Reading ${name}`} max={size} value={bytes} className="accent-text h-1.5 w-full" />
      <p className="text-t2 text-body pt-1 tabular-nums">
        {formatBytes(bytes)} of {formatBytes(size)}, {formatCount(rows)} rows
      </p>
    </Dialog>
  );
}

'use client';

import { useState } from 'react';

import type { CsvGuess } from '@/lib/worker/protocol';

import { Button } from '@/components/control/button';
import { Dialog } from '@/components/control/dialog';
import { SelectRow, type Option } from '@/components/control/select';
import { closeTraceSheet, readWithColumns, type TraceSheet } from '@/components/run/trace-actions';

type Format = CsvGuess['format'];
type Column = Format['time'];

const UNITS = [
  { value: 's', label: 'seconds' },
  { value: 'ms', label: 'milliseconds' },
  { value: 'timestamp', label: 'date and time' },
] as const;
const NONE = 'none';

/** Columns by number alone, for values of the list: a name may be anything. */
function optionsOf({ columns, fields }: CsvGuess): Option<string>[] {
  return Array.from({ length: fields }, (_, i) => ({ value: String(i + 1), label: columns[i] ?? `column ${i + 1}` }));
}

export function TraceColumnsDialog({ file, guess, problems }: Extract<TraceSheet, { kind: 'columns' }>) {
  const [format, setFormat] = useState<Format>(guess.format);
  const columns = optionsOf(guess);
  const valueOf = (column: Column | null): string =>
    column === null ? NONE : String(typeof column === 'number' ? column : guess.columns.indexOf(column) + 1);
  const columnOf = (value: string): Column => guess.columns[Number(value) - 1] ?? Number(value);
  const optional = [{ value: NONE, label: 'none' }, ...columns];
  const put = (key: 'inputTokens' | 'outputTokens' | 'session') => (value: string) =>
    setFormat((now) => ({ ...now, [key]: value === NONE ? null : columnOf(value) }));
  return (
    <Dialog
      open
      onOpenChange={closeTraceSheet}
      title={`Columns of ${file.name}`}
      description={`A CSV of ${guess.fields} columns. Say what they hold; what is filled in is a guess.`}
      className="max-w-[400px]"
      foot={
        <>
          <Button onClick={closeTraceSheet}>Cancel</Button>
          <Button kind="primary" onClick={() => void readWithColumns(file, guess, format)}>
            Read the trace
          </Button>
        </>
      }
    >
      <SelectRow
        label="Time of arrival"
        value={valueOf(format.time)}
        options={columns}
        onChange={(value) => setFormat((now) => ({ ...now, time: columnOf(value) }))}
      />
      <SelectRow
        label="Written as"
        value={format.timeUnit}
        options={UNITS}
        onChange={(timeUnit) => setFormat((now) => ({ ...now, timeUnit }))}
      />
      <SelectRow label="Input tokens" value={valueOf(format.inputTokens)} options={optional} onChange={put('inputTokens')} />
      <SelectRow label="Output tokens" value={valueOf(format.outputTokens)} options={optional} onChange={put('outputTokens')} />
      <SelectRow label="Session" value={valueOf(format.session)} options={optional} onChange={put('session')} />
      <div role="alert" className="text-open text-small">
        {problems.slice(0, 5).map((problem) => (
          <p key={problem.path + problem.rule}>{problem.message}</p>
        ))}
      </div>
    </Dialog>
  );
}

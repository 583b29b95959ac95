'use client';

import { useId, useState } from 'react';

import { removeAt, setAt } from '@/lib/scenario/edit';

import { plural } from '@/components/chart/format';
import { Button, IconButton } from '@/components/control/button';
import { CloseGlyph, PlusGlyph } from '@/components/control/glyphs';
import { NumberField } from '@/components/control/number-field';
import { ProblemText, useProblem } from '@/components/control/problem-text';
import { edit } from '@/components/run/lab';

import { toldAt } from './law-words';
import { editAt } from './setting';

interface Column<K extends string> {
  readonly key: K;
  /** Heading; with it and the row's number a field is named. */
  readonly label: string;
  readonly unit?: string;
  readonly scale?: number;
}

interface ListRowsProps<K extends string> {
  /** What one row is: `Point`. */
  readonly one: string;
  readonly path: string;
  readonly rows: readonly Readonly<Record<K, number>>[];
  readonly columns: readonly [Column<K>, Column<K>];
  /** What a row comes to, with its heading. */
  readonly outcome: { readonly label: string; readonly of: (row: Readonly<Record<K, number>>) => string };
  /** The row that a new one is. */
  readonly next: () => Readonly<Record<K, number>>;
}

/** A list of pairs of numbers in the document: the points of a curve, the values of an empirical law. A long one scrolls in itself. */
export function ListRows<K extends string>({ one, path, rows, columns, outcome, next }: ListRowsProps<K>) {
  const [typed, setTyped] = useState<string | null>(null);
  const [sentence, take] = useProblem();
  const problemId = useId();
  return (
    <div className="pt-1">
      <div className="max-h-48 overflow-y-auto">
        <table className="text-body w-full table-fixed">
          <caption className="sr-only">{plural(rows.length, one.toLowerCase())}</caption>
          <thead>
            <tr className="text-t3 text-small text-right">
              {columns.map(({ key, label }) => (
                <th key={key} scope="col" className="font-normal">
                  {label}
                </th>
              ))}
              <th scope="col" className="font-normal">
                {outcome.label}
              </th>
              <th scope="col" className="w-7">
                <span className="sr-only">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // A row has no name; another number of rows starts their fields afresh.
              <tr key={`${rows.length}:${index}`} className="h-6 text-right">
                {columns.map(({ key, label, unit, scale }) => {
                  const at = `${path}[${index}].${key}`;
                  return (
                    <td key={key}>
                      <NumberField
                        label={`${label} of ${one.toLowerCase()} ${index + 1}`}
                        value={row[key]}
                        path={at}
                        {...(unit === undefined ? {} : { unit })}
                        {...(scale === undefined ? {} : { scale })}
                        problemId={problemId}
                        onProblem={setTyped}
                        onCommit={(value) => toldAt(at, editAt(at, value))}
                        className="w-[68px]"
                      />
                    </td>
                  );
                })}
                <td className="text-t2 tabular-nums">{outcome.of(row)}</td>
                <td>
                  <IconButton
                    label={`Remove ${one.toLowerCase()} ${index + 1}`}
                    glyph={<CloseGlyph size={12} />}
                    className="!size-6"
                    onClick={() => take(edit((scenario) => removeAt(scenario, `${path}[${index}]`)))}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ProblemText id={problemId} sentence={typed} />
      <ProblemText sentence={sentence} />
      <Button
        kind="plain"
        glyph={<PlusGlyph size={12} />}
        className="-ml-2.5"
        onClick={() => take(edit((scenario) => setAt(scenario, `${path}[${rows.length}]`, next())))}
      >
        Add {one.toLowerCase()}
      </Button>
    </div>
  );
}

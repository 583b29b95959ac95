'use client';

import { useEffect, useRef, useState } from 'react';

export interface TableData {
  readonly caption: string;
  readonly head: readonly string[];
  /** The first cell of each row names it. */
  readonly rows: readonly (readonly string[])[];
}

export interface TableButtonProps {
  /** What the table is of: `Latency`. */
  readonly subject: string;
  /** Called on opening; the table then stands still, also while the run goes on. */
  readonly table: () => TableData;
}

const MOST_ROWS = 2_000;

/** `View as table`: opens a dialog with the chart's numbers as they are now. */
export function TableButton({ subject, table }: TableButtonProps) {
  const [shown, setShown] = useState<TableData | null>(null);
  return (
    <>
      <button
        type="button"
        aria-label={`View ${subject} as table`}
        title="View as table"
        aria-haspopup="dialog"
        onClick={() => setShown(table())}
        className="grid size-6 place-items-center rounded-input text-t3 hover:bg-raised hover:text-text"
      >
        <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden fill="none" stroke="currentColor">
          <path d="M1 1.5h10v9H1zM1 4.5h10M1 7.5h10M4.5 4.5v6" />
        </svg>
      </button>
      {shown !== null && <TableDialog table={shown} onClose={() => setShown(null)} />}
    </>
  );
}

function TableDialog({ table, onClose }: { readonly table: TableData; readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const rows = table.rows.slice(0, MOST_ROWS);
  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      onKeyDown={(event) => event.stopPropagation()}
      aria-label={table.caption}
      className="m-auto max-h-[80dvh] max-w-[min(56rem,94vw)] overflow-hidden rounded-button border border-line2 bg-bg p-0 text-text"
    >
      <div className="flex max-h-[80dvh] flex-col">
        <div className="flex items-center justify-between gap-5 border-b border-line px-4 py-2">
          <h2 className="text-title font-strong">{table.caption}</h2>
          <button type="button" onClick={onClose} className="h-[26px] rounded-button border border-edge px-2.5 hover:bg-raised">
            Close
          </button>
        </div>
        {/* A region that scrolls must be reachable by keyboard. */}
        <div className="overflow-auto px-4 pb-3" tabIndex={0} role="region" aria-label={`${table.caption}, rows`}>
          <table className="w-full border-collapse text-left">
            <thead className="sticky top-0 bg-bg">
              <tr>
                {table.head.map((name, i) => (
                  <th
                    key={name}
                    scope="col"
                    className={`py-2 pl-4 font-normal whitespace-nowrap text-t2 first:pl-0 ${i > 0 ? 'text-right' : ''}`}
                  >
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, r) => (
                <tr key={r} className="border-t border-line">
                  {row.map((cell, i) =>
                    i === 0 ? (
                      <th key={i} scope="row" className="py-1 font-normal whitespace-nowrap">
                        {cell}
                      </th>
                    ) : (
                      <td key={i} className="py-1 pl-4 text-right whitespace-nowrap">
                        {cell}
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
          {rows.length === 0 && <p className="py-3 text-t2">Nothing yet.</p>}
          {rows.length < table.rows.length && (
            <p className="py-2 text-t2">
              The first {MOST_ROWS} of {table.rows.length} rows.
            </p>
          )}
        </div>
      </div>
    </dialog>
  );
}

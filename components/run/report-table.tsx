'use client';

import { useId, useState } from 'react';

import type { ReportSection } from '@/lib/experiment/report-section';
import { grouped, sentenceCase } from '@/lib/scenario/words';

/** Rows that a page draws at once: a fleet may have ten thousand. */
const ROWS = 200;
/** Beyond so many a table scrolls within itself, its head on top. */
const TALL = 24;

/** A section of a report: its heading, what holds of its numbers, and the numbers, which scroll within themselves. */
export function ReportTable({ section, anchor }: { readonly section: ReportSection; readonly anchor: string }) {
  const { title, notes, columns, rows } = section;
  const [shown, setShown] = useState(ROWS);
  const id = useId();
  return (
    <section aria-labelledby={id} className="break-inside-avoid pb-5">
      <h3
        id={id}
        data-anchor={anchor}
        tabIndex={-1}
        className="font-strong text-title scroll-mt-12 outline-none pointer-coarse:scroll-mt-16"
      >
        {title}
      </h3>
      <p className="text-t2 text-small max-w-[130ch] pb-1.5">{notes.map(sentence).join(' ')}</p>
      {rows.length === 0 ? null : (
        // A region that scrolls must be reachable by keyboard.
        <div
          tabIndex={0}
          role="region"
          aria-label={`${title}, table`}
          className={`relative overflow-auto ${rows.length > TALL && columns.length > 2 ? 'max-h-[62vh]' : ''}`}
        >
          <table className="text-body w-full border-separate border-spacing-0 text-right whitespace-nowrap">
            <caption className="sr-only">{title}</caption>
            <thead>
              <tr className="text-t2">
                {columns.map(({ title: head, words, name }, i) => (
                  <th
                    key={head}
                    scope="col"
                    className={`bg-panel border-line sticky top-0 border-b py-1 pl-4 font-normal first:left-0 first:z-20 first:pl-0 ${
                      i === 0 || words ? 'text-left' : ''
                    } ${i === 0 ? '' : 'z-10'}`}
                  >
                    {name ? head : sentenceCase(head)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, shown).map((row) => (
                <tr key={row.title}>
                  <th
                    scope="row"
                    className={`bg-panel border-line sticky left-0 z-10 border-b py-1 text-left font-normal ${
                      columns[0]?.words ? '' : 'max-[639px]:max-w-44 max-[639px]:whitespace-normal'
                    }`}
                  >
                    {columns[0]?.words ? row.title : sentenceCase(row.title)}
                  </th>
                  {row.cells.map(({ text, doubt }, i) => (
                    <td
                      key={columns[i + 1]?.title}
                      className={`border-line border-b py-1 pl-4 ${columns[i + 1]?.words ? 'text-left' : ''}`}
                    >
                      {doubt === undefined ? (
                        text
                      ) : (
                        <span className="text-t3" title={sentence(doubt.why)}>
                          <span className="underline decoration-dotted underline-offset-4">{text}</span> ({doubt.mark})
                        </span>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > shown ? (
        <p className="text-t2 text-small flex items-center gap-3 pt-2">
          The first {grouped(shown)} of {grouped(rows.length)}.
          <button type="button" onClick={() => setShown(shown + ROWS)} className="text-text underline underline-offset-4">
            Show {grouped(Math.min(ROWS, rows.length - shown))} more
          </button>
        </p>
      ) : null}
    </section>
  );
}

/** Words within a line as a sentence of their own. */
function sentence(words: string): string {
  return `${sentenceCase(words)}${words.endsWith('.') ? '' : '.'}`;
}

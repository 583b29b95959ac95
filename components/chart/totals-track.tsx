import { memo, useId, type ReactNode } from 'react';

import type { RunTotals } from '@/lib/worker/protocol';

import { formatCount } from './format';
import { TableButton } from './table-button';
import { refusalReasons, totalFigures, type CountedScenario } from './totals-words';

interface TotalsTrackProps {
  /** null: nothing has run yet. */
  readonly totals: RunTotals | null;
  readonly scenario: CountedScenario;
  /** Whether requests before it are left out. */
  readonly hasWarmUp: boolean;
  /** What leads to more than these figures. */
  readonly more?: ReactNode;
}

/** What became of all requests so far, in the frame that the tracks share. */
export const TotalsTrack = memo(function TotalsTrack({ totals, scenario, hasWarmUp, more }: TotalsTrackProps) {
  const id = useId();
  const figures = totalFigures(totals, scenario);
  return (
    <div className="centre">
      <section aria-labelledby={id} className="track border-t border-line py-1.5">
        <div className="gutter flex items-center gap-1 self-start pl-4 @max-[560px]:pl-3">
          <h3 id={id} className="font-strong">
            Totals
          </h3>
          <TableButton
            subject="Totals"
            table={() => ({
              caption: 'What became of the requests so far',
              head: ['What', 'Count', 'Detail'],
              rows: [
                ...figures.map(({ label, value, note }) => [label, value, note]),
                ...(totals === null ? [] : refusalReasons(totals)).map(([reason, tries]) => [
                  `Tries without a node: ${reason}`,
                  formatCount(tries),
                  '',
                ]),
              ],
            })}
          />
        </div>
        <dl className="plot @max-[560px]:col-[1/-1]! @max-[560px]:px-3 grid grid-cols-[repeat(auto-fill,minmax(104px,1fr))] gap-x-3 gap-y-1.5 py-0.5">
          {figures.map(({ label, value, note }) => (
            <div key={label} className="min-w-0">
              <dt className="truncate text-small text-t2">{label}</dt>
              <dd className="text-title font-strong text-text">{value}</dd>
              <dd className="h-3 truncate text-tick text-t3" title={note}>
                {note}
              </dd>
            </div>
          ))}
        </dl>
        <div className="readout flex flex-col items-end gap-1 pr-3 text-right @max-[560px]:flex-row-reverse @max-[560px]:items-center">
          {more}
          <p className="text-small text-t3">{hasWarmUp ? 'after the warm-up' : ''}</p>
        </div>
      </section>
    </div>
  );
});

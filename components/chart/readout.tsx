import type { CSSProperties } from 'react';

import { spreadLabels } from './label-layout';

export interface ReadoutItem {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  /** Where the label would stand: the height of its line. */
  readonly y: number;
  /** A CSS colour of the swatch beside the label. */
  readonly colour?: string;
  /** The value rests on too few requests. */
  readonly hollow?: boolean;
  readonly quiet?: boolean;
}

const PITCH_PX = 14;

export interface ReadoutProps {
  readonly items: readonly ReadoutItem[];
  readonly height: number;
  readonly narrow: boolean;
}

/** Direct labels with the values at the playhead or crosshair; in a narrow centre one line above the plot. */
export function Readout({ items, height, narrow }: ReadoutProps) {
  const places = narrow
    ? []
    : spreadLabels(
        items.map(({ y }) => y),
        PITCH_PX,
        9,
        height - 8,
      );
  return (
    <dl className={narrow ? 'flex min-w-0 flex-1 flex-wrap justify-end gap-x-2.5 pr-2' : 'relative h-full'}>
      {items.map((item, i) => (
        <div
          key={item.key}
          className={narrow ? 'flex items-baseline gap-1' : 'absolute right-3 left-1 flex -translate-y-1/2 items-baseline gap-1'}
          style={narrow ? undefined : ({ top: places[i] } satisfies CSSProperties)}
        >
          {item.colour !== undefined && (
            <svg width="3" height="9" aria-hidden className="shrink-0 self-center">
              <rect width="3" height="9" rx="1" fill={item.colour} />
            </svg>
          )}
          <dt
            className={`min-w-0 truncate text-t2 ${narrow ? 'text-small' : 'text-[0.6563rem]'} ${item.colour === undefined && !narrow ? 'pl-2' : ''}`}
            title={item.label}
          >
            {item.label}
          </dt>
          <dd
            className={`ml-auto whitespace-nowrap ${
              item.hollow === true
                ? 'text-small text-t3 underline decoration-dotted underline-offset-2'
                : item.quiet === true
                  ? 'text-small text-t3'
                  : 'text-small font-strong text-text'
            }`}
            title={item.hollow === true ? 'Too few requests for this percentile: indicative only.' : undefined}
          >
            {item.value}
            {item.hollow === true && <span className="sr-only"> (few requests)</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

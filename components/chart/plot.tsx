'use client';

/** What the charts of experiments share: Recharts in the house's tokens. Nothing moves by itself, and every tick carries its unit. */
import { cloneElement, type ReactElement, type ReactNode } from 'react';
import { ResponsiveContainer, type TooltipContentProps } from 'recharts';

const TICK = { fontSize: 10, fill: 'var(--t3)' } as const;

/** For `XAxis` and `YAxis`. */
export const AXIS = { tick: TICK, stroke: 'var(--axis)', tickLine: false, axisLine: false, minTickGap: 8 } as const;
/** For `CartesianGrid`. */
export const GRID = { stroke: 'var(--grid)', strokeDasharray: '' } as const;
/** For lines, areas and scatters. */
export const STILL = { isAnimationActive: false } as const;
/** For reference lines that say a limit, as an SLO. */
export const LIMIT_LINE = { stroke: 'var(--t3)', strokeDasharray: '2 3', strokeWidth: 1 } as const;
/** For the labels of reference lines and ends of lines. */
export const LABEL = { fontSize: 10, fill: 'var(--t2)' } as const;

interface PlotProps {
  /** What the chart is of, for a screen reader. */
  readonly label: string;
  /** The chart in one sentence. */
  readonly summary: string;
  /** In CSS pixels. */
  readonly height: number;
  /** One Recharts chart; it takes the width that there is. */
  readonly children: ReactElement<{ readonly 'aria-label'?: string }>;
  readonly className?: string;
}

/** A chart's frame. The chart inside can be walked through with the arrow keys, and says its values as it goes. */
export function Plot({ label, summary, height, children, className = '' }: PlotProps) {
  return (
    <figure aria-label={label} className={`min-w-0 ${className}`}>
      <figcaption className="sr-only">{summary}</figcaption>
      <div style={{ height }}>
        <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 320, height }}>
          {/* The drawing itself takes the focus, so it has the name too. */}
          {cloneElement(children, { 'aria-label': label })}
        </ResponsiveContainer>
      </div>
    </figure>
  );
}

export interface TooltipRow {
  readonly name: string;
  readonly value: string;
  /** A line under the value, as its interval. */
  readonly note?: string;
  readonly mark?: ReactNode;
}

interface TooltipSheetProps {
  readonly title: ReactNode;
  readonly rows: readonly TooltipRow[];
}

export function TooltipSheet({ title, rows }: TooltipSheetProps) {
  return (
    <div className="border-line2 bg-raised text-text text-small rounded-input border px-2 py-1">
      <p className="text-t2">{title}</p>
      {rows.map(({ name, value, note, mark }) => (
        <p key={name} className="flex items-baseline gap-1.5">
          {mark === undefined ? null : <span className="self-center">{mark}</span>}
          <span className="text-t2 mr-2">{name}</span>
          <span className="font-strong ml-auto">{value}</span>
          {note === undefined ? null : <span className="text-t3">{note}</span>}
        </p>
      ))}
    </div>
  );
}

/**
 * What `Tooltip` takes as its content: a sheet made from the row of data under the pointer, the focus or the tap. Answering null shows
 * nothing.
 */
export function tooltipOf<Row>(sheet: (row: Row) => TooltipSheetProps | null) {
  return function Content({ active, payload }: TooltipContentProps) {
    const row = payload[0]?.payload as Row | undefined;
    const shown = active && row !== undefined ? sheet(row) : null;
    return shown === null ? null : <TooltipSheet {...shown} />;
  };
}

/** For `Tooltip`: no motion, and a hairline where it stands. */
export const TOOLTIP = { isAnimationActive: false, cursor: { stroke: 'var(--text)', strokeWidth: 1 } } as const;

'use client';

import { useCallback, useState } from 'react';
import type { RefCallback } from 'react';

/** The edges that every track and the fleet map share; the same numbers stand in globals.css under `.track`. */
export interface ChartLayout {
  /** 0 until measured: draw axes and data only from then on. Till then the layout is the wide one, and `.unmeasured` hides what is not. */
  readonly plotPx: number;
  readonly gutterPx: number;
  readonly readoutPx: number;
  /** Readouts stand above the plot, the gutter holds ticks alone. */
  readonly narrow: boolean;
}

const NARROW_BELOW_PX = 560;

export function chartLayout(widthPx: number): ChartLayout {
  const narrow = widthPx > 0 && widthPx < NARROW_BELOW_PX;
  const [gutterPx, readoutPx] = narrow ? [66, 16] : [106, 114];
  return { plotPx: widthPx === 0 ? 0 : Math.max(0, Math.floor(widthPx - gutterPx - readoutPx)), gutterPx, readoutPx, narrow };
}

/** The layout of the element that carries the ref, which must be as wide as the centre column. */
export function useChartWidth<E extends HTMLElement>(): [RefCallback<E>, ChartLayout] {
  const [layout, setLayout] = useState(() => chartLayout(0));
  const ref = useCallback((element: E | null) => {
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => {
      // Without a width it is out of sight: the layout waits for it to come back.
      if (entry === undefined || entry.contentRect.width === 0) return;
      const next = chartLayout(entry.contentRect.width);
      setLayout((last) => (last.plotPx === next.plotPx && last.narrow === next.narrow ? last : next));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, layout];
}

'use client';

import { memo, useEffect, useMemo, useRef } from 'react';

import type { NodeNow } from '@/lib/worker/protocol';

import { drawCells, NEVER_DRAWN } from './draw-cells';
import type { GridLayout } from './grid-layout';
import type { RegionRow } from './load';
import { useCanvasColours } from './use-canvas-colours';

export interface FleetCanvasProps {
  readonly nodes: readonly NodeNow[];
  readonly rows: readonly RegionRow[];
  readonly layout: GridLayout;
  readonly plotPx: number;
}

/** The cells of a large fleet. Decorative: the grid around it carries names, focus and clicks. */
export const FleetCanvas = memo(function FleetCanvas({ nodes, rows, layout, plotPx }: FleetCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = useCanvasColours();
  const count = nodes.length;
  /** Looks as drawn; a new one wherever everything must be drawn anew. */
  const drawing = useMemo(
    () => ({ looks: new Uint8Array(count).fill(NEVER_DRAWN), rows, layout, plotPx, colours, sized: false }),
    [count, rows, layout, plotPx, colours],
  );
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context == null || drawing.colours === null) return;
    if (!drawing.sized) {
      const ratio = window.devicePixelRatio || 1;
      context.canvas.width = Math.round(drawing.plotPx * ratio);
      context.canvas.height = Math.round(drawing.layout.height * ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      drawing.looks.fill(NEVER_DRAWN);
      drawing.sized = true;
    }
    drawCells(context, nodes, drawing.rows, drawing.layout, drawing.colours, drawing.looks);
  }, [nodes, drawing]);
  return <canvas ref={canvas} aria-hidden className="absolute top-0 left-0" style={{ width: plotPx, height: layout.height }} />;
});

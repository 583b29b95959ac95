/**
 * Draws a large fleet on a canvas, cell by cell, and only those that look other than they did. Shapes before colours: a cross
 * is open, a half-filled dashed box half-open, a line below is down or degraded, a corner a fault.
 */
import type { NodeNow } from '@/lib/worker/protocol';

import { underlineOf } from './cell-name';
import type { GridLayout } from './grid-layout';
import { loadOf, loadStep, LOAD_STEPS, type RegionRow } from './load';
import type { CanvasColours } from './use-canvas-colours';

const BREAKER_BITS = { closed: 0, open: 8, 'half-open': 16 } as const;
const UNDERLINE_BITS = { none: 0, degraded: 32, unhealthy: 64, down: 96 } as const;
const FAULT_BIT = 128;
/** What `looks` holds for a cell that was never drawn. */
export const NEVER_DRAWN = 255;

/** All that a cell shows, in one number below `NEVER_DRAWN`: load step, breaker, line below, fault. */
export function cellLook(node: NodeNow): number {
  const underline = UNDERLINE_BITS[underlineOf(node)];
  return (
    (node.breaker === 'closed' ? loadStep(loadOf(node)) : 0) |
    BREAKER_BITS[node.breaker] |
    underline |
    (node.faults.length > 0 ? FAULT_BIT : 0)
  );
}

/** Updates `looks` (one per node) and redraws what changed. Answers how many cells that were. */
export function drawCells(
  context: CanvasRenderingContext2D,
  nodes: readonly NodeNow[],
  rows: readonly RegionRow[],
  layout: GridLayout,
  colours: CanvasColours,
  looks: Uint8Array,
): number {
  const { pitchX, pitchY, perLine } = layout;
  const size = pitchX - (pitchX >= 9 ? 2 : 1);
  const plain: number[][] = Array.from({ length: LOAD_STEPS }, () => []);
  let changed = 0;
  rows.forEach((row, r) => {
    const top = layout.rows[r]?.top ?? 0;
    row.nodes.forEach((index, place) => {
      const node = nodes[index];
      if (node === undefined) return;
      const look = cellLook(node);
      if (looks[index] === look) return;
      const x = (place % perLine) * pitchX;
      const y = top + Math.floor(place / perLine) * pitchY;
      if (looks[index]! >= LOAD_STEPS) context.clearRect(x, y, pitchX, pitchY);
      looks[index] = look;
      changed++;
      if (look < LOAD_STEPS) plain[look]!.push(x, y);
      else drawMarked(context, x, y, size, look, colours);
    });
  });
  const fills = [colours.q0, colours.q1, colours.q2, colours.q3, colours.q4, colours.q5, colours.q6, colours.q7];
  plain.forEach((places, step) => {
    if (places.length === 0) return;
    context.fillStyle = fills[step]!;
    for (let i = 0; i < places.length; i += 2) context.fillRect(places[i]!, places[i + 1]!, size, size);
  });
  return changed;
}

function drawMarked(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  size: number,
  look: number,
  colours: CanvasColours,
): void {
  const fills = [colours.q0, colours.q1, colours.q2, colours.q3, colours.q4, colours.q5, colours.q6, colours.q7];
  const breaker = look & 24;
  if (breaker === BREAKER_BITS.closed) {
    context.fillStyle = fills[look & 7]!;
    context.fillRect(x, y, size, size);
  } else if (breaker === BREAKER_BITS.open) {
    context.strokeStyle = colours.open;
    context.lineWidth = size >= 8 ? 1.4 : 1;
    context.beginPath();
    if (size >= 8) context.rect(x + 0.5, y + 0.5, size - 1, size - 1);
    const inset = size >= 8 ? 2.5 : 0.5;
    context.moveTo(x + inset, y + inset);
    context.lineTo(x + size - inset, y + size - inset);
    context.moveTo(x + size - inset, y + inset);
    context.lineTo(x + inset, y + size - inset);
    context.stroke();
  } else {
    context.fillStyle = colours.half;
    context.fillRect(x, y, Math.ceil(size / 2), size);
    if (size >= 5) {
      context.strokeStyle = colours.half;
      context.lineWidth = 1;
      context.setLineDash([2, 1]);
      context.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
      context.setLineDash([]);
    }
  }
  const underline = look & 96;
  if (underline !== UNDERLINE_BITS.none) {
    const thick = underline === UNDERLINE_BITS.down && size >= 6 ? 2 : 1;
    context.fillStyle = underline === UNDERLINE_BITS.degraded ? colours.text : colours.open;
    if (underline === UNDERLINE_BITS.degraded) {
      for (let dash = x; dash < x + size; dash += 3) context.fillRect(dash, y + size - 1, Math.min(2, x + size - dash), 1);
    } else {
      context.fillRect(x, y + size - thick, size, thick);
    }
  }
  if ((look & FAULT_BIT) !== 0 && size >= 5) {
    const corner = size >= 8 ? 4 : 2;
    context.fillStyle = colours.text;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + corner, y);
    context.lineTo(x, y + corner);
    context.fill();
  }
}

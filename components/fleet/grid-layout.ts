/** Where each cell stands. One row of the grid per region; a region with more nodes than fit goes on in further lines. */
import type { RegionRow } from './load';

export type CellSize = 'labelled' | 'small' | 'tiny';

export interface GridLayout {
  readonly size: CellSize;
  /** Distance from one cell to the next. */
  readonly pitchX: number;
  readonly pitchY: number;
  /** Cells per line. */
  readonly perLine: number;
  /** Per row: where its first line begins, and how high the row is. */
  readonly rows: readonly { readonly top: number; readonly height: number }[];
  readonly height: number;
}

/** Up to this many nodes each cell is an element of its own; more are drawn on one canvas. */
export const MOST_ELEMENTS = 300;

const LABELLED = { pitchX: 37, leastX: 31, pitchY: 28 };
const SMALL = { pitchX: 24, leastX: 18, pitchY: 22 };
/** A canvas map stays about this high, however many nodes there are. */
const CANVAS_PX = 280;
const CANVAS_PITCHES = [16, 14, 12, 11, 10, 9, 8, 7, 6, 5, 4];
const ROW_GAP_PX = 4;
const LEAST_CANVAS_ROW_PX = 18;

function stacked(rows: readonly RegionRow[], perLine: number, pitchY: number, gap: number, least: number) {
  let top = 0;
  const placed = rows.map(({ nodes }) => {
    const height = Math.max(least, Math.ceil(nodes.length / perLine) * pitchY);
    const row = { top, height };
    top += height + gap;
    return row;
  });
  return { rows: placed, height: Math.max(0, top - gap) };
}

export function gridLayout(rows: readonly RegionRow[], plotPx: number): GridLayout {
  const total = rows.reduce((sum, { nodes }) => sum + nodes.length, 0);
  const longest = rows.reduce((most, { nodes }) => Math.max(most, nodes.length), 1);
  if (total > MOST_ELEMENTS) {
    for (const pitch of CANVAS_PITCHES) {
      const perLine = Math.max(1, Math.floor(plotPx / pitch));
      const placed = stacked(rows, perLine, pitch, ROW_GAP_PX, LEAST_CANVAS_ROW_PX);
      if (placed.height <= CANVAS_PX || pitch === CANVAS_PITCHES.at(-1)) {
        return { size: 'tiny', pitchX: pitch, pitchY: pitch, perLine, ...placed };
      }
    }
  }
  // As wide as fits the longest row in one line; smaller cells only when that saves lines.
  const fit = Math.floor(plotPx / longest);
  const manyLines =
    rows.reduce((sum, { nodes }) => sum + Math.ceil((nodes.length * LABELLED.leastX) / Math.max(plotPx, 1)), 0) > 10;
  const labelled = plotPx >= 480 && !manyLines;
  const { pitchX: widest, leastX, pitchY } = labelled ? LABELLED : SMALL;
  const pitchX = Math.min(widest, Math.max(leastX, fit));
  const perLine = Math.max(1, Math.floor(plotPx / pitchX));
  return {
    size: labelled ? 'labelled' : 'small',
    pitchX,
    pitchY,
    perLine,
    ...stacked(rows, perLine, pitchY, longest > perLine ? ROW_GAP_PX : 0, pitchY),
  };
}

/** A cell by row and place in it. */
export interface CellAt {
  readonly row: number;
  readonly place: number;
}

export function cellOf(rows: readonly RegionRow[], node: number): CellAt | null {
  for (let row = 0; row < rows.length; row++) {
    const place = rows[row]!.nodes.indexOf(node);
    if (place >= 0) return { row, place };
  }
  return null;
}

/** Where an arrow, Home or End leads from a cell; null for any other key. Up and down keep the column as lines allow. */
export function movedCell(rows: readonly RegionRow[], perLine: number, { row, place }: CellAt, key: string): CellAt | null {
  const last = (rows[row]?.nodes.length ?? 1) - 1;
  const column = place % perLine;
  switch (key) {
    case 'ArrowLeft':
      return { row, place: Math.max(0, place - 1) };
    case 'ArrowRight':
      return { row, place: Math.min(last, place + 1) };
    case 'Home':
      return { row, place: 0 };
    case 'End':
      return { row, place: last };
    case 'ArrowUp': {
      if (place >= perLine) return { row, place: place - perLine };
      const above = rows[row - 1];
      if (above === undefined) return { row, place };
      const lines = Math.floor((above.nodes.length - 1) / perLine);
      return { row: row - 1, place: Math.min(lines * perLine + column, above.nodes.length - 1) };
    }
    case 'ArrowDown': {
      if (Math.floor(place / perLine) < Math.floor(last / perLine)) return { row, place: Math.min(place + perLine, last) };
      const below = rows[row + 1];
      return below === undefined ? { row, place } : { row: row + 1, place: Math.min(column, below.nodes.length - 1) };
    }
    default:
      return null;
  }
}

/** The node at a point of the map; null between cells. */
export function nodeAt(rows: readonly RegionRow[], layout: GridLayout, x: number, y: number): number | null {
  const row = layout.rows.findIndex(({ top, height }) => y >= top && y < top + height);
  const placed = layout.rows[row];
  if (placed === undefined || x < 0) return null;
  const column = Math.floor(x / layout.pitchX);
  if (column >= layout.perLine) return null;
  return rows[row]?.nodes[Math.floor((y - placed.top) / layout.pitchY) * layout.perLine + column] ?? null;
}

/**
 * Lanes for labelled bars. A bar takes the room of its interval or of its label, whichever reaches further, in the first lane
 * that is free there. Laid out over the whole run at the view's scale, so that a bar keeps its lane while the view moves.
 */
import type { FaultSpan } from './fault-label';

export interface PlacedSpan {
  readonly span: FaultSpan;
  readonly lane: number;
  /** Where bar and label together begin and end, in ms. */
  readonly roomFromMs: number;
  readonly roomToMs: number;
  /** The label stands before the bar, where the run would end before the label does. */
  readonly labelBefore: boolean;
}

export interface FaultLanes {
  readonly placed: readonly PlacedSpan[];
  readonly lanes: number;
  /** Spans that found no room in `mostLanes`. */
  readonly hidden: number;
}

const GAP_PX = 6;
/** Geist at 11 px: the mean of its wide characters, so that a label is never measured too short by much. */
const CHARACTER_PX = 6.1;
const PADDING_PX = 12;

export function labelPx(span: FaultSpan): number {
  return (span.label.length + 1 + span.targetLabel.length) * CHARACTER_PX + PADDING_PX;
}

export function layoutFaults(
  spans: readonly FaultSpan[],
  pxPerMs: number,
  durationMs: number,
  mostLanes: number,
  measure: (span: FaultSpan) => number = labelPx,
): FaultLanes {
  const ends: number[] = [];
  const placed: PlacedSpan[] = [];
  const gapMs = GAP_PX / pxPerMs;
  for (const span of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const labelMs = measure(span) / pxPerMs;
    const labelBefore = span.fromMs + labelMs > durationMs;
    const roomFromMs = labelBefore ? Math.max(0, span.fromMs - labelMs) : span.fromMs;
    const roomToMs = Math.min(durationMs, labelBefore ? span.toMs : Math.max(span.toMs, span.fromMs + labelMs));
    const free = ends.findIndex((end) => end + gapMs <= roomFromMs);
    const lane = free < 0 ? ends.length : free;
    if (lane >= mostLanes) continue;
    ends[lane] = roomToMs;
    placed.push({ span, lane, roomFromMs, roomToMs, labelBefore });
  }
  return { placed, lanes: ends.length, hidden: spans.length - placed.length };
}

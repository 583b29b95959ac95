import type { BreakerLane } from './breaker-spans';
import type { TimeScale } from './time-axis';

export interface LanePaths {
  /** Blocks of 8 px. */
  readonly open: string;
  /** The bright 2 px edge at each trip. */
  readonly trips: string;
  /** Blocks of 5 px, to be filled with stripes. */
  readonly halfOpen: string;
  /** 1 px lines between. */
  readonly closed: string;
}

const OPEN_PX = 8;
const HALF_OPEN_PX = 5;
const EDGE_PX = 2;

/** Path data of a lane whose middle is at `y`, up to `nowMs`. No block is narrower than a pixel. */
export function lanePaths(lane: BreakerLane, scale: TimeScale, nowMs: number, y: number): LanePaths {
  const px = (ms: number) => Math.round(Math.min(Math.max(scale.x(ms), -4), scale.widthPx) * 10) / 10;
  let [open, trips, halfOpen, closed] = ['', '', '', ''];
  let lineFrom = Math.max(0, px(0));
  for (const { state, fromMs, toMs } of lane.spans) {
    const endMs = Math.min(toMs ?? nowMs, nowMs);
    if (endMs < scale.startMs || fromMs > scale.endMs || fromMs > nowMs) continue;
    const [from, to] = [px(fromMs), px(endMs)];
    if (from > lineFrom) closed += `M${lineFrom},${y}H${from}`;
    const width = Math.max(1, Math.round((to - from) * 10) / 10);
    if (state === 'open') {
      open += `M${from},${y - OPEN_PX / 2}h${width}v${OPEN_PX}h${-width}z`;
      trips += `M${from},${y - OPEN_PX / 2}h${EDGE_PX}v${OPEN_PX}h${-EDGE_PX}z`;
    } else {
      halfOpen += `M${from},${y - HALF_OPEN_PX / 2}h${width}v${HALF_OPEN_PX}h${-width}z`;
    }
    lineFrom = Math.max(lineFrom, to);
  }
  const now = px(nowMs);
  if (now > lineFrom) closed += `M${lineFrom},${y}H${now}`;
  return { open, trips, halfOpen, closed };
}

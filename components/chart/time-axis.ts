/** The one time axis: which span of simulated time is in view, where its ticks stand, and which bin a time falls in. */
import { scaleLinear } from 'd3-scale';

import { formatClock } from './format';

export const VIEWS = [
  { id: 'full', name: 'Full', windowMs: null },
  { id: '2min', name: '2 min', windowMs: 120_000 },
  { id: '30s', name: '30 s', windowMs: 30_000 },
] as const;
export type TrackView = (typeof VIEWS)[number]['id'];

/** Part of a trailing view that lies before now; the rest shows what is scheduled. */
const PAST_SHARE = 0.875;

export interface TimeSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** A trailing view keeps now at seven eighths of the plot, and stops at both ends of the run. */
export function viewSpan(view: TrackView, nowMs: number, durationMs: number): TimeSpan {
  const windowMs = VIEWS.find(({ id }) => id === view)?.windowMs ?? null;
  if (windowMs === null || windowMs >= durationMs) return { startMs: 0, endMs: durationMs };
  const startMs = Math.max(0, Math.min(nowMs - PAST_SHARE * windowMs, durationMs - windowMs));
  return { startMs, endMs: startMs + windowMs };
}

export interface TimeScale extends TimeSpan {
  readonly widthPx: number;
  readonly pxPerMs: number;
  x(ms: number): number;
  at(px: number): number;
}

export function timeScale({ startMs, endMs }: TimeSpan, widthPx: number): TimeScale {
  const scale = scaleLinear().domain([startMs, endMs]).range([0, widthPx]);
  return { startMs, endMs, widthPx, pxPerMs: widthPx / (endMs - startMs), x: scale, at: (px) => scale.invert(px) };
}

const TICK_STEPS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000,
  1_800_000, 3_600_000, 7_200_000, 10_800_000, 21_600_000,
];

export interface Tick {
  readonly ms: number;
  readonly label: string;
}

/** Ticks on round times, at least `leastPx` apart: every 15 s where that fits. */
export function timeTicks(scale: TimeScale, leastPx = 54): Tick[] {
  const fits = (step: number) => step * scale.pxPerMs >= leastPx;
  const stepMs = TICK_STEPS_MS.find(fits) ?? 43_200_000;
  const digits = stepMs >= 1_000 ? 0 : stepMs >= 100 ? 1 : stepMs >= 10 ? 2 : 3;
  const ticks: Tick[] = [];
  for (let i = Math.ceil(scale.startMs / stepMs - 1e-9); i * stepMs <= scale.endMs + 1e-6; i++) {
    ticks.push({ ms: i * stepMs, label: formatClock(i * stepMs, digits) });
  }
  return ticks;
}

/** The finished bin that holds `ms`, or the nearest one; -1 while there is none. */
export function binAt(binMs: number, bins: number, ms: number): number {
  return Math.min(Math.max(0, Math.floor(ms / binMs)), bins - 1);
}

/** Where Shift and an arrow key take the crosshair: 1 s per press, from now when there is none; null for any other key. */
export function movedCrosshair(key: string, crosshairMs: number | null, nowMs: number, stepMs = 1_000): number | null {
  const direction = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
  if (direction === 0) return null;
  return Math.min(Math.max(0, (crosshairMs ?? nowMs) + direction * stepMs), nowMs);
}

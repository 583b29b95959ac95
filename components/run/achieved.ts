import type { Frame, Speed } from '@/lib/worker/protocol';

/** Below this share of the wanted speed the machine cannot keep up, and the page says so. */
const KEEPS_UP = 0.9;

/** Two lines: the speed reached, and how many requests a second of the wall clock simulates. Empty while nothing runs. */
export function achievedText(
  frame: Pick<Frame, 'achievedSpeed' | 'requestsPerS'> | null,
  wanted: Speed,
  count: (n: number) => string,
): string {
  if (frame?.achievedSpeed == null) return '';
  const speed = frame.achievedSpeed;
  const shown = `${speed < 9.95 ? speed.toFixed(1) : count(Math.round(speed))}×`;
  const late = wanted !== null && speed < wanted * KEEPS_UP ? `${shown} of ${wanted}×` : shown;
  return frame.requestsPerS === null ? late : `${late}\n${count(Math.round(frame.requestsPerS))} req/s`;
}

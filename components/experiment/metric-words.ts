/** Metrics and how far an experiment is, in a person's words. */
import { METRICS, type MetricName, type MetricUnit } from '@/lib/experiment/metrics';
import { grouped, sentenceCase } from '@/lib/scenario/words';

import type { Progress } from './experiment-store';

/** `p99`, `Mean latency`: a metric's name where it begins a line. */
export function metricTitle(name: MetricName): string {
  return sentenceCase(METRICS[name].label);
}

/** How a unit is called beside a heading; empty where a number has none. */
export function unitText(unit: MetricUnit): string {
  return { ms: 'ms', '/s': 'per second', share: '%', ratio: '', price: 'price per 1,000' }[unit];
}

/** `37 of 100 runs, about 12 s left`, `100 of 100 runs, 41 s`. */
export function progressText({ status, done, total, seconds, secondsLeft }: Progress): string {
  const runs = `${grouped(done)} of ${grouped(total)} runs`;
  switch (status) {
    case 'running':
      return secondsLeft === null ? runs : `${runs}, about ${lasting(Math.max(1, Math.ceil(secondsLeft)))} left`;
    case 'finished':
      return `${runs}, ${lasting(seconds)}`;
    case 'cancelled':
      return `Cancelled after ${runs}`;
    case 'failed':
      return `Failed after ${runs}`;
  }
}

/** `0.4 s`, `12 s`, `3 min 20 s`. */
export function lasting(seconds: number): string {
  if (seconds < 9.95 && !Number.isInteger(seconds)) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 120) return `${whole} s`;
  const rest = whole % 60;
  return `${Math.floor(whole / 60)} min${rest === 0 ? '' : ` ${rest} s`}`;
}

import { windowEndMs, type RequestTrace, type WindowTrace } from './trace';

/** What part of a trace is replayed, and how. Structurally of the `arrivals` of a scenario's workload class. */
export interface ReplaySettings {
  /** The part [fromMs, untilMs) of the trace's own time; null: to its end, the last request included. */
  readonly fromMs: number;
  readonly untilMs: number | null;
  /** Run time over trace time: 0.5 replays twice as fast. */
  readonly timeScale: number;
  /** Of windows: what every rate is multiplied by. 1 for requests. */
  readonly rateScale: number;
  /** Of requests: those that share an instant are spread evenly over so much of the trace's time behind it, though never past the next instant. */
  readonly spreadMs: number;
}

/** Rows of the requests in [fromMs, untilMs): from `first` up to, not including, `end`. O(log rows). */
export function rowsWithin(trace: RequestTrace, { fromMs, untilMs }: Pick<ReplaySettings, 'fromMs' | 'untilMs'>) {
  return {
    first: firstAtOrAfter(trace.timeMs, fromMs),
    end: untilMs === null ? trace.timeMs.length : firstAtOrAfter(trace.timeMs, untilMs),
  };
}

/** Position of the first of ascending `times` that is not below `timeMs`; their number where all are. */
export function firstAtOrAfter(times: Float64Array, timeMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Requests that a replay sends within the first `durationMs` of run time: for requests their number, for windows the expected one. */
export function requestsWithin(trace: RequestTrace | WindowTrace, settings: ReplaySettings, durationMs: number): number {
  const { fromMs, untilMs, timeScale, rateScale } = settings;
  const toMs = Math.min(untilMs ?? Infinity, fromMs + durationMs / timeScale);
  if (trace.kind === 'requests') {
    const { first, end } = rowsWithin(trace, { fromMs, untilMs: toMs === Infinity ? null : toMs });
    // The run's very last instant still counts.
    const whole = rowsWithin(trace, settings).end;
    return Math.min(whole, toMs === untilMs ? end : firstAfter(trace.timeMs, toMs)) - first;
  }
  let requests = 0;
  for (let i = 0; i < trace.startMs.length; i++) {
    const lastsMs = Math.min(windowEndMs(trace, i), toMs) - Math.max(trace.startMs[i]!, fromMs);
    if (lastsMs > 0) requests += (trace.ratePerS[i]! * lastsMs) / 1_000;
  }
  return requests * rateScale;
}

function firstAfter(times: Float64Array, timeMs: number): number {
  let at = firstAtOrAfter(times, timeMs);
  while (at < times.length && times[at] === timeMs) at++;
  return at;
}

/** What a class's law of arrivals comes to over a run, for a picture: what is expected of it, and what the scenario's seed makes of it. */
import { CounterStream } from '@/lib/base/random';
import { Arrivals, type ArrivalSettings } from '@/lib/workload/arrivals';

import { clockOf, expectedRequests, trafficChanges } from './expected';
import type { Scenario, Workload } from './schema';

/** Requests, luck allowed for, above which nothing is drawn: so many take about 15 ms, which a person who types does not notice. */
const MOST_DRAWN = 20_000;
const NOBODY: ArrivalSettings = { kind: 'poisson', ratePerS: 0 };

type Needed = Pick<Scenario, 'workload' | 'timeline' | 'durationMs' | 'seed'>;

/** Per second, in equal parts of the run. */
export interface RateOverRun {
  readonly expectedPerS: readonly number[];
  /** The very arrivals of the run, counted; null where they would take too long. */
  readonly drawnPerS: readonly number[] | null;
}

/** With the timeline's changes of traffic, without live ones. null: the class has no rate that its law alone could tell. */
export function rateOverRun(scenario: Needed, classIndex: number, parts: number): RateOverRun | null {
  const of = scenario.workload[classIndex];
  if (of === undefined || of.arrivals.kind === 'closed-loop' || of.arrivals.kind === 'trace') return null;
  const expectedPerS = expectedParts(scenario, of, of.arrivals, parts);
  return {
    expectedPerS,
    drawnPerS:
      expectedRequests({ ...scenario, traces: [] }, of) > MOST_DRAWN
        ? null
        : drawnParts(scenario, classIndex, of.arrivals, parts),
  };
}

type RatedLaw = Exclude<Parameters<typeof clockOf>[0], { kind: 'trace' }>;

function expectedParts({ timeline, durationMs }: Needed, of: Workload, arrivals: RatedLaw, parts: number): number[] {
  const clockMs = clockOf(arrivals);
  const changes = trafficChanges({ timeline }, of);
  /** Requests by a time, at each rate in turn. */
  const by = (timeMs: number): number => {
    let ratePerMs = arrivals.ratePerS / 1_000;
    let requests = 0;
    let since = 0;
    for (const { atMs, ratePerS } of changes) {
      if (atMs >= timeMs) break;
      const now = clockMs(atMs);
      requests += ratePerMs * (now - since);
      ratePerMs = ratePerS / 1_000;
      since = now;
    }
    return requests + ratePerMs * (clockMs(timeMs) - since);
  };
  const partS = durationMs / parts / 1_000;
  const edges = Array.from({ length: parts + 1 }, (_, i) => by((durationMs * i) / parts));
  return edges.slice(1).map((sum, i) => (sum - edges[i]!) / partS);
}

/** A class's arrivals depend on its position and on no other class, so all others are silent. */
function drawnParts({ timeline, durationMs, seed, workload }: Needed, c: number, arrivals: RatedLaw, parts: number): number[] {
  const settings = workload.map((_, i) => (i === c ? arrivals : NOBODY));
  const source = new Arrivals(settings, new CounterStream(seed), durationMs);
  const counts = new Array<number>(parts).fill(0);
  const takeUntil = (untilMs: number): void => {
    for (; source.nextTime < untilMs; source.advance()) counts[Math.floor((source.nextTime / durationMs) * parts)]!++;
  };
  for (const { atMs, ratePerS } of trafficChanges({ timeline }, workload[c]!)) {
    if (atMs >= durationMs) break;
    takeUntil(atMs);
    source.setRate(c, ratePerS, atMs);
  }
  takeUntil(durationMs);
  const partS = durationMs / parts / 1_000;
  return counts.map((count) => count / partS);
}

import { fixedShape } from '@/lib/workload/arrivals';
import { shareOn } from '@/lib/workload/on-off';
import { sizeMoments } from '@/lib/workload/size-moments';

import type { ArrivalLaw, Scenario, TimelineEntry, Workload } from './schema';
import { baseRatePerS, traceOf } from './traffic';

type TraceLaw = Extract<ArrivalLaw, { kind: 'trace' }>;
type RatedLaw = Exclude<ArrivalLaw, { kind: 'closed-loop' }>;
type TrafficEntry = Extract<TimelineEntry, { kind: 'traffic' }>;

/**
 * Requests that a class is expected to send in a whole run, or an upper bound of that where it depends on the fleet or on luck: rate times
 * time, with the timeline's changes of traffic, or users times turns. Of changes at one instant the last in the list holds.
 * Of a trace it is what an even trace would send, and no more than it holds; its file tells more once it is at hand.
 */
export function expectedRequests(scenario: Pick<Scenario, 'timeline' | 'durationMs' | 'traces'>, of: Workload): number {
  const { arrivals } = of;
  if (arrivals.kind === 'closed-loop') return turnsAtMost(arrivals, scenario.durationMs);
  const changes = trafficChanges(scenario, of);
  const clockMs = clockOf(arrivals);
  let requests = 0;
  let ratePerS = baseRatePerS(arrivals, scenario)!;
  let most = ratePerS;
  let since = 0;
  for (const change of changes) {
    if (change.atMs >= scenario.durationMs) break;
    const now = clockMs(change.atMs);
    requests += (ratePerS * (now - since)) / 1_000;
    ratePerS = change.ratePerS;
    most = Math.max(most, ratePerS);
    since = now;
  }
  requests += (ratePerS * (clockMs(scenario.durationMs) - since)) / 1_000;
  if (arrivals.kind === 'trace') return Math.min(requests, heldRequests(arrivals, scenario, most));
  return requests > 0 ? requests + moreByLuck(arrivals, most, scenario.durationMs) : 0;
}

/** Requests that the part of a trace holds which is replayed, if they come evenly; windows hold as many as their rate makes of them. */
function heldRequests(arrivals: TraceLaw, scenario: Pick<Scenario, 'traces'>, mostPerS: number): number {
  const trace = traceOf(arrivals.trace, scenario.traces);
  if (trace === undefined) return 0;
  if (trace.format.kind !== 'servegen') return trace.requests;
  const lastsMs = Math.min(arrivals.untilMs ?? Infinity, trace.spanMs) - arrivals.fromMs;
  return (mostPerS * Math.max(0, lastsMs) * arrivals.timeScale) / 1_000;
}

/** The timeline's changes of a class's rate, in the order in which a run makes them. */
export function trafficChanges({ timeline }: Pick<Scenario, 'timeline'>, of: Pick<Workload, 'id'>): TrafficEntry[] {
  return timeline
    .filter((entry) => entry.kind === 'traffic')
    .filter((entry) => entry.class === of.id)
    .sort((a, b) => a.atMs - b.atMs);
}

/** Time in which the base rate brings what the law is expected to bring up to a time. */
export function clockOf(arrivals: RatedLaw): (timeMs: number) => number {
  if (arrivals.kind === 'on-off') {
    const share = shareOn(arrivals);
    const factor = share + arrivals.offFraction * (1 - share);
    return (timeMs) => timeMs * factor;
  }
  if (arrivals.kind === 'trace') return (timeMs) => timeMs;
  const shape = fixedShape(arrivals);
  return shape === null ? (timeMs) => timeMs : (timeMs) => shape.passed(timeMs);
}

/**
 * What must be allowed for beyond rate times time. Gaps of another law than the exponential: at most cv^2 requests (Lorden, Annals of
 * Mathematical Statistics 41(2), 1970). On and off: time on beyond its share, six deviations of many phases and twenty mean lengths
 * of a single one, and never more than the run lasts.
 */
function moreByLuck(arrivals: RatedLaw, ratePerS: number, durationMs: number): number {
  if (arrivals.kind === 'gamma') return arrivals.cv * arrivals.cv;
  if (arrivals.kind !== 'on-off') return 0;
  const onMs = shareOn(arrivals) * durationMs;
  const most = Math.min(durationMs, onMs + 6 * Math.sqrt(2 * onMs * arrivals.onMs) + 20 * arrivals.onMs);
  return ((most - onMs) * (1 - arrivals.offFraction) * ratePerS) / 1_000;
}

/** As if every request ended at once: per user the duration over the mean time of thinking, and Lorden's cv^2. */
function turnsAtMost({ users, think }: Extract<ArrivalLaw, { kind: 'closed-loop' }>, durationMs: number): number {
  const { meanMs, cv } = sizeMoments(think);
  return users * (durationMs / meanMs + cv * cv);
}

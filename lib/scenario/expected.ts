import type { Scenario, Workload } from './schema';

/**
 * Requests that a class is expected to send in a whole run: rate times time, with the timeline's changes of traffic. Of
 * changes at one instant the last in the list holds.
 */
export function expectedRequests(scenario: Pick<Scenario, 'timeline' | 'durationMs'>, of: Workload): number {
  const changes = scenario.timeline
    .filter((entry) => entry.kind === 'traffic')
    .filter((entry) => entry.class === of.id)
    .sort((a, b) => a.atMs - b.atMs);
  let requests = 0;
  let ratePerS = of.arrivals.ratePerS;
  let sinceMs = 0;
  for (const change of changes) {
    if (change.atMs >= scenario.durationMs) break;
    requests += (ratePerS * (change.atMs - sinceMs)) / 1_000;
    ratePerS = change.ratePerS;
    sinceMs = change.atMs;
  }
  return requests + (ratePerS * (scenario.durationMs - sinceMs)) / 1_000;
}

import type { Simulation } from '@/lib/sim/simulate';

import type { Frame } from './protocol';

/** A frame of what the simulation shows now; `about` holds what only its driver knows. O(nodes + bins). */
export function frameOf(
  sim: Simulation,
  about: Pick<Frame, 'state' | 'error' | 'achievedSpeed' | 'requestsPerS' | 'transitionsFrom' | 'healthFrom'>,
): Frame {
  const recent = sim.recent();
  const attempts = sim.attemptsNow();
  return {
    ...about,
    timeMs: sim.nowMs,
    durationMs: sim.scenario.durationMs,
    events: sim.events,
    decisions: sim.decisions,
    requests: sim.requestsNow(),
    totals: sim.totals(),
    attemptsStarted: attempts.started,
    attemptsFailed: attempts.failed,
    inFlight: attempts.inFlight,
    recent: recent.latency,
    recentWithinSlo: recent.withinFirstSlo,
    recentSuccess: recent.success,
    nodes: sim.nodesNow(),
    series: sim.series(),
    breakerTransitions: sim.breakerTransitions(about.transitionsFrom),
    healthTransitions: sim.healthTransitions(about.healthFrom),
    onlyTimerUntilMs: sim.onlyTimerUntilMs(),
    digest: sim.digest(),
  };
}

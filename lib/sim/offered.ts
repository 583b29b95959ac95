/**
 * The traffic of a scenario as it is offered, without serving any of it: how many requests, the hash of who comes when and from where (the
 * report's `trafficHash`), and a hash of how much work the first try of each brings. Two scenarios with equal hashes put their routers to the
 * same test, whatever the strategy. A closed loop has no traffic of its own: its users wait for answers.
 */
import { Digest } from '@/lib/base/digest';
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';
import type { Scenario } from '@/lib/scenario/schema';
import { NO_TRACES, type Traces } from '@/lib/scenario/trace-supply';
import { Arrivals } from '@/lib/workload/arrivals';
import { drawOrigin, originLaw } from '@/lib/workload/origins';
import { drawSession } from '@/lib/workload/sessions';
import { drawSize, sizeLaw } from '@/lib/workload/sizes';

import { requestDraw } from './draws';
import { arrivalSettings, recordedSessions, tokenSizes } from './replays';

export interface OfferedTraffic {
  readonly requests: number;
  readonly trafficHash: string;
  /** Over the work in ms at speed 1 of every request's first try, in order of arrival. */
  readonly demandHash: string;
}

/** null where a class is a closed loop. O(requests). */
export function offeredTraffic(scenario: Scenario, traces: Traces = NO_TRACES): OfferedTraffic | null {
  if (scenario.workload.some(({ arrivals }) => arrivals.kind === 'closed-loop')) return null;
  const chance = new CounterStream(scenario.seed);
  const arrivals = new Arrivals(arrivalSettings(scenario, traces), new CounterStream(scenario.seed), scenario.durationMs);
  const place = new Map(scenario.regions.map(({ id }, i) => [id, i]));
  const origins = scenario.workload.map((workload) =>
    originLaw(workload.origins.map(({ region, weight }) => ({ place: place.get(region)!, weight }))),
  );
  const sizes = scenario.workload.map(({ service }) => (service.kind === 'trace' ? null : sizeLaw(service)));
  const tokens = tokenSizes(scenario, traces);
  const recorded = recordedSessions(scenario, traces);
  const changes = scenario.timeline.filter((entry) => entry.kind === 'traffic').sort((a, b) => a.atMs - b.atMs);
  const classes = scenario.workload.map(({ id }) => id);
  const traffic = new Digest();
  const demand = new Digest();
  let requests = 0;
  let next = 0;
  for (;;) {
    // A change stands before the arrivals of its instant.
    const change = changes[next];
    if (change !== undefined && change.atMs <= Math.min(arrivals.nextTime, scenario.durationMs)) {
      arrivals.setRate(classes.indexOf(change.class), change.ratePerS, change.atMs);
      next++;
      continue;
    }
    const atMs = arrivals.nextTime;
    if (!(atMs <= scenario.durationMs)) break;
    const { nextClass: classIndex, nextN: n } = arrivals;
    arrivals.advance();
    const sender = arrivals.sender(classIndex, n);
    const log = recorded[classIndex]!;
    traffic.int(classIndex);
    traffic.int(drawOrigin(origins[classIndex]!, chance.aim(SUBSYSTEM.origins, sender, classIndex)));
    traffic.int(
      log === null ? drawSession(chance, classIndex, sender, scenario.workload[classIndex]!.sessions) : log.of[log.first + n]!,
    );
    traffic.float(atMs);
    const size = sizes[classIndex]!;
    demand.float(
      size === null
        ? tokens[classIndex]!.demandMs(n, chance, requestDraw(classIndex))
        : drawSize(size, chance.aim(SUBSYSTEM.sizes, n, requestDraw(classIndex))),
    );
    requests++;
  }
  return { requests, trafficHash: traffic.hex(), demandHash: demand.hex() };
}

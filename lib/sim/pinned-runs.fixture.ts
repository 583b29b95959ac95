/**
 * The runs besides the presets whose digests are pinned, and the pins themselves: `pins.json`, written by
 * `npm run test:engines -- --pin` and by nobody else.
 */
import { mixedResultsDigest } from '@/lib/base/mixed-results.fixture';
import { SEMANTICS } from '@/lib/report/semantics';
import { preset, PRESETS } from '@/lib/scenario/presets';
import type { Scenario, ScenarioInput } from '@/lib/scenario/schema';

import type { Report } from './report';
import { agents, oneNode, ratedArrivals, scenarioOf } from './scenarios.contract';
import { simulate } from './simulate';

export interface PinnedRun {
  readonly id: string;
  readonly digest: string;
  readonly trafficHash: string;
  readonly events: number;
}

export interface Pins {
  readonly semantics: number;
  /** Of a million results of lib/base's own functions. */
  readonly mixedResults: string;
  readonly runs: readonly PinnedRun[];
}

export const MIXED_RESULTS = 1_000_000;

/** What to do about a red pin; every message of one says it. */
export const HOW_TO_PIN =
  'A run no longer is what it was. If that is meant, raise SEMANTICS in lib/report/semantics.ts and pin anew with ' +
  '`npm run test:engines -- --pin`; if not, find out why.';

/** A crash, a slow-down and a change of traffic on one node. */
function crashed(): Scenario {
  return scenarioOf({
    ...oneNode({ slots: 2, ratePerS: 30, queueLimit: 3, durationMs: 20_000, service: { kind: 'lognormal', meanMs: 60, cv: 1 } }),
    network: { localMs: 4 },
    router: { strategy: { id: 'power-of-two' } },
    health: { probes: { intervalMs: 500, timeoutMs: 100 } },
    breaker: { failureThreshold: 3, openMs: 700 },
    client: { timeoutMs: 400, retries: 2, backoff: { kind: 'linear', ms: 50 } },
    timeline: [
      { id: 'down', kind: 'fault', atMs: 3_000, untilMs: 5_000, target: { kind: 'group', id: 'a' }, fault: { kind: 'crash' } },
      {
        id: 'slow',
        kind: 'fault',
        atMs: 8_000,
        untilMs: 9_000,
        target: { kind: 'region', id: 'home' },
        fault: { kind: 'slow-down', factor: 3 },
      },
      { id: 'more', kind: 'traffic', atMs: 12_000, class: 'w', ratePerS: 45 },
    ],
  });
}

/** One class of every kind of arrivals, with every kind of sizes among them. */
function everyKind(): Scenario {
  const input = oneNode({ slots: 40, queueLimit: 100, durationMs: 10_000 });
  const services: readonly ScenarioInput['workload'][number]['service'][] = [
    { kind: 'erlang', meanMs: 60, phases: 20 },
    { kind: 'hyperexponential', meanMs: 50, cv: 4 },
    { kind: 'two-exponentials', share: 0.9, firstMeanMs: 20, secondMeanMs: 300 },
    { kind: 'bounded-pareto', shape: 1.1, minMs: 5, maxMs: 4_000 },
    { kind: 'empirical', values: [{ ms: 10 }, { ms: 80, weight: 2.5 }, { ms: 700, weight: 0.1 }] },
  ];
  return scenarioOf({
    ...input,
    regions: [{ id: 'home' }, { id: 'east' }, { id: 'west' }],
    workload: [
      ...ratedArrivals(40).map((arrivals, i) => ({
        ...input.workload[0]!,
        id: `w${i}`,
        arrivals,
        service: services[i % services.length]!,
      })),
      agents(7),
    ],
    client: { timeoutMs: 900, retries: 1 },
    timeline: [{ id: 'more', kind: 'traffic', atMs: 4_000, class: 'w5', ratePerS: 120 }],
  });
}

/** By id; a preset's id is its own. */
export const PINNED_SCENARIOS: Readonly<Record<string, () => Scenario>> = {
  ...Object.fromEntries(PRESETS.map(({ id }) => [id, (): Scenario => preset(id)!])),
  'small-crash': crashed,
  'every-kind': everyKind,
};

export function pinnedRun(id: string, report: Report): PinnedRun {
  return { id, digest: report.digest, trafficHash: report.trafficHash, events: report.events };
}

/** The pins as this engine computes them now. */
export function currentPins(): Pins {
  return {
    semantics: SEMANTICS,
    mixedResults: mixedResultsDigest(MIXED_RESULTS),
    runs: Object.entries(PINNED_SCENARIOS).map(([id, scenario]) => pinnedRun(id, simulate(scenario()))),
  };
}

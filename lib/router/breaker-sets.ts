/**
 * Named sets of breaker settings that behave like systems people know, with those systems' own defaults. Each says what it is known for
 * and where it departs from its model. None of these systems keeps a passive health record of its own, so a close makes the record
 * healthy in all of them; `reference` and `switchyard` are the breaker's part of `SETTINGS`.
 */
import { EVERY_FAILURE, SETTINGS, type BreakerSettings } from './settings';

export interface BreakerSet {
  readonly title: string;
  readonly breaker: BreakerSettings;
  /** What it is known for, in one sentence. */
  readonly knownFor: string;
  /** What the system does that these settings do not, in one sentence; null: nothing that a breaker shows. */
  readonly departure: string | null;
  readonly source: string;
}

/** Off unless a set says otherwise. */
const PLAIN = {
  failureThreshold: null,
  rate: null,
  growth: null,
  afterOpen: 'half-open',
  halfOpenSuccesses: 1,
  halfOpenCalls: null,
  probes: null,
  ignoreLate: false,
  hearsWhileOpen: false,
  resetHealthOnClose: true,
  outcomes: EVERY_FAILURE,
  ejection: null,
} as const satisfies Omit<BreakerSettings, 'openMs'>;

export const BREAKER_SETS = {
  switchyard: {
    title: 'Switchyard',
    breaker: SETTINGS.switchyard.breaker,
    knownFor: 'A fleet heals: three leased probes decide, late results do not, and a close makes the node healthy.',
    departure: null,
    source: 'this product',
  },
  reference: {
    title: 'Reference router',
    breaker: SETTINGS.reference.breaker,
    knownFor: 'Five failures in a row open for 30 s, a late success closes at once, and half-open admits everyone.',
    departure: null,
    source: 'the conformance vectors',
  },
  resilience4j: {
    title: 'resilience4j',
    breaker: {
      ...PLAIN,
      rate: {
        window: { kind: 'count', calls: 100 },
        minimumCalls: 100,
        failureFraction: 0.5,
        slow: { ms: 60_000, fraction: 1 },
        slowFirstToken: null,
      },
      openMs: 60_000,
      halfOpenCalls: 10,
      probes: { max: 10, leaseMs: null },
    },
    knownFor:
      'Nothing is judged before 100 calls, and a half-open breaker waits for ever for the last of its 10 permitted calls.',
    departure: 'Which status is an exception depends on the client library; here every bad end is one.',
    source: 'resilience4j, CircuitBreakerConfig, 2026-05',
  },
  envoy: {
    title: 'Envoy outlier detection',
    breaker: {
      ...PLAIN,
      failureThreshold: 5,
      openMs: 30_000,
      growth: { kind: 'linear', factor: 1, capMs: 300_000, jitterFraction: 0, calmMs: 10_000 },
      afterOpen: 'closed',
      // Not a 5xx, so a success.
      outcomes: { ...EVERY_FAILURE, 'rate-limited': 'success', 'client-error': 'success' },
      ejection: {
        maxEjectedFraction: 0.1,
        alwaysOne: false,
        panicFraction: 0.5,
        sweepMs: 10_000,
        successRate: { minimumNodes: 5, minimumCalls: 100, deviations: 1.9 },
        failureShare: null,
      },
    },
    knownFor:
      'At most a tenth of the fleet is ejected, which is no node at all of fewer than ten, and it returns without a trial.',
    departure:
      'Its panic counts failed health checks too; where the cap refuses an ejection it starts the count of failures anew, and here the count goes on.',
    source: 'envoyproxy, v3 cluster outlier_detection and common_lb_config, 2026-01',
  },
  hystrix: {
    title: 'Hystrix',
    breaker: {
      ...PLAIN,
      rate: {
        window: { kind: 'time', ms: 10_000 },
        minimumCalls: 20,
        failureFraction: 0.5,
        slow: null,
        slowFirstToken: null,
      },
      openMs: 5_000,
      probes: { max: 1, leaseMs: null },
      // A bad request is left out of its metrics.
      outcomes: { ...EVERY_FAILURE, 'client-error': 'ignored' },
    },
    knownFor: 'Half of 20 calls within 10 s open for 5 s, and then a single call decides.',
    departure: 'It looks at its counts every 500 ms, not at every call, and cuts the percentage to a whole number.',
    source: 'Netflix/Hystrix, wiki page Configuration, 2015-06',
  },
  litellm: {
    title: 'LiteLLM cool-down',
    breaker: {
      ...PLAIN,
      rate: {
        window: { kind: 'time', ms: 60_000 },
        minimumCalls: 5,
        failureFraction: 0.5,
        slow: null,
        slowFirstToken: null,
      },
      openMs: 5_000,
      afterOpen: 'closed',
      // Errors of the connection are left out; a 401 or a 404 cools at once, as a 429 does.
      outcomes: { ...EVERY_FAILURE, unreachable: 'ignored', 'rate-limited': 'trip', 'client-error': 'trip' },
    },
    knownFor: 'One 429, 401 or 404 cools a deployment for 5 s; then it takes its full share again, with no trial and no growth.',
    departure:
      'It counts within the minute of the clock, opens above a half and not at it, lets other 4xx pass, and spares a deployment that is alone in its group.',
    source: 'BerriAI/litellm, router_utils/cooldown_handlers.py, 2026-05 to 2026-09',
  },
  gateway: {
    title: 'SGLang model gateway',
    breaker: {
      ...PLAIN,
      failureThreshold: 10,
      openMs: 60_000,
      halfOpenSuccesses: 3,
      outcomes: { ...EVERY_FAILURE, 'client-error': 'success' },
    },
    knownFor: 'Only failures in a row count, 429 and 503 among them, and a half-open breaker admits everyone.',
    departure: null,
    source: 'smg-project/smg, worker/circuit_breaker.rs, 2026-08',
  },
} as const satisfies Record<string, BreakerSet>;

export type BreakerSetName = keyof typeof BREAKER_SETS;

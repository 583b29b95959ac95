/**
 * Two named sets of settings for one code path; no code asks which set is on. `reference` behaves as the reference router,
 * vector by vector. `switchyard` heals a fleet that `reference` leaves broken; `DIFFERENCES` says how, setting by setting.
 * All times are ms, all fractions 0 to 1.
 */
import type { Outcome } from '@/lib/fleet/outcome';

/** The reference tells no failure from another; a cancelled attempt reports nothing. */
export const EVERY_FAILURE = {
  error: 'failure',
  rejected: 'failure',
  unreachable: 'failure',
  'timed-out': 'failure',
  cancelled: 'ignored',
  'rate-limited': 'failure',
  'client-error': 'failure',
  'first-token-timeout': 'failure',
  stalled: 'failure',
} as const satisfies Record<Exclude<Outcome, 'ok'>, Verdict>;

export interface ProbeSettings {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Failed probes in a row that make a node unhealthy; null: each counts as a request's failure. */
  readonly failureThreshold: number | null;
  /** Passed probes in a row that make it healthy again; null: each counts as a request's success. */
  readonly recoveryThreshold: number | null;
}

export interface HealthSettings {
  /** Failures in a row that make a node unhealthy; 0 acts like 1. */
  readonly failureThreshold: number;
  /** Successes in a row that make it healthy again; 0 acts like 1. */
  readonly recoveryThreshold: number;
  /** A success slower than this degrades the node. */
  readonly degradedLatencyMs: number;
  /** Active probes; the driver sends them and reports by `Router.probed`. null: passive only. */
  readonly probes: ProbeSettings | null;
  /** Records start healthy with this smoothed latency; null: unknown, at 0. */
  readonly warmLatencyMs: number | null;
  /** Latest successes of a node that its latency quantiles are over. */
  readonly quantileSamples: number;
}

/**
 * What one way to end means to a breaker: a failure, a success, nothing at all, or a reason to open at once. `ok` is always a
 * success. The health record hears of `ok` and of what is a failure or a reason to open here; of nothing else, because a quick
 * answer that is no answer says nothing about how the node serves.
 */
export type Verdict = 'failure' | 'success' | 'ignored' | 'trip';

/** A share of calls, above 0 to 1, that took longer than `ms`. */
export interface SlowRule {
  readonly ms: number;
  readonly fraction: number;
}

/** Opens a closed breaker by shares over a window of its latest calls. A call is a result that is not ignored. */
export interface RateRule {
  /** The last so many calls; or the calls of the last `ms`, in ten slices: the oldest are forgotten up to a tenth early. */
  readonly window: { readonly kind: 'count'; readonly calls: number } | { readonly kind: 'time'; readonly ms: number };
  /** Fewer calls in the window are not judged. */
  readonly minimumCalls: number;
  /** Opens at this share of failures or above it; null: failures are not judged. */
  readonly failureFraction: number | null;
  /** Opens at this share of slow calls, failed ones included; null: not judged. */
  readonly slow: SlowRule | null;
  /** The same of the time to the first token; a call that reports none is not slow. */
  readonly slowFirstToken: SlowRule | null;
}

/**
 * The k-th trip in a row opens for `openMs` times `factor` to the k - 1 (exponential), or for `openMs` times 1 + `factor` (k - 1)
 * (linear), at most `capMs`. Up to `jitterFraction` of that comes on top, drawn from node and trip, so that nodes which fell
 * together do not return together. k stops where the cap is reached.
 */
export interface GrowthRule {
  readonly kind: 'exponential' | 'linear';
  readonly factor: number;
  readonly capMs: number;
  readonly jitterFraction: number;
  /** While closed, k falls by one for each such time; null: a close starts k anew. */
  readonly calmMs: number | null;
}

/** At a sweep: a node whose success rate is below the mean less so many standard deviations is ejected. */
export interface SuccessRateRule {
  /** Nodes with enough calls that it takes to compare them. */
  readonly minimumNodes: number;
  /** Calls since the last sweep that a node needs to be compared. */
  readonly minimumCalls: number;
  /** Of the population of compared nodes. */
  readonly deviations: number;
}

/** At a sweep: a node with this share of failures, or more, is ejected. */
export interface FailureShareRule {
  readonly minimumNodes: number;
  readonly minimumCalls: number;
  readonly fraction: number;
}

/** What looks at the fleet as a whole. A node is ejected while its breaker is not closed. */
export interface EjectionSettings {
  /** No closed breaker opens where that would eject more than this share of all nodes. */
  readonly maxEjectedFraction: number;
  /** Lets one be ejected, whatever the share, while none is. */
  readonly alwaysOne: boolean;
  /**
   * While a smaller share of nodes than this is not ejected, the router is in panic: requests pass whatever breakers and health
   * records say, and what comes of requests to ejected nodes is late from the start. 0: never.
   */
  readonly panicFraction: number;
  /** Open breakers move at whole multiples of this time only, and the two rules below judge then; null: no sweep. */
  readonly sweepMs: number | null;
  readonly successRate: SuccessRateRule | null;
  readonly failureShare: FailureShareRule | null;
}

export interface BreakerSettings {
  /** Failures in a row that open the breaker; 0 acts like 1; null: this rule is off. */
  readonly failureThreshold: number | null;
  readonly rate: RateRule | null;
  /** How long an open breaker stays so, before growth. */
  readonly openMs: number;
  /** null: always `openMs`. */
  readonly growth: GrowthRule | null;
  /** What an open breaker becomes when its time is over: half-open, or closed without a trial. */
  readonly afterOpen: 'half-open' | 'closed';
  /** Successes that close a half-open breaker, while one failure opens it; 0 acts like 1. */
  readonly halfOpenSuccesses: number;
  /** Calls after which the fractions of `rate` judge a half-open breaker, in place of `halfOpenSuccesses`; null: they do not. */
  readonly halfOpenCalls: number | null;
  /** Requests that a half-open breaker admits at once, each slot held for at most `leaseMs` (null: until it ends); null: everyone. */
  readonly probes: { readonly max: number; readonly leaseMs: number | null } | null;
  /** Results of attempts that started before the trip change nothing. */
  readonly ignoreLate: boolean;
  /** An open breaker that hears a result closes at a success and stays open anew at a failure; false: it hears nothing. */
  readonly hearsWhileOpen: boolean;
  /** A close makes the node's health record healthy. */
  readonly resetHealthOnClose: boolean;
  readonly outcomes: Readonly<Record<Exclude<Outcome, 'ok'>, Verdict>>;
  /** null: each breaker for itself. */
  readonly ejection: EjectionSettings | null;
}

/** Strategies pick among the eligible with a total of at least `minScore`, the best `maxCandidates` of them; null: no limit. */
export interface WindowSettings {
  readonly maxCandidates: number | null;
  readonly minScore: number | null;
}

export interface SettingsSet {
  readonly health: HealthSettings;
  readonly breaker: BreakerSettings;
  readonly window: WindowSettings;
}

export const SETTINGS = {
  reference: {
    health: {
      failureThreshold: 3,
      recoveryThreshold: 2,
      degradedLatencyMs: 1_000,
      probes: null,
      warmLatencyMs: null,
      quantileSamples: 256,
    },
    breaker: {
      failureThreshold: 5,
      rate: null,
      openMs: 30_000,
      growth: null,
      afterOpen: 'half-open',
      halfOpenSuccesses: 3,
      halfOpenCalls: null,
      probes: null,
      ignoreLate: false,
      hearsWhileOpen: true,
      resetHealthOnClose: false,
      outcomes: EVERY_FAILURE,
      ejection: null,
    },
    window: { maxCandidates: 10, minScore: 0.1 },
  },
  switchyard: {
    health: {
      failureThreshold: 3,
      recoveryThreshold: 2,
      degradedLatencyMs: 1_000,
      probes: { intervalMs: 1_000, timeoutMs: 500, failureThreshold: null, recoveryThreshold: null },
      warmLatencyMs: 500,
      quantileSamples: 256,
    },
    breaker: {
      failureThreshold: 5,
      rate: null,
      openMs: 5_000,
      growth: null,
      afterOpen: 'half-open',
      halfOpenSuccesses: 3,
      halfOpenCalls: null,
      probes: { max: 3, leaseMs: 30_000 },
      ignoreLate: true,
      hearsWhileOpen: true,
      resetHealthOnClose: true,
      // A full queue (`rejected`) is backpressure too, but counts as a failure: version 1 of the scenario froze it so.
      outcomes: { ...EVERY_FAILURE, 'rate-limited': 'ignored', 'client-error': 'ignored' },
      ejection: null,
    },
    window: { maxCandidates: null, minScore: null },
  },
} as const satisfies Record<string, SettingsSet>;

export interface Difference {
  /** Path into a settings set: `breaker.probes`. */
  readonly setting: string;
  readonly reference: string;
  readonly switchyard: string;
  /** What the switchyard value does, in one sentence. */
  readonly effect: string;
}

export const DIFFERENCES: readonly Difference[] = [
  {
    setting: 'health.probes',
    reference: 'passive only',
    switchyard: 'every 1 s, timing out after 500 ms',
    effect: 'A node that gets no requests is still asked how it is, so an unhealthy node that has recovered comes back.',
  },
  {
    setting: 'health.warmLatencyMs',
    reference: 'records start unknown, at 0 ms',
    switchyard: 'records start healthy, at 500 ms',
    effect: 'The first node that answers is not preferred over nodes that nobody has asked yet.',
  },
  {
    setting: 'breaker.openMs',
    reference: '30 s',
    switchyard: '5 s',
    effect: 'A node that has recovered is tried again after 5 s instead of 30 s.',
  },
  {
    setting: 'breaker.probes',
    reference: 'half-open admits everyone, at the node’s score',
    switchyard: 'half-open admits 3 at once, ahead of the strategy',
    effect: 'A half-open node is sure to be tried, whatever its health record and the window, and cannot be flooded.',
  },
  {
    setting: 'breaker.ignoreLate',
    reference: 'late results count',
    switchyard: 'late results are ignored',
    effect: 'An answer to a request sent before the trip neither closes the breaker nor prolongs its open time.',
  },
  {
    setting: 'breaker.resetHealthOnClose',
    reference: 'the health record stays',
    switchyard: 'the health record becomes healthy',
    effect: 'A node whose breaker has closed takes requests again at once.',
  },
  {
    setting: 'breaker.outcomes',
    reference: 'every failure counts',
    switchyard: 'client errors and 429s do not count',
    effect: 'Wrong requests and quotas neither open the breaker nor mark the health record of a node that works.',
  },
  {
    setting: 'window.maxCandidates',
    reference: '10',
    switchyard: 'all',
    effect: 'The strategy chooses among the whole fleet, not among the ten best scores.',
  },
  {
    setting: 'window.minScore',
    reference: '0.1',
    switchyard: 'none',
    effect: 'No eligible node is left out for a low score.',
  },
];

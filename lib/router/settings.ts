/**
 * Two named sets of settings for one code path; no code asks which set is on. `reference` behaves as the reference router,
 * vector by vector. `switchyard` heals a fleet that `reference` leaves broken; `DIFFERENCES` says how, setting by setting.
 * All times are ms.
 */

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

export interface BreakerSettings {
  /** Failures in a row that open the breaker; 0 acts like 1. */
  readonly failureThreshold: number;
  readonly openMs: number;
  /** Successes that close a half-open breaker; 0 acts like 1. */
  readonly halfOpenSuccesses: number;
  /** Requests that a half-open breaker admits at once, each slot held for at most `leaseMs`; null: everyone. */
  readonly probes: { readonly max: number; readonly leaseMs: number } | null;
  /** Results of attempts that started before the trip change nothing. */
  readonly ignoreLate: boolean;
  /** A close makes the node's health record healthy. */
  readonly resetHealthOnClose: boolean;
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
      openMs: 30_000,
      halfOpenSuccesses: 3,
      probes: null,
      ignoreLate: false,
      resetHealthOnClose: false,
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
      openMs: 5_000,
      halfOpenSuccesses: 3,
      probes: { max: 3, leaseMs: 30_000 },
      ignoreLate: true,
      resetHealthOnClose: true,
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

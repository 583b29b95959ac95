import { TRACE_LIMITS } from '@/lib/workload/traces/trace';

/** Every limit in one place; each rejection names the one that was met. */
export const LIMITS = {
  titleCharacters: 120,
  notesCharacters: 4_000,
  idCharacters: 48,
  seed: Number.MAX_SAFE_INTEGER,
  durationMs: 86_400_000,
  regions: 40,
  models: 40,
  groups: 200,
  nodes: 10_000,
  nodesPerGroup: 10_000,
  slotsPerNode: 1_024,
  queuePerNode: 100_000,
  classes: 20,
  ratePerS: 1_000_000,
  /** Expected first attempts of a whole run: the sum over classes of rate times time, or of users times turns. */
  requests: 20_000_000,
  sessions: 10_000_000,
  /** Users of one closed loop. */
  users: 100_000,
  /** Mean number of requests that come at once. */
  batch: 10_000,
  /** Points of a rate curve, and values of an empirical law. */
  ratePoints: 500,
  sizeValues: 500,
  /** Expected on and off phases of a whole run: the sum over classes of two times the duration over the mean cycle. */
  phases: 1_000_000,
  /** Longest period of a rate that repeats: a week, of which a run sees a part. */
  periodMs: 604_800_000,
  timeline: 500,
  traces: 20,
  /** Bytes of one trace's file, its rows, and from its first row to its last. */
  traceBytes: TRACE_LIMITS.bytes,
  traceRows: TRACE_LIMITS.rows,
  traceSpanMs: TRACE_LIMITS.spanMs,
  traceNameCharacters: 255,
  columnCharacters: 120,
  /** Turns of all faults of a scenario that change by themselves, those that hit their whole target at once counted once. */
  flaps: 20_000,
  /** The same turns, each counted once for every node of its target, and the expected ones of random failures; ten more for every cold start. */
  nodeFlaps: 5_000_000,
  /** Tries times nodes, where the window or the strategy looks at every node for every try: expected requests x most tries x nodes. */
  looks: 50_000_000_000,
  /** Active health probes of a whole run: nodes times duration over interval. */
  probes: 50_000_000,
  /** Nodes times router replicas: each replica keeps records of every node. */
  replicaNodes: 20_000,
  /** Reports of a whole run: nodes times replicas times duration over refresh interval. */
  reports: 200_000_000,
  /** Latencies kept for the nodes' quantiles: nodes times replicas times samples; 40 MB. */
  quantileSamples: 10_000_000,
  /** Points of a consistent-hash ring: nodes times virtual nodes, times replicas. */
  ringPoints: 2_000_000,
  /** Draws of one pick. */
  choices: 32,
  /** Slots of a Maglev table; Envoy's limit. */
  tableSize: 5_000_011,
  penaltyMs: 140_737_488,
  activeRequestBias: 4,
  /** Probe answers that a strategy keeps. */
  probePool: 256,
  /** Calls in a breaker's count window, and these times nodes. */
  windowCalls: 1_000,
  windowCells: 2_000_000,
  /** Nodes looked at by all sweeps of a run together: nodes times duration over sweep interval. */
  sweptNodes: 100_000_000,
  /** Of one request. A first attempt that always fails is tried so often before its client gives up. */
  retries: 100,
  /** Stages that a request of one class may fall back to. */
  fallbacks: 5,
  /** Of one node. */
  requestsPerMinute: 60_000_000,
  tokensPerMinute: 1_000_000_000_000,
  tokensPerRequest: 10_000_000,
  /** Further copies of one request. */
  copies: 3,
  weight: 1_000,
  leastNodeWeight: 0.001,
  /** How long `scorer-sum` may remember a session's node. */
  sessionTtlMs: 86_400_000,
  throughputPerS: 1_000_000,
  /** Bytes of a scenario as JSON text, at every door, and of a link after inflation. */
  documentBytes: 1_000_000,
  /** Characters of a link's payload. */
  linkCharacters: 200_000,
} as const;

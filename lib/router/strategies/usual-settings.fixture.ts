import type { StrategyId, StrategySettings } from './table';

const HASH = { id: 'consistent-hash', virtualNodes: 20, tableSize: 251 } as const;

const PREQUAL = { id: 'prequal', hotQuantile: 0.8408964152537145, delta: 1 } as const;
const PICKER_DEFAULT = [
  { kind: 'queue', weight: 2 },
  { kind: 'kv-cache', weight: 2 },
  { kind: 'prefix', weight: 3 },
] as const;
const WITH_SESSIONS = [
  { kind: 'running', weight: 1 },
  { kind: 'session', weight: 0.6 },
  { kind: 'prefix', weight: 0.5 },
] as const;

/** Settings of each strategy for tests that go through all of them; the first are the defaults, or cheaper. */
const VARIANTS: { readonly [Id in StrategyId]: readonly Extract<StrategySettings, { id: Id }>[] } = {
  'least-latency': [{ id: 'least-latency' }],
  'least-connections': [{ id: 'least-connections' }],
  'round-robin': [{ id: 'round-robin' }],
  'weighted-random': [{ id: 'weighted-random' }],
  'consistent-hash': [
    { ...HASH, form: 'ring', boundedLoad: null },
    { ...HASH, form: 'ring', boundedLoad: 1.25 },
    { ...HASH, form: 'maglev', boundedLoad: null },
    { ...HASH, form: 'maglev', boundedLoad: 1 },
  ],
  'power-of-two': [
    { id: 'power-of-two', choices: 2, replacement: false },
    { id: 'power-of-two', choices: 3, replacement: false },
    { id: 'power-of-two', choices: 2, replacement: true },
    { id: 'power-of-two', choices: 1, replacement: false },
  ],
  random: [{ id: 'random' }],
  'join-idle-queue': [{ id: 'join-idle-queue' }],
  'peak-ewma': [
    { id: 'peak-ewma', choices: 2, decayMs: 10_000, penaltyMs: 140_737_488 },
    { id: 'peak-ewma', choices: 5, decayMs: 30, penaltyMs: 50 },
  ],
  'least-request': [
    { id: 'least-request', choices: 2, selection: 'choices', activeRequestBias: 1 },
    { id: 'least-request', choices: 3, selection: 'full-scan', activeRequestBias: 0 },
    { id: 'least-request', choices: 4, selection: 'choices', activeRequestBias: 0.5 },
  ],
  prequal: [
    { ...PREQUAL, poolSize: 16, probes: 3, removals: 1, maxAgeMs: 1_000 },
    { ...PREQUAL, poolSize: 4, probes: 1.5, removals: 0.25, maxAgeMs: 100, hotQuantile: 0.5, delta: 0 },
    { ...PREQUAL, poolSize: 6, probes: 2, removals: 0, maxAgeMs: 1_000, hotQuantile: 0 },
    { ...PREQUAL, poolSize: 16, probes: 5, removals: 2, maxAgeMs: 300, hotQuantile: 1 },
  ],
  'prefix-cache': [
    { id: 'prefix-cache', matchFraction: 0.3, balanceAbs: 64, balanceRel: 1.5 },
    { id: 'prefix-cache', matchFraction: 0.3, balanceAbs: 1, balanceRel: 1.5 },
    { id: 'prefix-cache', matchFraction: 0, balanceAbs: 0, balanceRel: 2 },
  ],
  'kv-cost': [
    { id: 'kv-cost', overlapCredit: 1, prefillScale: 1, temperature: 0, overlapDecay: 0, activeRequestWeight: 0 },
    { id: 'kv-cost', overlapCredit: 2, prefillScale: 0.5, temperature: 0, overlapDecay: 0.7, activeRequestWeight: 3 },
    { id: 'kv-cost', overlapCredit: 1, prefillScale: 1, temperature: 0.4, overlapDecay: 1, activeRequestWeight: 1 },
  ],
  'scorer-sum': [
    { id: 'scorer-sum', scorers: PICKER_DEFAULT, picker: 'max-score', sessionTtlMs: 300_000 },
    { id: 'scorer-sum', scorers: PICKER_DEFAULT, picker: 'weighted-random', sessionTtlMs: 300_000 },
    { id: 'scorer-sum', scorers: WITH_SESSIONS, picker: 'max-score', sessionTtlMs: 200 },
    { id: 'scorer-sum', scorers: [{ kind: 'session', weight: 1 }], picker: 'weighted-random', sessionTtlMs: 300_000 },
  ],
};

export function usualSettings(id: StrategyId): readonly StrategySettings[] {
  return VARIANTS[id];
}

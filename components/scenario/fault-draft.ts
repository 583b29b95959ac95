/** What the form of a fault starts with, and what it makes. */
import type { Problem } from '@/lib/base/result';
import { isSized } from '@/lib/scenario/fault-rules';
import type { Fault, FaultEntry, FaultTarget, Scenario } from '@/lib/scenario/schema';

import { ruleSentence, type NumberStyle } from '@/components/control/number-text';

export interface FaultDraft {
  readonly fault: Fault;
  readonly target: FaultTarget;
  readonly atMs: number;
  readonly untilMs: number | null;
  readonly rampMs: number;
}

/** A fault of each kind as it is usually wanted: the ones of the presets and of the node inspector. */
export const USUAL_FAULTS = {
  crash: { kind: 'crash' },
  'slow-down': { kind: 'slow-down', factor: 10 },
  'error-rate': { kind: 'error-rate', fraction: 0.6, afterMs: 5, as: 'error' },
  'added-latency': { kind: 'added-latency', ms: 400 },
  grey: { kind: 'grey', fraction: 1, afterMs: 5, as: 'error' },
  flapping: { kind: 'flapping', downMs: 2_000, upMs: 2_000 },
  partition: { kind: 'partition' },
  'packet-loss': { kind: 'packet-loss', fraction: 0.1 },
  'queue-stall': { kind: 'queue-stall' },
  'capacity-loss': { kind: 'capacity-loss', fraction: 0.5 },
  'cold-restart': { kind: 'cold-restart', downMs: 1_000 },
  'probe-only': { kind: 'probe-only' },
  'random-failures': {
    kind: 'random-failures',
    upMs: 10_000,
    downMs: 1_000,
    law: 'exponential',
    clock: 'always',
    work: 'lost',
    arrivals: 'refused',
  },
} as const satisfies { readonly [K in Fault['kind']]: Extract<Fault, { kind: K }> };

/** A new fault starts at an eighth of the run and lasts another eighth, in whole seconds where the run has them. */
export function newFault(scenario: Pick<Scenario, 'durationMs' | 'groups'>): FaultDraft {
  const { durationMs, groups } = scenario;
  const unit = durationMs >= 8_000 ? 1_000 : 1;
  const atMs = Math.floor(durationMs / 8 / unit) * unit;
  return {
    fault: USUAL_FAULTS.crash,
    target: { kind: 'group', id: groups[0]!.id },
    atMs,
    untilMs: Math.min(durationMs, atMs + Math.max(unit, atMs)),
    rampMs: 0,
  };
}

export function draftOf({ fault, target, atMs, untilMs, rampMs }: FaultEntry): FaultDraft {
  return { fault, target, atMs, untilMs, rampMs };
}

/**
 * The draft with another kind of fault, of its usual size. A cold restart is over by itself; only kinds with a size grow.
 */
export function withKind(draft: FaultDraft, kind: Fault['kind'], scenario: Pick<Scenario, 'durationMs' | 'groups'>): FaultDraft {
  const before = draft.fault.kind;
  const untilMs = kind === 'cold-restart' ? null : before === 'cold-restart' ? newFault(scenario).untilMs : draft.untilMs;
  return { ...draft, fault: USUAL_FAULTS[kind], untilMs, rampMs: isSized(kind) ? draft.rampMs : 0 };
}

type FieldStyle = NumberStyle & { readonly label: string; readonly unit?: string };

const SECONDS = { scale: 1_000, unit: 's' } as const;
const SHARE = { scale: 0.01, unit: '%' } as const;
/** The form's fields, by the end of their path in the document. */
const FIELDS: Readonly<Record<string, FieldStyle>> = {
  atMs: { label: 'From', ...SECONDS },
  untilMs: { label: 'Until', ...SECONDS },
  rampMs: { label: 'Full size after', ...SECONDS },
  'target.id': { label: 'The target' },
  'target.of.id': { label: 'The target' },
  'target.fraction': { label: 'Share of nodes', ...SHARE },
  'fault.factor': { label: 'Slower by', unit: '×' },
  'fault.ms': { label: 'Added', unit: 'ms' },
  'fault.afterMs': { label: 'Fails after', unit: 'ms' },
  'fault.downMs': { label: 'Down for', ...SECONDS },
  'fault.upMs': { label: 'Up for', ...SECONDS },
};

/** What the share of a kind of fault is of. */
export const SHARE_WORDS = {
  'error-rate': 'Share that fails',
  grey: 'Share that fails',
  'packet-loss': 'Share that is lost',
  'capacity-loss': 'Share that is lost',
} as const satisfies Partial<Record<Fault['kind'], string>>;
type SharedKind = keyof typeof SHARE_WORDS;

/** A problem of the entry in the words of its form; one that lies elsewhere in full. */
export function faultProblem({ path, rule, message }: Problem, { kind }: Fault): string {
  const end = path.replace(/^timeline\[\d+\]\./, '');
  const field =
    end === 'fault.fraction' && kind in SHARE_WORDS ? { label: SHARE_WORDS[kind as SharedKind], ...SHARE } : FIELDS[end];
  if (field === undefined) return message;
  if (end === 'untilMs' && rule.startsWith('must be greater')) return 'Until must be later than From.';
  return ruleSentence(field.label, rule, field);
}

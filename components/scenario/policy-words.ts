/** What each policy does and what its modes leave out, in the words of the page. */
import type { PolicyKind, PolicySettings } from '@/lib/scenario/schema';

export type PolicyMode = 'reference' | 'soft' | 'hard';

/** What it scores by, in a sentence. */
export const POLICY_SENTENCES = {
  health: 'By the node’s health record.',
  latency: 'By the smoothed latency of the node’s answers: 1 at 0 ms, 0 at the limit.',
  privacy: 'By whether the node’s region may serve the request’s privacy level.',
  locality: 'By where the request comes from; the boost is added within its own region.',
  cost: 'By the node’s price, or its region’s cost, while the class’s cost tolerance is at most 50.',
  load: 'By load over the node’s slots: 1 when idle, 0 when full.',
  throughput: 'By how many requests the node can complete each second at its latency.',
  'max-latency': 'By the latency to expect of the node, with what it has in flight, against the class’s max latency.',
  gpu: 'By whether the node has a GPU, for classes that prefer one.',
  cache: 'By the share of the prompt that the node has in its cache. It refuses nobody.',
} as const satisfies Record<PolicyKind, string>;

const ALL_SCORED = 'Scores alone; nobody is left out.';
const QOS = 'a request that nobody is left for ends in QoSViolation';

/** What each mode of a policy leaves out, the document's default first; policies without a choice are absent. */
const MODES: Readonly<Partial<Record<PolicyKind, Readonly<Partial<Record<PolicyMode, string>>>>>> = {
  health: {
    reference: 'Leaves out nodes that are down.',
    soft: ALL_SCORED,
    hard: `Leaves out all but healthy nodes; ${QOS}.`,
  },
  latency: {
    reference: 'Leaves out nodes above the limit.',
    soft: ALL_SCORED,
    hard: `Leaves out nodes above the limit; ${QOS}.`,
  },
  privacy: {
    reference: 'Leaves out regions below the level; a constant for the others, without a weight.',
    soft: ALL_SCORED,
    hard: 'Leaves out regions below the level; a request that nobody is left for ends in PrivacyViolation.',
  },
  cost: { soft: ALL_SCORED, hard: `Leaves out nodes dearer than the class’s cost tolerance; ${QOS}.` },
  load: { soft: ALL_SCORED, hard: `Leaves out nodes that are full; ${QOS}.` },
  throughput: { soft: ALL_SCORED, hard: `Leaves out nodes below the class’s min throughput; ${QOS}.` },
  'max-latency': { soft: ALL_SCORED, hard: `Leaves out nodes above the class’s max latency; ${QOS}.` },
  gpu: { soft: ALL_SCORED, hard: `Leaves out nodes without a GPU where the class prefers one; ${QOS}.` },
};

export interface ModeChoice {
  readonly value: PolicyMode;
  readonly label: string;
  readonly note: string;
}

const LABELS = { reference: 'As reference', soft: 'Soft', hard: 'Hard' } as const satisfies Record<PolicyMode, string>;

/** The modes that a policy has to choose from; empty for one that has none. */
export function modesOf(kind: PolicyKind): ModeChoice[] {
  const notes = Object.entries(MODES[kind] ?? {}) as [PolicyMode, string][];
  return notes.map(([value, note]) => ({ value, label: LABELS[value], note }));
}

/** null for a policy without modes. */
export function modeOf(policy: PolicySettings): PolicyMode | null {
  return 'mode' in policy && modesOf(policy.kind).length > 0 ? policy.mode : null;
}

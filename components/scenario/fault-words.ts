/** What each fault does and what its settings mean. */
import type { Fault, FaultTarget } from '@/lib/scenario/schema';

/** In a line. */
export const FAULT_EFFECTS: Readonly<Record<Fault['kind'], string>> = {
  crash: 'Fails everything on the node and refuses what comes.',
  'slow-down': 'Divides the node’s speed, work in service included.',
  'added-latency': 'Added to the round trip of requests and probes.',
  'error-rate': 'A share of requests and probes fails.',
  grey: 'Requests fail, health probes pass.',
  flapping: 'Crashed, up, crashed again, starting down.',
  partition: 'Nothing passes, either way; its work goes on.',
  'packet-loss': 'A share of messages is lost, either way.',
  'queue-stall': 'Nothing that waits starts; work in service goes on.',
  'capacity-loss': 'A share of the slots takes no new work.',
  'cold-restart': 'A crash that is soon over, then a cold start.',
  'probe-only': 'Health probes fail, requests pass.',
  'random-failures': 'Nodes fail and are repaired, each by itself.',
};

/** What the line does not say. */
const FAULT_DETAILS: Readonly<Partial<Record<Fault['kind'], string>>> = {
  partition: 'Probes and reports of load are cut off too, and attempts wait for their time-out.',
  'packet-loss': 'Requests, answers and probes; whoever waits for one waits for the time-out.',
  'capacity-loss': 'A processor that requests share loses that share of its speed.',
  'cold-restart': 'How a node starts is a setting of its group.',
};

export function faultSentences(kind: Fault['kind']): string {
  const details = FAULT_DETAILS[kind];
  return details === undefined ? FAULT_EFFECTS[kind] : `${FAULT_EFFECTS[kind]} ${details}`;
}

export const TARGET_WORDS: Readonly<Record<FaultTarget['kind'], string>> = {
  node: 'one node',
  group: 'a group',
  region: 'a region',
  model: 'a model',
  share: 'a random share',
};

/** Whom a model's fault hits depends on its kind. */
export const MODEL_TARGET_NOTE =
  'Errors, added latency and packet loss hit the attempts on this model alone; every other fault hits each node that serves it.';

/** A share is drawn anew by another seed, not by another strategy. */
export const SHARE_TARGET_NOTE = 'Drawn from the scenario’s seed, at least one node.';

type RandomFailures = Extract<Fault, { kind: 'random-failures' }>;

interface ChoiceWords {
  readonly label: string;
  readonly note: string;
}

export const LAW_WORDS: Readonly<Record<RandomFailures['law'], ChoiceWords>> = {
  exponential: { label: 'random', note: 'Each time is drawn anew (exponential).' },
  fixed: { label: 'fixed', note: 'Each is its mean; the first up begins at a random point of it.' },
};
export const CLOCK_WORDS: Readonly<Record<RandomFailures['clock'], ChoiceWords>> = {
  always: { label: 'busy or idle', note: 'The node ages whatever it does.' },
  'while-serving': { label: 'while it serves', note: 'An idle node does not fail.' },
};
export const LOST_WORK_WORDS: Readonly<Record<RandomFailures['work'], ChoiceWords>> = {
  lost: { label: 'lost', note: 'With all that waits, as in a crash.' },
  resumed: { label: 'paused', note: 'Goes on where it was when the node is repaired.' },
};
export const COMING_WORDS: Readonly<Record<RandomFailures['arrivals'], ChoiceWords>> = {
  refused: { label: 'is refused', note: 'The client hears at once.' },
  queued: { label: 'waits', note: 'In the node’s queue until it is repaired.' },
};

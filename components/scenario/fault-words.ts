/** What each fault does and what its settings mean, in one line each. */
import type { Fault, FaultTarget } from '@/lib/scenario/schema';

export const FAULT_EFFECTS: Readonly<Record<Fault['kind'], string>> = {
  crash: 'Fails everything on the node and refuses what comes.',
  'slow-down': 'Divides the node’s speed, work in service included.',
  'added-latency': 'Added to the round trip of requests and probes.',
  'error-rate': 'A share of requests and probes fails.',
  grey: 'Requests fail, health probes pass.',
  flapping: 'Crashed, up, crashed again, starting down.',
  partition: 'Nothing passes between router and node, probes included. Its work goes on; attempts wait for their time-out.',
  'packet-loss': 'A share of requests, answers and probes is lost. Whoever waits for one waits for the time-out.',
  'queue-stall': 'Nothing starts. What comes waits; work in service goes on.',
  'capacity-loss': 'A share of the slots takes no new work; a shared processor loses that share of its speed.',
  'cold-restart': 'A crash that is soon over; then the node warms up as its group says.',
  'probe-only': 'Health probes fail, requests pass.',
  'random-failures': 'Each node fails and is repaired by itself, again and again, at random times.',
};

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

type RandomFailures = Extract<Fault, { kind: 'random-failures' }>;

export const LAW_WORDS: Readonly<Record<RandomFailures['law'], string>> = {
  exponential: 'exponential times',
  fixed: 'fixed times, begun at a random point',
};
export const CLOCK_WORDS: Readonly<Record<RandomFailures['clock'], string>> = {
  always: 'busy or idle',
  'while-serving': 'only while it serves',
};
export const LOST_WORK_WORDS: Readonly<Record<RandomFailures['work'], string>> = {
  resumed: 'paused, then goes on',
  lost: 'lost, with all that waits',
};
export const COMING_WORDS: Readonly<Record<RandomFailures['arrivals'], string>> = {
  queued: 'waits in the queue',
  refused: 'is refused',
};

/**
 * A queueing model as a scenario of the product: one region without a network, a client that waits for ever and tries once, no
 * probes, breakers and health records that hear of no failure, no policies. One unit of the model's time is as many ms as let its rates and
 * its length fit a scenario, 1 where that will do.
 */
import type { ScenarioInput } from '@/lib/scenario/schema';
import { LIMITS } from '@/lib/scenario/limits';

import type { Effort } from './effort';
import { meanOf, rateOf, waveOf, type Arrivals, type Fleet, type QueueModel, type Service } from './queue-model';
import type { QueueRouter } from './queue-router';

export interface QueuePlan {
  readonly model: QueueModel;
  readonly router: QueueRouter;
}

/** A scenario, and how to read it. */
export interface QueueRun {
  readonly input: ScenarioInput;
  /** Ms of one unit of the model's time. */
  readonly unitMs: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
}

const HERE = 'here';
const FOREVER_MS = 3_600_000;

/** What a case neither says nor minds, set so that it does nothing. */
export function neutral(seed: number): Omit<ScenarioInput, 'groups' | 'workload'> {
  return {
    version: 1,
    title: 'theory',
    seed,
    regions: [{ id: HERE, cost: 0 }],
    network: { localMs: 0, remoteMs: 0 },
    models: [{ id: 'm', capabilities: ['generate'] }],
    router: { policies: [], strategy: { id: 'random' } },
    health: { probes: null, warmLatencyMs: 1, degradedLatencyMs: FOREVER_MS, quantileSamples: 16 },
    breaker: {
      failureThreshold: null,
      outcomes: { error: 'ignored', rejected: 'ignored', unreachable: 'ignored', 'timed-out': 'ignored' },
    },
    client: { timeoutMs: FOREVER_MS, retries: 0, backoff: { kind: 'none' }, cancel: 'never' },
    slos: [],
  };
}

export const group = (id: string, count: number, engine: ScenarioInput['groups'][number]['engine'], price = 0) => ({
  id,
  region: HERE,
  count,
  models: ['m'],
  engine,
  price,
});

export const workload = (
  arrivals: ScenarioInput['workload'][number]['arrivals'],
  service: ScenarioInput['workload'][number]['service'],
) => ({ id: 'requests', origins: [{ region: HERE, weight: 1 }], arrivals, service });

export function queueRun(plan: QueuePlan, effort: Effort, seed: number): QueueRun {
  const { model, router } = plan;
  const perUnit = model.arrivals.process === 'closed' ? leastThroughput(model, model.arrivals) : rateOf(model.arrivals);
  const length = (effort.warmup + effort.requests) / perUnit;
  const unitMs = unitFor(model, length);
  const durationMs = length * unitMs;
  const warmUpMs = (effort.warmup / perUnit) * unitMs;
  const fastest = model.fleet.reduce((most, { speed }) => Math.max(most, speed), 0);
  const base = neutral(seed);
  return {
    unitMs,
    warmUpMs,
    durationMs,
    input: {
      ...base,
      durationMs,
      warmUpMs,
      groups: model.fleet.map((of, i) => group(`g${i + 1}`, of.count, engineOf(of), router.bySpeed ? 1 - of.speed / fastest : 0)),
      workload: [workload(arrivalLaw(model.arrivals, unitMs), sizeLaw(model.service, unitMs))],
      router: {
        strategy: router.strategy,
        // The cost policy's share is 1 less the price, so that a node's total is its speed over the fastest.
        policies: router.bySpeed ? [{ kind: 'cost' }] : [],
      },
      client: { ...base.client, patience: patienceOf(model, unitMs) },
      timeline: failuresOf(model, unitMs),
    },
  };
}

/** The longest time unit of 1, 1/10, 1/100 ... ms that fits the length, or the shortest of 1, 10, 100 ... ms that fits the rates. */
function unitFor(model: QueueModel, length: number): number {
  let unitMs = 1;
  while (length * unitMs > LIMITS.durationMs && unitMs > 1e-6) unitMs /= 10;
  if (model.arrivals.process !== 'closed') {
    const most = model.arrivals.process === 'mmpp2' ? Math.max(...model.arrivals.rates) : rateOf(model.arrivals);
    while ((most / unitMs) * 1_000 > LIMITS.ratePerS && unitMs < 1_000_000) unitMs *= 10;
  }
  if (model.arrivals.process === 'mmpp2') {
    // A phase of a scenario lasts a ms or longer on average.
    const fastest = Math.max(...model.arrivals.leave);
    while (unitMs / fastest < 1 && unitMs < 1_000_000) unitMs *= 10;
  }
  return unitMs;
}

/**
 * Turns per unit of time that so many users make at least: as if each had to wait for all others at every turn.
 * Source: Lazowska et al., Quantitative System Performance, 1984, section 5.2.
 */
function leastThroughput({ service, fleet }: QueueModel, { clients, think }: Extract<Arrivals, { process: 'closed' }>): number {
  const mean = meanOf(service);
  const slowest = fleet.reduce((least, { speed }) => Math.min(least, speed), Infinity);
  const slots = fleet.reduce((sum, { count, slots: each }) => sum + count * (each ?? clients), 0);
  const residence = (mean / slowest) * (1 + Math.max(0, clients - 1) / slots);
  return clients / (think.mean + residence);
}

function engineOf({ slots, speed, discipline, capacity }: Fleet[number]): ScenarioInput['groups'][number]['engine'] {
  if (discipline === 'processor-sharing') {
    const limit = slots === null ? capacity : Math.min(slots, capacity ?? slots);
    return { kind: 'processor-sharing', limit, queueLimit: queueLimit(capacity, limit), speed };
  }
  // Somebody who would find all slots of an unlimited server taken is turned away, and that spoils the run.
  const atOnce = Math.min(slots ?? LIMITS.slotsPerNode, capacity ?? Infinity);
  return { kind: 'slots', slots: atOnce, queueLimit: slots === null ? 0 : queueLimit(capacity, atOnce), speed };
}

function queueLimit(capacity: number | null, atOnce: number | null): number {
  return capacity === null || atOnce === null ? LIMITS.queuePerNode : Math.max(0, capacity - atOnce);
}

/** Every server fails and is repaired by itself. */
function failuresOf({ failures }: QueueModel, unitMs: number): NonNullable<ScenarioInput['timeline']> {
  if (failures === undefined) return [];
  const lost = failures.interrupted_work === 'lost, together with all waiting requests';
  return [
    {
      id: 'failures',
      kind: 'fault',
      atMs: 0,
      target: { kind: 'region', id: HERE },
      fault: {
        kind: 'random-failures',
        upMs: failures.up_mean * unitMs,
        downMs: failures.down_mean * unitMs,
        law: failures.law,
        clock: !lost && failures.fails_when.startsWith('only') ? 'while-serving' : 'always',
        work: lost ? 'lost' : 'resumed',
        arrivals: 'queued',
      },
    },
  ];
}

/** How long a client waits for its request to be begun. */
function patienceOf({ timeout }: QueueModel, unitMs: number): NonNullable<ScenarioInput['client']>['patience'] {
  if (timeout === undefined) return null;
  return timeout.law === 'deterministic'
    ? { kind: 'constant', meanMs: timeout.value * unitMs }
    : { kind: 'exponential', meanMs: timeout.mean * unitMs };
}

export function sizeLaw(service: Service, unitMs: number): ScenarioInput['workload'][number]['service'] {
  switch (service.dist) {
    case 'exponential':
      return { kind: 'exponential', meanMs: service.mean * unitMs };
    case 'deterministic':
      return { kind: 'constant', meanMs: service.mean * unitMs };
    case 'erlang':
      return { kind: 'erlang', meanMs: service.mean * unitMs, phases: service.k };
    case 'lognormal':
      return { kind: 'lognormal', meanMs: service.mean * unitMs, cv: Math.sqrt(service.cv2) };
    case 'hyperexponential': {
      const [first, second] = service.branches;
      const firstMeanMs = first!.mean * unitMs;
      return { kind: 'two-exponentials', share: first!.p, firstMeanMs, secondMeanMs: (second?.mean ?? first!.mean) * unitMs };
    }
    case 'bounded-pareto':
      return { kind: 'bounded-pareto', shape: service.alpha, minMs: service.min * unitMs, maxMs: service.max * unitMs };
  }
}

export function arrivalLaw(arrivals: Arrivals, unitMs: number): ScenarioInput['workload'][number]['arrivals'] {
  const perS = (rate: number): number => (rate / unitMs) * 1_000;
  switch (arrivals.process) {
    case 'poisson': {
      if (typeof arrivals.rate === 'number') return { kind: 'poisson', ratePerS: perS(arrivals.rate) };
      const { mean, swing, frequency } = waveOf(arrivals.rate);
      return { kind: 'sinusoid', ratePerS: perS(mean), amplitude: swing / mean, periodMs: ((2 * Math.PI) / frequency) * unitMs };
    }
    case 'deterministic':
      return { kind: 'deterministic', ratePerS: perS(arrivals.rate) };
    case 'batch-poisson':
      return { kind: 'batch', ratePerS: perS(arrivals.rate), size: arrivals.batch, sizes: 'constant' };
    case 'mmpp2': {
      const busy = arrivals.rates[0] >= arrivals.rates[1] ? 0 : 1;
      const calm = 1 - busy;
      const [most, least] = [arrivals.rates[busy], arrivals.rates[calm]!];
      return {
        kind: 'on-off',
        ratePerS: perS(most),
        onMs: unitMs / arrivals.leave[busy],
        offMs: unitMs / arrivals.leave[calm]!,
        offFraction: most === 0 ? 0 : least / most,
      };
    }
    case 'closed':
      return {
        kind: 'closed-loop',
        users: arrivals.clients,
        think: { kind: 'exponential', meanMs: arrivals.think.mean * unitMs },
      };
  }
}

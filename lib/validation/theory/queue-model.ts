/**
 * The wordings of a queueing model: arrivals, service, fleet, router, failures, patience. Each text stands here as cases write it and is
 * matched exactly; `note` alone is free. Numbers may be any that make sense; what the product can hold of them is judged by the
 * scenario's own door.
 */
import { z } from 'zod';

import { sizeMoments } from '@/lib/workload/size-moments';

const positive = z.number().positive();
const note = z.string().optional();

/** `100+50*sin(0.5*t)` */
export const WAVE = /^(\d+(?:\.\d+)?)\+(\d+(?:\.\d+)?)\*sin\((\d+(?:\.\d+)?)\*t\)$/;

export const arrivalsSchema = z.discriminatedUnion('process', [
  z.strictObject({
    process: z.literal('poisson'),
    rate: z.union([positive, z.string().regex(WAVE)], { error: 'must be a number above 0, or a wave like "100+50*sin(0.5*t)"' }),
    note,
  }),
  z.strictObject({ process: z.literal('deterministic'), rate: positive, note }),
  /** The rate is of requests, not of batches. */
  z.strictObject({ process: z.literal('batch-poisson'), rate: positive, batch: z.int().min(1), note }),
  z.strictObject({
    process: z.literal('mmpp2'),
    rates: z.tuple([z.number().min(0), z.number().min(0)]),
    leave: z.tuple([positive, positive]),
    note,
  }),
  z.strictObject({
    process: z.literal('closed'),
    clients: z.int().min(1),
    think: z.strictObject({ dist: z.literal('exponential'), mean: positive }),
    note,
  }),
]);

export const serviceSchema = z.discriminatedUnion('dist', [
  z.strictObject({ dist: z.literal('exponential'), mean: positive, note }),
  z.strictObject({ dist: z.literal('deterministic'), mean: positive, note }),
  z.strictObject({ dist: z.literal('erlang'), k: z.int().min(1), mean: positive, note }),
  z.strictObject({ dist: z.literal('lognormal'), mean: positive, cv2: positive, note }),
  z.strictObject({
    dist: z.literal('hyperexponential'),
    branches: z
      .array(z.strictObject({ p: z.number().min(0).max(1), mean: positive }))
      .min(1)
      .max(2, 'must be one or two: the product draws from no more'),
    note,
  }),
  z.strictObject({ dist: z.literal('bounded-pareto'), alpha: positive, min: positive, max: positive, note }),
]);

export const fleetSchema = z
  .array(
    z.strictObject({
      count: z.int().min(1),
      /** null: everybody at once. */
      slots: z.int().min(1).nullable(),
      speed: positive,
      discipline: z.enum(['fifo', 'processor-sharing']),
      /** Running and waiting together; null: no limit. */
      capacity: z.int().min(1).nullable(),
    }),
  )
  .min(1);

const failuresSchema = z.discriminatedUnion('interrupted_work', [
  z.strictObject({
    interrupted_work: z.literal('resumes where it stopped'),
    up_mean: positive,
    down_mean: z.number().min(0),
    law: z.literal('exponential'),
    fails_when: z.enum(['always (busy or idle)', 'only while serving (clock runs with the work)']),
    arrivals_while_down: z.literal('queue'),
  }),
  z.strictObject({
    interrupted_work: z.literal('lost, together with all waiting requests'),
    up_mean: positive,
    down_mean: z.literal(0),
    law: z.literal('exponential'),
    restart: z.literal('at once'),
  }),
]);

const timeoutSchema = z.discriminatedUnion('law', [
  z.strictObject({
    law: z.literal('deterministic'),
    value: positive,
    applies_to: z.enum(['waiting time only; service once begun is finished', 'waiting time only']),
  }),
  z.strictObject({
    law: z.literal('exponential'),
    mean: positive,
    applies_to: z.enum(['waiting time only; service once begun is finished', 'waiting time only']),
  }),
]);

/** `router` is read by `routerOf`. */
export const queueSchema = z.strictObject({
  arrivals: arrivalsSchema,
  service: serviceSchema,
  fleet: fleetSchema,
  router: z.unknown(),
  failures: failuresSchema.optional(),
  timeout: timeoutSchema.optional(),
});
export type QueueModel = Omit<z.output<typeof queueSchema>, 'router'>;
export type Arrivals = z.output<typeof arrivalsSchema>;
export type Service = z.output<typeof serviceSchema>;
export type Fleet = z.output<typeof fleetSchema>;

/** Mean service time of one slot at speed 1. */
export function meanOf(service: Service): number {
  switch (service.dist) {
    case 'exponential':
    case 'deterministic':
    case 'erlang':
    case 'lognormal':
      return service.mean;
    case 'hyperexponential':
      return service.branches.reduce((sum, { p, mean }) => sum + p * mean, 0);
    case 'bounded-pareto':
      return sizeMoments({ kind: 'bounded-pareto', shape: service.alpha, minMs: service.min, maxMs: service.max }).meanMs;
  }
}

/** Requests that come per unit of time at most, or on average where they come at a rate. */
export function rateOf(arrivals: Exclude<Arrivals, { process: 'closed' }>): number {
  switch (arrivals.process) {
    case 'poisson':
      return typeof arrivals.rate === 'number' ? arrivals.rate : waveOf(arrivals.rate).mean;
    case 'deterministic':
    case 'batch-poisson':
      return arrivals.rate;
    case 'mmpp2': {
      const [a, b] = arrivals.rates;
      const [leaveA, leaveB] = arrivals.leave;
      return (a * leaveB + b * leaveA) / (leaveA + leaveB);
    }
  }
}

export interface Wave {
  readonly mean: number;
  readonly swing: number;
  /** Radians per unit of time. */
  readonly frequency: number;
}

export function waveOf(text: string): Wave {
  const parts = WAVE.exec(text);
  if (parts === null) throw new Error(`${text} is no wave`);
  return { mean: Number(parts[1]), swing: Number(parts[2]), frequency: Number(parts[3]) };
}

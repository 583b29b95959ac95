/** The wordings of routers in queueing models, and the product's strategy that each one names. */
import { z } from 'zod';

import { fail, ok, type Problem, type Result } from '@/lib/base/result';
import { LIMITS } from '@/lib/scenario/limits';
import type { ScenarioInput } from '@/lib/scenario/schema';

import { caseProblem, firstProblems } from './problems';
import type { Fleet } from './queue-model';

export type StrategyInput = NonNullable<NonNullable<ScenarioInput['router']>['strategy']>;

export interface QueueRouter {
  readonly strategy: StrategyInput;
  /** Shares of traffic go by speed. */
  readonly bySpeed: boolean;
}

const choices = z.int().min(1).max(LIMITS.choices);

const routerSchema = z.discriminatedUnion('policy', [
  z.strictObject({ policy: z.literal('random') }),
  z.strictObject({ policy: z.literal('round-robin') }),
  z.strictObject({ policy: z.literal('weighted-random'), weights: z.literal('proportional to speed') }),
  z.strictObject({ policy: z.literal('least-connections'), ties: z.enum(['any', 'uniform coin']).optional() }),
  z.strictObject({
    policy: z.literal('least-connections-of-d'),
    choices,
    sampling: z.enum(['distinct', 'with-replacement']),
    ties: z.enum(['any', 'uniform coin']).optional(),
  }),
  z.strictObject({ policy: z.literal('join-idle-queue'), fallback: z.literal('uniform random when none is idle') }),
]);

export function routerOf(raw: unknown, fleet: Fleet, id: string): Result<QueueRouter> {
  const servers = fleet.reduce((sum, { count }) => sum + count, 0);
  if (raw === 'any') {
    if (servers === 1) return ok({ strategy: { id: 'random' }, bySpeed: false });
    const rule = `must name a policy for a fleet of ${servers} servers; "any" is for a single one`;
    return fail(caseProblem(id, 'model.router', raw, rule));
  }
  if (typeof raw !== 'object' || raw === null) {
    const rule = `must be "any", or an object whose policy is one of ${policies.join(', ')}`;
    return fail(caseProblem(id, 'model.router', raw, rule));
  }
  const parsed = routerSchema.safeParse(raw, { error: firstProblems.words });
  if (!parsed.success) return firstProblems.of(parsed.error.issues, raw, id, 'model.router');
  const router = parsed.data;
  switch (router.policy) {
    case 'random':
    case 'round-robin':
    case 'join-idle-queue':
      return ok({ strategy: { id: router.policy }, bySpeed: false });
    case 'weighted-random':
      return ok({ strategy: { id: 'weighted-random' }, bySpeed: true });
    case 'least-connections-of-d':
      // Among equals the first drawn wins, and every order of draws is as likely: a fair coin.
      return ok({ strategy: drawn(router.choices, router.sampling === 'with-replacement'), bySpeed: false });
    case 'least-connections': {
      if (router.ties !== 'uniform coin') return ok({ strategy: { id: 'least-connections' }, bySpeed: false });
      // All of a small fleet, drawn in a random order.
      if (servers <= LIMITS.choices) return ok({ strategy: drawn(servers, false), bySpeed: false });
      const rule = `must be a fleet of at most ${LIMITS.choices} servers: ties of more are not drawn`;
      return fail(caseProblem(id, 'model.router.ties', router.ties, rule));
    }
  }
}

const policies = routerSchema.options.map(({ shape }) => shape.policy.value);

function drawn(choices: number, replacement: boolean): StrategyInput {
  return { id: 'power-of-two', choices, replacement };
}

const OF_D = /^least-connections-of-(\d+) (distinct|with-replacement)$/;
export const SHARED_QUEUE = 'one shared queue (M/M/N)';
const PLAIN = ['least-connections', 'round-robin', 'random'] as const;

/** A router in one text, as orderings list them; null: one shared queue in front of all servers. */
export function namedRouter(text: string, id: string, path: string): Result<StrategyInput | null> {
  if (text === SHARED_QUEUE) return ok(null);
  const plain = PLAIN.find((name) => name === text);
  if (plain !== undefined) return ok({ id: plain });
  const of = OF_D.exec(text);
  if (of !== null && Number(of[1]) >= 1 && Number(of[1]) <= LIMITS.choices) return ok(drawn(Number(of[1]), of[2] !== 'distinct'));
  const known = [SHARED_QUEUE, ...PLAIN, `least-connections-of-<1 to ${LIMITS.choices}> distinct|with-replacement`];
  const found: Problem = caseProblem(id, path, text, `must be one of ${known.join(', ')}`);
  return fail(found);
}

/** The product's circuit breaker fed with failures at random: calls until it opens, and the share of calls that it keeps away. */
import { z } from 'zod';

import { hashString } from '@/lib/base/hash';
import { log } from '@/lib/base/math';
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';
import { fail, ok, type Result } from '@/lib/base/result';
import { BREAKER_CODE } from '@/lib/fleet/snapshot';
import { CircuitBreaker } from '@/lib/router/circuit-breaker';
import { SETTINGS, type BreakerSettings } from '@/lib/router/settings';
import { LIMITS } from '@/lib/scenario/limits';

import type { TheoryCase } from './case-file';
import { alwaysPossible, nothingMore, type Ask, type Prepared, type Readings } from './harness';
import { caseProblem, firstProblems } from './problems';
import { metricIn, needs, statesNoMore } from './statements';

const threshold = z.int().min(1).max(1_000);
const probability = z.number().min(0).max(1);

const toOpenSchema = z.discriminatedUnion('breaker', [
  z.strictObject({ breaker: z.literal('consecutive failures'), threshold, failure_probability: probability }),
  z.strictObject({
    breaker: z.literal('count window'),
    window: z.int().min(1).max(LIMITS.windowCalls),
    minimum_calls: z.int().min(1),
    failure_rate_threshold: z.number().min(0.001).max(1),
    comparison: z.literal('>='),
    failure_probability: probability,
  }),
]);
const dutySchema = z.strictObject({
  breaker: z.literal('consecutive failures'),
  threshold,
  open_seconds: z.number().positive().max(3_600),
  half_open_probes: z.int().min(1).max(1_000),
  failure_probability: probability,
  arrivals: z.strictObject({ process: z.literal('poisson'), rate: z.number().positive() }),
  /** Calls return at once. */
  call_seconds: z.literal(0),
});

/** Calls of one run at most: a breaker that hardly ever opens is not waited for. */
const MOST_CALLS = 500_000_000;

export function breakerCases(theCase: TheoryCase): Result<Prepared> {
  const wrong = metricIn(theCase, ['calls_to_open', 'rejected_fraction']) ?? statesNoMore(theCase, []);
  if (wrong !== null) return fail(wrong);
  return theCase.metric === 'calls_to_open' ? toOpen(theCase) : duty(theCase);
}

function settings(changes: Partial<BreakerSettings>): BreakerSettings {
  return { ...SETTINGS.switchyard.breaker, ...changes };
}

function toOpen(theCase: TheoryCase): Result<Prepared> {
  const parsed = toOpenSchema.safeParse(theCase.model, { error: firstProblems.words });
  if (!parsed.success) return firstProblems.of(parsed.error.issues, theCase.model, theCase.id, 'model');
  const wrong = needs(theCase, ['openings']);
  if (wrong !== null) return fail(wrong);
  const of = parsed.data;
  if (of.failure_probability === 0) {
    return fail(caseProblem(theCase.id, 'model.failure_probability', 0, 'must be above 0, or the breaker never opens'));
  }
  const rules =
    of.breaker === 'consecutive failures'
      ? settings({ failureThreshold: of.threshold, rate: null })
      : settings({
          failureThreshold: null,
          rate: {
            window: { kind: 'count', calls: of.window },
            minimumCalls: of.minimum_calls,
            failureFraction: of.failure_rate_threshold,
            slow: null,
            slowFirstToken: null,
          },
        });
  const key = JSON.stringify({ toOpen: of });
  const run = (ask: Ask): Readings => openings(rules, of.failure_probability, hashString(key), ask);
  return ok({ experiment: { key, files: [], tooMuch: alwaysPossible, run }, check: nothingMore });
}

/** Each opening is that of a breaker which has heard nothing before. */
function openings(rules: BreakerSettings, p: number, seed: number, { effort, onProgress }: Ask): Readings {
  const chance = new CounterStream(seed);
  let calls = 0;
  for (let opening = 0; opening < effort.openings; opening++) {
    const breaker = new CircuitBreaker(rules);
    const node = breaker.nodes.intern('node');
    breaker.fit();
    chance.aim(SUBSYSTEM.experiment, opening);
    while (breaker.codes[node] === BREAKER_CODE.closed) {
      if (++calls > MOST_CALLS) throw new Error(`${opening} of ${effort.openings} openings took ${MOST_CALLS} calls`);
      if (chance.nextUnit() < p) breaker.failed(node, 0);
      else breaker.succeeded(node, 0);
    }
    if (opening % 64 === 0) onProgress(opening / effort.openings);
  }
  return { values: { calls_to_open: calls / effort.openings } };
}

function duty(theCase: TheoryCase): Result<Prepared> {
  const parsed = dutySchema.safeParse(theCase.model, { error: firstProblems.words });
  if (!parsed.success) return firstProblems.of(parsed.error.issues, theCase.model, theCase.id, 'model');
  const wrong = needs(theCase, ['requests']);
  if (wrong !== null) return fail(wrong);
  const of = parsed.data;
  const rules = settings({
    failureThreshold: of.threshold,
    rate: null,
    openMs: of.open_seconds * 1_000,
    growth: null,
    halfOpenSuccesses: of.half_open_probes,
    probes: { max: of.half_open_probes, leaseMs: null },
  });
  const key = JSON.stringify({ duty: of });
  const run = (ask: Ask): Readings => rejected(rules, of.failure_probability, of.arrivals.rate, hashString(key), ask);
  return ok({ experiment: { key, files: [], tooMuch: alwaysPossible, run }, check: nothingMore });
}

function rejected(rules: BreakerSettings, p: number, perS: number, seed: number, { effort, onProgress }: Ask): Readings {
  const breaker = new CircuitBreaker(rules);
  const node = breaker.nodes.intern('node');
  breaker.fit();
  const chance = new CounterStream(seed).aim(SUBSYSTEM.experiment, 0);
  let nowMs = 0;
  let kept = 0;
  for (let n = 0; n < effort.requests; n++) {
    nowMs -= (log(1 - chance.nextUnit()) / perS) * 1_000;
    const fails = chance.nextUnit() < p;
    if (n % 65_536 === 0) onProgress(n / effort.requests);
    if (breaker.blocks(node, nowMs)) {
      kept++;
      continue;
    }
    const probe = breaker.codes[node] === BREAKER_CODE['half-open'];
    if (probe) breaker.lease(node, nowMs);
    if (fails) breaker.failed(node, nowMs);
    else breaker.succeeded(node, nowMs);
    if (probe) breaker.giveBack(node, nowMs, nowMs);
  }
  return { values: { rejected_fraction: kept / effort.requests } };
}

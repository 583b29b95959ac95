/** Turns and draws by weight, and requests that never end placed on the least loaded of a few: the product's strategies, pick by pick. */
import { z } from 'zod';

import { hashString } from '@/lib/base/hash';
import { fail, ok, type Result } from '@/lib/base/result';
import { LIMITS } from '@/lib/scenario/limits';

import type { TheoryCase } from './case-file';
import type { Effort } from './effort';
import {
  alwaysPossible,
  nothingMore,
  tooManySteps,
  type Ask,
  type Check,
  type Experiment,
  type Prepared,
  type Readings,
} from './harness';
import { caseProblem, firstProblems } from './problems';
import { RouterOver, type Server } from './router-over';
import { leadingAgreement, sequenceCheck } from './sequences';
import { metricIn, needs, statesNoMore } from './statements';

const weight = z.number().min(LIMITS.leastNodeWeight).max(LIMITS.weight);
const turnsSchema = z.strictObject({ weights: z.record(z.string().min(1), weight) });
const drawsSchema = z.strictObject({ weights: z.array(z.number().positive()).min(1).max(LIMITS.nodes) });
const ballsSchema = z.strictObject({
  servers: z.int().min(1).max(LIMITS.nodes),
  requests: z.int().min(1).max(LIMITS.requests),
  choices: z.int().min(1).max(LIMITS.choices),
});

export function weightCases(theCase: TheoryCase): Result<Prepared> {
  const wrong = metricIn(theCase, ['sequence', 'share_of_first', 'mean_max_load']);
  if (wrong !== null) return fail(wrong);
  if (theCase.metric === 'sequence') return turns(theCase);
  return theCase.metric === 'share_of_first' ? draws(theCase) : balls(theCase);
}

/** Smooth weighted round robin: the cycle of picks. */
function turns(theCase: TheoryCase): Result<Prepared> {
  const { id, expectedSequence } = theCase;
  const parsed = turnsSchema.safeParse(theCase.model, { error: firstProblems.words });
  if (!parsed.success) return firstProblems.of(parsed.error.issues, theCase.model, id, 'model');
  const wrong = statesNoMore(theCase, ['expectedSequence']);
  if (wrong !== null) return fail(wrong);
  if (expectedSequence === null) return fail(caseProblem(id, 'expected_sequence', undefined, 'is required: the picks in order'));
  const servers = Object.entries(parsed.data.weights).map(([name, weight]): Server => ({ name, weight }));
  if (servers.length === 0) return fail(caseProblem(id, 'model.weights', 0, 'must name at least one server'));
  const run = (): Readings => {
    const router = new RouterOver(servers, { id: 'round-robin' }, 0);
    const sequence = expectedSequence.map(() => servers[router.place()]!.name);
    return { values: { sequence: leadingAgreement(sequence, expectedSequence) }, lists: { sequence } };
  };
  const key = JSON.stringify({ turns: Object.entries(parsed.data.weights), expectedSequence });
  return ok({
    experiment: { key, files: [], tooMuch: alwaysPossible, run },
    check: (readings) => sequenceCheck('sequence', expectedSequence, readings),
  });
}

/** Weighted random: each server's share of many picks. */
function draws(theCase: TheoryCase): Result<Prepared> {
  const { id, expectedShares: shares } = theCase;
  const parsed = drawsSchema.safeParse(theCase.model, { error: firstProblems.words });
  if (!parsed.success) return firstProblems.of(parsed.error.issues, theCase.model, id, 'model');
  const { weights } = parsed.data;
  const wrong = needs(theCase, ['requests']) ?? statesNoMore(theCase, ['expectedShares']);
  if (wrong !== null) return fail(wrong);
  if (shares !== null && shares.length !== weights.length) {
    return fail(caseProblem(id, 'expected_shares', shares, `must have one share for each of the ${weights.length} weights`));
  }
  const check: Check = ({ lists }, tolerance) => {
    const found = (lists?.['shares'] ?? []).map(Number);
    return (shares ?? []).flatMap((share, i) =>
      Math.abs(found[i]! - share) <= tolerance ? [] : [`the share of server ${i + 1} is ${found[i]}, not ${share}`],
    );
  };
  return ok({ experiment: drawsExperiment(weights), check });
}

function drawsExperiment(weights: readonly number[]): Experiment {
  const key = JSON.stringify({ draws: weights });
  const heaviest = weights.reduce((a, b) => Math.max(a, b), 0);
  const servers = weights.map((weight, i): Server => ({ name: `s${i + 1}`, weight: 1, score: weight / heaviest }));
  const run = ({ effort, onProgress }: Ask): Readings => {
    const router = new RouterOver(servers, { id: 'weighted-random' }, hashString(key));
    const counts = weights.map(() => 0);
    for (let n = 0; n < effort.requests; n++) {
      counts[router.place()]!++;
      if (n % 65_536 === 0) onProgress(n / effort.requests);
    }
    const shares = counts.map((count) => count / effort.requests);
    return { values: { share_of_first: shares[0]! }, lists: { shares } };
  };
  return { key, files: [], tooMuch: alwaysPossible, run };
}

/** Balls into bins. */
function balls(theCase: TheoryCase): Result<Prepared> {
  const parsed = ballsSchema.safeParse(theCase.model, { error: firstProblems.words });
  if (!parsed.success) return firstProblems.of(parsed.error.issues, theCase.model, theCase.id, 'model');
  const { servers: count, requests, choices } = parsed.data;
  const wrong = needs(theCase, ['rounds']) ?? statesNoMore(theCase, []);
  if (wrong !== null) return fail(wrong);
  const key = JSON.stringify({ balls: { count, requests, choices } });
  const servers = Array.from({ length: count }, (_, i): Server => ({ name: `s${i + 1}`, weight: 1 }));
  const run = ({ effort, onProgress }: Ask): Readings => {
    let largest = 0;
    for (let round = 0; round < effort.rounds; round++) {
      const strategy = { id: 'power-of-two', choices, replacement: true } as const;
      const router = new RouterOver(servers, strategy, hashString(key, round));
      const loads = new Int32Array(count);
      for (let n = 0; n < requests; n++) loads[router.place()]!++;
      largest += loads.reduce((a, b) => Math.max(a, b), 0);
      onProgress((round + 1) / effort.rounds);
    }
    return { values: { mean_max_load: largest / effort.rounds } };
  };
  const tooMuch = ({ rounds }: Effort): string | null => tooManySteps(rounds * (count + requests * choices));
  return ok({ experiment: { key, files: [], tooMuch, run }, check: nothingMore });
}

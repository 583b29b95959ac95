/**
 * Shares of a consistent-hash ring over many rings, and what moves when a server comes. The rings are the strategy's own
 * (`hashRing`), each with server names of its own; its points are read from it one by one.
 */
import { z } from 'zod';

import { hashPair, hashString } from '@/lib/base/hash';
import { fail, ok, type Result } from '@/lib/base/result';
import { ModelCatalog } from '@/lib/router/catalog';
import type { HashOrder } from '@/lib/router/strategies/hash-order';
import { hashRing } from '@/lib/router/strategies/hash-ring';
import { LIMITS } from '@/lib/scenario/limits';

import type { TheoryCase } from './case-file';
import { tooManySteps, type Ask, type Experiment, type Prepared, type Readings } from './harness';
import { caseProblem, firstProblems } from './problems';
import { metricIn, needs, statesNoMore } from './statements';

const modelSchema = z.strictObject({
  servers: z.int().min(1).max(LIMITS.nodes),
  points_per_server: z.int().min(1).max(1_000),
  hash: z.literal('well mixed (64 bits)').optional(),
  weights: z.literal('equal').optional(),
});
type RingModel = z.output<typeof modelSchema>;

const SHARES = ['max_share_over_mean', 'min_share_over_mean', 'sd_share_over_mean'];
const MOVED = 'moved_fraction';
const LANDS_ON_NEW = 'every moved key lands on the new server';

export function hashRingCases(theCase: TheoryCase): Result<Prepared> {
  const parsed = modelSchema.safeParse(theCase.model, { error: firstProblems.words });
  if (!parsed.success) return firstProblems.of(parsed.error.issues, theCase.model, theCase.id, 'model');
  const moves = theCase.metric === MOVED;
  const wrong =
    metricIn(theCase, [...SHARES, MOVED]) ??
    needs(theCase, moves ? ['rings', 'keys'] : ['rings']) ??
    statesNoMore(theCase, moves ? ['invariant'] : []);
  if (wrong !== null) return fail(wrong);
  if (theCase.invariant !== null && theCase.invariant !== LANDS_ON_NEW) {
    return fail(caseProblem(theCase.id, 'invariant', theCase.invariant, `must be ${LANDS_ON_NEW}`));
  }
  const { servers, points_per_server: points } = parsed.data;
  return ok({
    experiment: ringExperiment({ servers, points_per_server: points }, moves),
    check: (readings) => (theCase.invariant === null ? [] : strays(readings)),
  });
}

function strays({ values }: Readings): string[] {
  const broken: string[] = [];
  if (values['strays'] !== 0) broken.push(`${values['strays']} moved keys did not land on the new server`);
  if (values['not_back'] !== 0) broken.push(`${values['not_back']} keys did not come back when it left`);
  return broken;
}

function ringExperiment(model: RingModel, moves: boolean): Experiment {
  const key = JSON.stringify({ ring: model, moves });
  const points = (model.servers + (moves ? 1 : 0)) * model.points_per_server;
  return {
    key,
    files: [],
    tooMuch: ({ rings, keys }) => {
      if (points > LIMITS.ringPoints) return `a ring of ${points} points is larger than the product's ${LIMITS.ringPoints}`;
      return tooManySteps(rings * (points + keys));
    },
    run: (ask) => (moves ? moved(model, hashString(key), ask) : shares(model, hashString(key), ask)),
  };
}

/** Servers of one ring. */
function servers(count: number, seed: number, ring: number): ModelCatalog {
  const catalog = new ModelCatalog();
  for (let i = 0; i < count; i++) catalog.register('m', nameOf(seed, ring, i), 'here', ['generate']);
  return catalog;
}

function nameOf(seed: number, ring: number, i: number): string {
  return `ring-${seed}-${ring}-server-${i}`;
}

const CIRCLE = 4_294_967_296;

/** Share of the circle of each server: a key belongs to the first point at or after it. */
function sharesOf(ring: HashOrder, count: number): Float64Array {
  const share = new Float64Array(count);
  let before = hashAt(ring, ring.length - 1) - CIRCLE;
  for (let place = 0; place < ring.length; place++) {
    const here = hashAt(ring, place);
    share[ring.at(place)]! += (here - before) / CIRCLE;
    before = here;
  }
  return share;
}

function hashAt(ring: HashOrder, place: number): number {
  return Number.parseInt(ring.name(place), 16);
}

function shares({ servers: n, points_per_server: v }: RingModel, seed: number, { effort, onProgress }: Ask): Readings {
  let largest = 0;
  let least = 0;
  let squares = 0;
  for (let ring = 0; ring < effort.rings; ring++) {
    const share = sharesOf(hashRing(servers(n, seed, ring), v), n);
    let [most, fewest] = [0, Infinity];
    for (const one of share) {
      const over = one * n;
      most = Math.max(most, over);
      fewest = Math.min(fewest, over);
      squares += (over - 1) * (over - 1);
    }
    largest += most;
    least += fewest;
    onProgress((ring + 1) / effort.rings);
  }
  const { rings } = effort;
  return {
    values: {
      max_share_over_mean: largest / rings,
      min_share_over_mean: least / rings,
      sd_share_over_mean: Math.sqrt(squares / (rings * n)),
    },
  };
}

/** Keys whose server changes when one more comes, where they go, and whether they are all back when it has left again. */
function moved({ servers: n, points_per_server: v }: RingModel, seed: number, { effort, onProgress }: Ask): Readings {
  let changed = 0;
  let strays = 0;
  let notBack = 0;
  for (let ring = 0; ring < effort.rings; ring++) {
    const catalog = servers(n, seed, ring);
    const before = hashRing(catalog, v);
    const added = catalog.register('m', nameOf(seed, ring, n), 'here', ['generate']);
    const during = hashRing(catalog, v);
    catalog.deregister('m', nameOf(seed, ring, n));
    const after = hashRing(catalog, v);
    for (let i = 0; i < effort.keys; i++) {
      const key = hashPair(hashPair(seed, ring), i);
      const was = ownerOf(before, key);
      const is = ownerOf(during, key);
      if (is !== was) {
        changed++;
        if (is !== added) strays++;
      }
      if (ownerOf(after, key) !== was) notBack++;
    }
    onProgress((ring + 1) / effort.rings);
  }
  return { values: { moved_fraction: changed / (effort.rings * effort.keys), strays, not_back: notBack } };
}

function ownerOf(ring: HashOrder, key: number): number {
  const place = ring.start(key);
  return ring.at(place === ring.length ? 0 : place);
}

/**
 * Consistent hashing with bounded loads: keys placed one by one and none removed, by the product's strategy, which counts the
 * request that arrives. The bound must hold at the end and after every single key.
 */
import { z } from 'zod';

import { hashPair, hashString } from '@/lib/base/hash';
import { fail, ok, type Result } from '@/lib/base/result';
import { LIMITS } from '@/lib/scenario/limits';

import type { TheoryCase } from './case-file';
import { alwaysPossible, type Ask, type Prepared, type Readings } from './harness';
import { firstProblems } from './problems';
import { RouterOver, type Server } from './router-over';
import { metricIn, statesNoMore } from './statements';

const modelSchema = z.strictObject({
  servers: z.int().min(1).max(LIMITS.nodes),
  keys: z.int().min(1).max(LIMITS.requests),
  factor: z.number().min(1).max(100),
});

/** Rings to try: the bound is for all of them. */
const RINGS = 50;
/** Keys to place in all. */
const MOST = 20_000_000;

export function boundedLoadCases(theCase: TheoryCase): Result<Prepared> {
  const parsed = modelSchema.safeParse(theCase.model, { error: firstProblems.words });
  if (!parsed.success) return firstProblems.of(parsed.error.issues, theCase.model, theCase.id, 'model');
  const wrong = metricIn(theCase, ['max_load']) ?? statesNoMore(theCase, []);
  if (wrong !== null) return fail(wrong);
  const key = JSON.stringify({ bounded: parsed.data });
  const { servers: count, keys, factor } = parsed.data;
  const run = ({ onProgress }: Ask): Readings => {
    const rings = Math.max(1, Math.min(RINGS, Math.floor(MOST / keys)));
    let most = 0;
    let beyond = 0;
    for (let ring = 0; ring < rings; ring++) {
      const servers = Array.from({ length: count }, (_, i): Server => ({ name: `ring-${ring}-server-${i}`, weight: 1 }));
      const strategy = {
        id: 'consistent-hash',
        form: 'ring',
        virtualNodes: 100,
        tableSize: 65_537,
        boundedLoad: factor,
      } as const;
      const router = new RouterOver(servers, strategy, hashString(key, ring));
      const loads = new Int32Array(count);
      for (let n = 1; n <= keys; n++) {
        const load = ++loads[router.place(hashPair(hashString(key, ring), n))]!;
        most = Math.max(most, load);
        if (load > Math.ceil((factor * n) / count)) beyond++;
      }
      onProgress((ring + 1) / rings);
    }
    return { values: { max_load: most, beyond } };
  };
  return ok({
    experiment: { key, files: [], tooMuch: alwaysPossible, run },
    check: ({ values }) =>
      values['beyond'] === 0 ? [] : [`${values['beyond']} keys went to a server that had its share already`],
  });
}

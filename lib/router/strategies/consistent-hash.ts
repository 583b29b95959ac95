/**
 * A ring of hashed points, `virtualNodes` for each deployment's node; a request goes to the first member clockwise from its key.
 * The points depend on the node's id alone, so when a node leaves only its own keys move, and they come back with it.
 * The mean share of n nodes is 1 / n with a relative spread of about 1 / sqrt(virtualNodes). Expected walk: deployments over members.
 * Source: Karger et al., STOC 1997.
 */
import { hashPair, hashString } from '@/lib/base/hash';
import type { ModelCatalog } from '../catalog';
import { withoutMemory, type Strategy } from './strategy';

export interface ConsistentHashSettings {
  readonly id: 'consistent-hash';
  /** Points on the ring per node; more make shares more even. */
  readonly virtualNodes: number;
}

/** A point is hash * DEPLOYMENTS + deployment: sorted by hash, then by registration, and exact below 2^53. */
const DEPLOYMENTS = 2_097_152;
/** Points walked before asking whether there is any member at all. */
const PATIENCE = 64;

export function consistentHash({ virtualNodes }: ConsistentHashSettings): Strategy {
  let ring = new Float64Array(0);
  let of: ModelCatalog | null = null;
  let version = -1;
  return withoutMemory((key, pool, _chance, trace) => {
    if (of !== pool.catalog || version !== pool.catalog.version) {
      of = pool.catalog;
      version = of.version;
      ring = ringOf(of, virtualNodes);
    }
    let at = firstFrom(ring, key * DEPLOYMENTS);
    for (let walked = 0; walked < ring.length; walked++, at++) {
      if (at === ring.length) at = 0;
      if (walked === PATIENCE) {
        pool.settle();
        if (pool.size === 0) return -1;
      }
      const deployment = ring[at]! % DEPLOYMENTS;
      if (!pool.holdsDeployment(deployment)) continue;
      if (trace.on) {
        const node = pool.catalog.nodeIdOf(deployment);
        trace.step('key', hex(key));
        trace.step('point', `${hex(Math.floor(ring[at]! / DEPLOYMENTS))} of ${node}`);
        trace.step('points passed over', String(walked));
        trace.say(`${node} is the first of ${pool.phrase()} clockwise from the key ${hex(key)}.`);
      }
      return deployment;
    }
    return -1;
  });
}

function ringOf(catalog: ModelCatalog, virtualNodes: number): Float64Array<ArrayBuffer> {
  if (catalog.size > DEPLOYMENTS) throw new RangeError(`A ring holds at most ${DEPLOYMENTS} deployments, not ${catalog.size}.`);
  const deployments = catalog.deployments();
  const points = new Float64Array(deployments.length * virtualNodes);
  let filled = 0;
  for (const deployment of deployments) {
    const name = hashString(catalog.nodeIdOf(deployment));
    for (let replica = 0; replica < virtualNodes; replica++)
      points[filled++] = hashPair(name, replica) * DEPLOYMENTS + deployment;
  }
  return points.sort();
}

/** First point at or after `value`; the ring's length when there is none. */
function firstFrom(ring: Float64Array, value: number): number {
  let low = 0;
  let high = ring.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ring[middle]! >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}

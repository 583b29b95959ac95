/**
 * A ring of hashed points, `virtualNodes` for each deployment's node. The points depend on the node's id alone, so when a node leaves
 * only its own keys move, and they come back with it. The mean share of n nodes is 1 / n with a relative spread of about
 * 1 / sqrt(virtualNodes). Source: Karger et al., STOC 1997.
 */
import { hashPair, hashString } from '@/lib/base/hash';
import type { ModelCatalog } from '../catalog';
import type { HashOrder } from './hash-order';

/** A point is hash * DEPLOYMENTS + deployment: sorted by hash, then by registration, and exact below 2^53. */
const DEPLOYMENTS = 2_097_152;

export function hashRing(catalog: ModelCatalog, virtualNodes: number): HashOrder {
  if (catalog.size > DEPLOYMENTS) throw new RangeError(`A ring holds at most ${DEPLOYMENTS} deployments, not ${catalog.size}.`);
  const deployments = catalog.deployments();
  const points = new Float64Array(deployments.length * virtualNodes);
  let filled = 0;
  for (const deployment of deployments) {
    const name = hashString(catalog.nodeIdOf(deployment));
    for (let replica = 0; replica < virtualNodes; replica++)
      points[filled++] = hashPair(name, replica) * DEPLOYMENTS + deployment;
  }
  points.sort();
  return {
    length: points.length,
    /** The first point at or after the key. */
    start(key) {
      let low = 0;
      let high = points.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (points[middle]! >= key * DEPLOYMENTS) high = middle;
        else low = middle + 1;
      }
      return low;
    },
    at: (place) => points[place]! % DEPLOYMENTS,
    name: (place) => hex(Math.floor(points[place]! / DEPLOYMENTS)),
  };
}

export function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}

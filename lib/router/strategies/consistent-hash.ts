/**
 * A request goes where its key leads: to the first member on from the key's place on a ring or in a Maglev table. With a bounded load
 * a member that already has its share is passed over, too: at most the factor times the mean, one more request counted, rounded up.
 * Somebody is always below that, so the walk ends. Neither form is built anew when nodes fail, only when the catalog changes. A node that
 * drains, loads or was removed keeps its points or slots and is walked past like one that is down, so its sessions return with it.
 * Expected walk: deployments over members. Sources: `hash-ring.ts` and `maglev-table.ts`; bounded loads: Mirrokni, Thorup &
 * Zadimoghaddam, SODA 2018.
 */
import type { ModelCatalog } from '../catalog';
import type { HashOrder } from './hash-order';
import { hashRing, hex } from './hash-ring';
import { maglevTable } from './maglev-table';
import { withoutMemory, type Strategy } from './strategy';

export interface ConsistentHashSettings {
  readonly id: 'consistent-hash';
  readonly form: 'ring' | 'maglev';
  /** Points on the ring per node; more make shares more even. */
  readonly virtualNodes: number;
  /** Slots of a Maglev table; prime. */
  readonly tableSize: number;
  /** Most load of a node over the mean, at least 1; null: no bound. */
  readonly boundedLoad: number | null;
}

/** Places walked before asking whether there is any member at all. */
const PATIENCE = 64;

export function consistentHash({ form, virtualNodes, tableSize, boundedLoad }: ConsistentHashSettings): Strategy {
  let order: HashOrder | null = null;
  let of: ModelCatalog | null = null;
  let version = -1;
  const load = { inFlight: 0, members: 0 };
  return withoutMemory((key, pool, _chance, trace) => {
    if (order === null || of !== pool.catalog || version !== pool.catalog.version) {
      of = pool.catalog;
      version = of.version;
      order = form === 'ring' ? hashRing(of, virtualNodes) : maglevTable(of, tableSize);
    }
    let most = Infinity;
    if (boundedLoad !== null) {
      pool.loadOfMembers(load);
      if (load.members === 0) return -1;
      most = Math.ceil((boundedLoad * (load.inFlight + 1)) / load.members);
    }
    let at = order.start(key);
    let full = 0;
    for (let walked = 0; walked < order.length; walked++, at++) {
      if (at === order.length) at = 0;
      if (walked === PATIENCE) {
        pool.settle();
        if (pool.size === 0) return -1;
      }
      const deployment = order.at(at);
      if (!pool.holdsDeployment(deployment)) continue;
      if (pool.inFlightOf(deployment) >= most) {
        full++;
        continue;
      }
      if (trace.on) {
        const node = pool.catalog.nodeIdOf(deployment);
        const [place, way] = form === 'ring' ? ['points', 'clockwise'] : ['slots', 'on'];
        trace.step('key', hex(key));
        trace.step(form === 'ring' ? 'point' : 'slot', `${order.name(at)} of ${node}`);
        trace.step(`${place} passed over`, String(walked));
        if (boundedLoad !== null) trace.step('most in flight', `${most}; ${full} ${place} of full nodes passed over`);
        const below = boundedLoad === null ? '' : ` with fewer than ${most} in flight`;
        trace.say(`${node} is the first of ${pool.phrase()} ${way} from the key ${hex(key)}${below}.`);
      }
      return deployment;
    }
    return -1;
  });
}

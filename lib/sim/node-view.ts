import type { Router } from '@/lib/router/router';
import type { ScenarioNode } from '@/lib/scenario/nodes';

import type { SlotsEngine } from './engines/slots';
import type { FaultBoard } from './faults';
import type { NodeMeter } from './node-meter';
import type { NodeNow } from './node-now';

/** Everything about one node, now; `index` is its place in the scenario. */
export function nodeNow(
  node: ScenarioNode,
  index: number,
  nowMs: number,
  router: Router,
  engine: SlotsEngine,
  faults: FaultBoard,
  meter: NodeMeter,
): NodeNow {
  return {
    ...router.nodeView(index, nowMs),
    group: node.group,
    region: node.region,
    slots: node.slots,
    busy: engine.busy[index]!,
    queued: engine.queued[index]!,
    attemptsPerS: meter.perS(index),
    faults: faults.idsOn(index),
    down: faults.down[index] === 1,
  };
}

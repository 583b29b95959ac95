'use client';

import type { Scenario } from '@/lib/scenario/schema';

import { Hint } from '@/components/control/tooltip';

import { NumberSetting } from './setting';

/** How many routers share the traffic, and how old what they hear of nodes may get. */
export function ReplicaRows({ router }: { readonly router: Scenario['router'] }) {
  const { replicas, signals } = router;
  return (
    <>
      <h3 className="text-t3 text-small flex items-center">
        Routers and what they see
        <Hint about="routers and what they see">
          Each router counts its own requests in flight and keeps its own health records and breakers. What nodes report of their
          load is heard by all at the same interval; 0 ms is at once.
        </Hint>
      </h3>
      <NumberSetting label="Router replicas" path="router.replicas" value={replicas} />
      <NumberSetting label="Nodes report every" path="router.signals.refreshMs" value={signals.refreshMs} unit="ms" />
    </>
  );
}

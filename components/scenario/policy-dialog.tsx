'use client';

import type { PolicySettings } from '@/lib/scenario/schema';

import { POLICIES } from '@/components/chart/theme';
import { Dialog } from '@/components/control/dialog';

import { useScenario } from './scenario-store';
import { Note, NumberSetting, SelectSetting } from './setting';

const SIGNALS = [
  { value: 'round-trip', label: 'round trip', note: '1 at 0 ms, falling to 0 at the far end' },
  { value: 'constant', label: 'constant', note: '0.5 whatever the regions, as the reference' },
] as const;

interface PolicyDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function PolicyDialog({ open, onOpenChange }: PolicyDialogProps) {
  const policies = useScenario((state) => state.scenario.router.policies);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="How each policy scores"
      description="A node’s total is the sum of weight times score over all policies, divided by the number of policies."
    >
      {policies.map((policy, index) => (
        <section key={policy.kind} className="border-line py-1.5 not-first:border-t">
          <h3 className="text-body font-strong flex items-center gap-2">
            <span aria-hidden="true" className="size-2 rounded-[2px]" style={{ background: POLICIES[policy.kind].colour }} />
            <span className="capitalize">{policy.kind}</span>
          </h3>
          <PolicyRules policy={policy} at={`router.policies[${index}]`} />
        </section>
      ))}
    </Dialog>
  );
}

function PolicyRules({ policy, at }: { readonly policy: PolicySettings; readonly at: string }) {
  switch (policy.kind) {
    case 'health':
      return <Note>By the node’s health record; a node that is down is left out.</Note>;
    case 'privacy':
      return <Note>Leaves out regions below the request’s privacy level; adds the same constant to every other node.</Note>;
    case 'cost':
      return <Note>By the node’s price, or its region’s relative cost, and the request’s cost tolerance.</Note>;
    case 'max-latency':
      return <Note>By the latency to expect of a node against the longest that the request allows.</Note>;
    case 'gpu':
      return <Note>Prefers nodes with a GPU where the request does.</Note>;
    case 'cache':
      return <Note>By the share of the prompt that the node has in its cache.</Note>;
    case 'throughput':
      return (
        <>
          <Note>By how many requests the node can complete each second at its latency: 1 from the limit on.</Note>
          <NumberSetting label="Full at" path={`${at}.fullPerS`} value={policy.fullPerS} unit="/s" />
        </>
      );
    case 'latency':
      return (
        <>
          <Note>By the smoothed latency of the node’s answers; slower than the limit is left out.</Note>
          <NumberSetting label="Limit" path={`${at}.maxLatencyMs`} value={policy.maxLatencyMs} unit="ms" />
        </>
      );
    case 'locality':
      return (
        <>
          <Note>By where the request comes from; the boost is added within its own region.</Note>
          <SelectSetting label="Signal" path={`${at}.signal`} value={policy.signal} options={SIGNALS} />
          <NumberSetting label="Boost" path={`${at}.boost`} value={policy.boost} />
          {policy.signal === 'round-trip' ? (
            <NumberSetting label="0 from" path={`${at}.farMs`} value={policy.farMs} unit="ms" />
          ) : null}
        </>
      );
    case 'load':
      return (
        <>
          <Note>By requests in flight from this router over the node’s slots: 1 when idle, 0 when full.</Note>
          <NumberSetting label="Full at, times the slots" path={`${at}.fullAt`} value={policy.fullAt} unit="×" />
        </>
      );
  }
}

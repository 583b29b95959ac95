'use client';

import type { PolicySettings, Workload } from '@/lib/scenario/schema';

import { POLICIES } from '@/components/chart/theme';
import { Dialog } from '@/components/control/dialog';

import { modeOf, modesOf, POLICY_SENTENCES, type PolicyMode } from './policy-words';
import { useScenario } from './scenario-store';
import { Note, NumberSetting, SelectSetting } from './setting';

const PLACES = [
  { value: 'round-trip', label: 'round trip', note: '1 at 0 ms, falling to 0 at the far end' },
  { value: 'constant', label: 'constant', note: '0.5 whatever the regions, as the reference' },
] as const;
const LOADS = [
  { value: 'in-flight', label: 'in flight', note: 'This router’s own requests: never late, blind to all others' },
  { value: 'reported', label: 'reported', note: 'Queued and running as the node last said: everybody’s, and as old as that' },
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
        <section key={policy.kind} aria-label={POLICIES[policy.kind].name} className="border-line py-1.5 not-first:border-t">
          <h3 className="text-body font-strong flex items-center gap-2">
            <span aria-hidden="true" className="size-2 rounded-[2px]" style={{ background: POLICIES[policy.kind].colour }} />
            <span className="first-letter:uppercase">{POLICIES[policy.kind].name}</span>
          </h3>
          <Note>{POLICY_SENTENCES[policy.kind]}</Note>
          <ModeRow policy={policy} at={`router.policies[${index}]`} />
          <PolicyRules policy={policy} at={`router.policies[${index}]`} />
        </section>
      ))}
    </Dialog>
  );
}

interface PolicyPartProps {
  readonly policy: PolicySettings;
  readonly at: string;
}

function ModeRow({ policy, at }: PolicyPartProps) {
  const mode = modeOf(policy);
  const modes = modesOf(policy.kind);
  if (mode === null) return null;
  return (
    <>
      <SelectSetting<PolicyMode> label="Mode" path={`${at}.mode`} value={mode} options={modes} className="w-[132px]" />
      <Note>{modes.find(({ value }) => value === mode)?.note}</Note>
    </>
  );
}

function PolicyRules({ policy, at }: PolicyPartProps) {
  switch (policy.kind) {
    case 'health':
    case 'privacy':
    case 'cost':
    case 'gpu':
    case 'cache':
      return null;
    case 'max-latency':
      return <Bound what="max latency" isSet={({ maxLatencyMs }) => maxLatencyMs !== null} />;
    case 'throughput':
      return (
        <>
          <NumberSetting label="Scores 1 from" path={`${at}.fullPerS`} value={policy.fullPerS} unit="/s" />
          {policy.mode === 'hard' ? <Bound what="min throughput" isSet={({ minThroughput }) => minThroughput !== null} /> : null}
        </>
      );
    case 'latency':
      return <NumberSetting label="Limit" path={`${at}.maxLatencyMs`} value={policy.maxLatencyMs} unit="ms" />;
    case 'locality':
      return (
        <>
          <SelectSetting label="Signal" path={`${at}.signal`} value={policy.signal} options={PLACES} />
          <NumberSetting label="Boost" path={`${at}.boost`} value={policy.boost} />
          {policy.signal === 'round-trip' ? (
            <NumberSetting label="0 from" path={`${at}.farMs`} value={policy.farMs} unit="ms" />
          ) : null}
        </>
      );
    case 'load':
      return (
        <>
          <SelectSetting label="Load is what is" path={`${at}.signal`} value={policy.signal} options={LOADS} />
          <NumberSetting label="Full at, times the slots" path={`${at}.fullAt`} value={policy.fullAt} unit="×" />
        </>
      );
  }
}

/** Which classes ask for what a policy holds nodes against: where none does, the policy tells no node from another. */
function Bound({ what, isSet }: { readonly what: string; readonly isSet: (of: Workload) => boolean }) {
  const workload = useScenario((state) => state.scenario.workload);
  const classes = workload.filter(isSet).map(({ id }) => id);
  return (
    <Note>
      {classes.length === 0
        ? `No class of requests sets a ${what} yet: set it under Workload.`
        : `Classes with a ${what}: ${classes.join(', ')}.`}
    </Note>
  );
}

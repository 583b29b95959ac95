'use client';

import type { ClientSettings } from '@/lib/scenario/schema';

import { formatSpan, plural } from '@/components/chart/format';
import { Fold } from '@/components/control/fold';
import { Section } from '@/components/control/section';

import { BackoffRows } from './backoff-rows';
import { budgetSummary, hedgeSummary } from './client-words';
import { HedgeRows } from './hedge-rows';
import { PatienceRows } from './patience-rows';
import { useScenario } from './scenario-store';
import { NumberSetting, SelectSetting, SwitchSetting } from './setting';

const CANCELS = [
  { value: 'never', label: 'nothing', note: 'The node works on, for nobody.' },
  { value: 'queued', label: 'what still waits', note: 'Work in service runs to its end.' },
  { value: 'always', label: 'work in service too', note: 'The slot is free at once.' },
] as const;
/** The schema's own defaults. */
const USUAL_BUDGET = { fraction: 0.2, minPerS: 10, ttlMs: 10_000 } as const;

export function ClientSection() {
  const { client } = useScenario((state) => state.scenario);
  return (
    <Section
      name="client"
      title="Client"
      summary={`${formatSpan(client.timeoutMs)} · ${plural(client.retries, 'retry', 'retries')}`}
    >
      <NumberSetting label="Time-out of an attempt" path="client.timeoutMs" value={client.timeoutMs} scale={1_000} unit="s" />
      <SelectSetting
        label="A time-out cancels"
        path="client.cancel"
        value={client.cancel}
        options={CANCELS}
        className="w-[152px]"
      />
      <PatienceRows patience={client.patience} />
      <NumberSetting label="Retries" path="client.retries" value={client.retries} />
      {client.retries === 0 ? null : (
        <>
          <SwitchSetting
            label="Retries avoid tried nodes"
            path="client.excludeTried"
            on={client.excludeTried}
            note={
              client.excludeTried ? 'As long as there is a node not tried yet.' : 'A retry may go to the node that failed it.'
            }
          />
          <BackoffRows client={client} />
          <SwitchSetting
            label="Heeds Retry-After"
            path="client.honourRetryAfter"
            on={client.honourRetryAfter}
            note={
              client.honourRetryAfter
                ? 'A 429 holds the retry back as long as it says, where no other node is left to try.'
                : 'A 429 is retried after the back-off, whatever it says.'
            }
          />
        </>
      )}
      <Fold name="client.hedge" title="Hedging" summary={hedgeSummary(client.hedge)}>
        <HedgeRows hedge={client.hedge} />
      </Fold>
      <Fold name="client.budget" title="Retry budget" summary={budgetSummary(client.budget)}>
        <BudgetRows budget={client.budget} />
      </Fold>
    </Section>
  );
}

/** One purse of all clients together. */
function BudgetRows({ budget }: { readonly budget: ClientSettings['budget'] }) {
  return (
    <>
      <SwitchSetting
        label="Limit retries"
        path="client.budget"
        on={budget !== null}
        values={[USUAL_BUDGET, null]}
        note={
          budget === null
            ? 'Every retry and copy is made, whatever it does to the load.'
            : 'And further copies, of all clients together. One beyond the budget is not made.'
        }
      />
      {budget === null ? null : (
        <>
          <NumberSetting label="Per first attempt" path="client.budget.fraction" value={budget.fraction} scale={0.01} unit="%" />
          <NumberSetting label="And always" path="client.budget.minPerS" value={budget.minPerS} unit="/s" />
          <NumberSetting label="Counted over" path="client.budget.ttlMs" value={budget.ttlMs} scale={1_000} unit="s" />
        </>
      )}
    </>
  );
}

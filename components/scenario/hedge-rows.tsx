'use client';

import type { ClientSettings } from '@/lib/scenario/schema';

import { SelectRow } from '@/components/control/select';

import { editAt, NumberSetting, SwitchSetting } from './setting';

type Hedge = NonNullable<ClientSettings['hedge']>;

const AFTER = [
  { value: 'fixed', label: 'a set time', note: 'From the last attempt’s departure.' },
  { value: 'quantile', label: 'a quantile', note: 'Of its class’s latencies so far.' },
] as const;
/** The times that it starts with: the schema's own quantile, and a set time of its size. */
const USUAL_AFTER = {
  fixed: { kind: 'fixed', ms: 500 },
  quantile: { kind: 'quantile', fraction: 0.95, minimumSamples: 100 },
} as const satisfies { readonly [K in Hedge['after']['kind']]: Extract<Hedge['after'], { kind: K }> };
const USUAL_HEDGE: Hedge = { after: USUAL_AFTER.quantile, most: 1, cancelLoser: true };

/** Further copies of a request that is not answered in time. */
export function HedgeRows({ hedge }: { readonly hedge: ClientSettings['hedge'] }) {
  return (
    <>
      <SwitchSetting
        label="Send further copies"
        path="client.hedge"
        on={hedge !== null}
        values={[USUAL_HEDGE, null]}
        note={
          hedge === null
            ? 'A request has one attempt under way at a time.'
            : 'To a node not tried yet. The first good answer counts.'
        }
      />
      {hedge === null ? null : (
        <>
          <SelectRow
            label="No answer for"
            value={hedge.after.kind}
            options={AFTER}
            onChange={(kind) => editAt('client.hedge.after', USUAL_AFTER[kind])}
            className="w-[116px]"
          />
          {hedge.after.kind === 'fixed' ? (
            <NumberSetting label="That time" path="client.hedge.after.ms" value={hedge.after.ms} unit="ms" />
          ) : (
            <>
              <NumberSetting
                label="That quantile"
                path="client.hedge.after.fraction"
                value={hedge.after.fraction}
                scale={0.01}
                unit="%"
              />
              <NumberSetting
                label="Answers it needs first"
                path="client.hedge.after.minimumSamples"
                value={hedge.after.minimumSamples}
              />
            </>
          )}
          <NumberSetting label="Copies at most" path="client.hedge.most" value={hedge.most} />
          <SwitchSetting
            label="An answer cancels the others"
            path="client.hedge.cancelLoser"
            on={hedge.cancelLoser}
            {...(hedge.cancelLoser ? {} : { note: 'Their nodes work on, for nobody.' })}
          />
        </>
      )}
    </>
  );
}

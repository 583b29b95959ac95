'use client';

import type { Workload } from '@/lib/scenario/schema';

import { formatPercent } from '@/components/chart/format';
import { SelectRow } from '@/components/control/select';

import { SIZES } from './law-words';
import { meanTokens } from './limit-words';
import { ListRows } from './list-rows';
import { editAt, NumberSetting, SwitchSetting } from './setting';

type Tokens = NonNullable<Workload['tokens']>;
type TokenLaw = Tokens['input'];

const KINDS = (['constant', 'exponential', 'lognormal', 'empirical'] as const satisfies readonly TokenLaw['kind'][]).map(
  (kind) => ({ value: kind, ...SIZES[kind] }),
);
/** A question and its answer, as chats have them. */
const USUAL_TOKENS: Tokens = { input: { kind: 'constant', mean: 512 }, output: { kind: 'constant', mean: 128 } };
const SIDES = [
  { side: 'input', label: 'Tokens in' },
  { side: 'output', label: 'Tokens out' },
] as const;

/** How many tokens the requests of a class have. */
export function TokenLawRows({ of, at }: { readonly of: Workload; readonly at: string }) {
  const { tokens, service } = of;
  return (
    <>
      <SwitchSetting
        label="By laws of their own"
        path={`${at}.tokens`}
        on={tokens !== null}
        values={[USUAL_TOKENS, null]}
        note={
          tokens !== null
            ? 'Drawn once for each request. Quotas of tokens count them.'
            : service.kind === 'trace'
              ? 'As the trace has them.'
              : 'Unknown: nodes that serve this class can have no quota of tokens.'
        }
      />
      {tokens === null
        ? null
        : SIDES.map(({ side, label }) => <LawRows key={side} label={label} law={tokens[side]} path={`${at}.tokens.${side}`} />)}
    </>
  );
}

function LawRows({ label, law, path }: { readonly label: string; readonly law: TokenLaw; readonly path: string }) {
  const all = law.kind === 'empirical' ? law.values.reduce((sum, { weight }) => sum + weight, 0) : 0;
  return (
    <div role="group" aria-label={label}>
      <SelectRow
        label={label}
        value={law.kind}
        options={KINDS}
        onChange={(kind) => editAt(path, lawOf(kind, law))}
        className="w-[132px]"
      />
      {law.kind === 'empirical' ? (
        <ListRows
          one="Value"
          path={`${path}.values`}
          rows={law.values}
          columns={[
            { key: 'tokens', label: 'Tokens' },
            { key: 'weight', label: 'Weight' },
          ]}
          outcome={{ label: 'Share', of: ({ weight }) => formatPercent(weight / all) }}
          next={() => ({ tokens: law.values[law.values.length - 1]!.tokens, weight: 1 })}
        />
      ) : (
        <NumberSetting label="Mean" path={`${path}.mean`} value={law.mean} unit="tokens" className="w-[104px]" />
      )}
      {law.kind === 'lognormal' ? <NumberSetting label="Coefficient of variation" path={`${path}.cv`} value={law.cv} /> : null}
    </div>
  );
}

/** Another kind keeps the mean. */
function lawOf(kind: TokenLaw['kind'], now: TokenLaw): TokenLaw {
  const mean = meanTokens(now);
  switch (kind) {
    case 'constant':
    case 'exponential':
      return { kind, mean };
    case 'lognormal':
      return { kind, mean, cv: 1 };
    case 'empirical':
      return { kind, values: [{ tokens: Math.max(1, Math.round(mean)), weight: 1 }] };
  }
}

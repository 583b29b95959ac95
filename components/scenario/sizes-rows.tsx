'use client';

import { useState } from 'react';

import type { Service } from '@/lib/scenario/schema';
import { serviceOf } from '@/lib/scenario/switch-law';
import { serviceMoments } from '@/lib/scenario/traffic';

import { formatMs, formatPercent } from '@/components/chart/format';
import { Button } from '@/components/control/button';
import { SelectRow } from '@/components/control/select';

import { FitDialog } from './fit-dialog';
import { SIZES } from './law-words';
import { LawSetting } from './law-setting';
import { ListRows } from './list-rows';
import { editAt, NumberSetting } from './setting';
import { TokenRows } from './trace-rows';

const KINDS = (Object.keys(SIZES) as Service['kind'][]).map((kind) => ({ value: kind, ...SIZES[kind] }));
const MADE = KINDS.filter(({ value }) => value !== 'trace');

interface SizesRowsProps {
  /** `Service time`. */
  readonly label: string;
  readonly law: Service;
  readonly path: string;
}

/** A law of positive times: what service takes, how long a user thinks. */
export function SizesRows({ label, law, path }: SizesRowsProps) {
  const [fitting, setFitting] = useState(false);
  const moments = serviceMoments(law);
  return (
    <div role="group" aria-label={label}>
      <SelectRow
        label={label}
        value={law.kind}
        options={law.kind === 'trace' ? KINDS : MADE}
        onChange={(kind) => (kind === 'trace' ? undefined : editAt(path, serviceOf(kind, law)))}
        className="w-[132px]"
      />
      <SizesFields law={law} path={path} />
      <div className="flex items-center justify-between gap-2">
        <p className="text-t3 text-small min-w-0">
          {moments === null ? 'By the tokens of the trace' : `Mean ${formatMs(moments.meanMs)}, CV ${moments.cv.toFixed(2)}`}
        </p>
        <Button
          kind="plain"
          className="-mr-2.5 !h-6"
          aria-label={`Fit ${label.toLowerCase()} to p50, p95, p99`}
          onClick={() => setFitting(true)}
        >
          Fit to quantiles
        </Button>
      </div>
      {fitting ? <FitDialog of={label} path={path} onClose={() => setFitting(false)} /> : null}
    </div>
  );
}

function SizesFields({ law, path }: { readonly law: Service; readonly path: string }) {
  const mean = (value: number) => <NumberSetting label="Mean" path={`${path}.meanMs`} value={value} unit="ms" />;
  const spread = (value: number) => <NumberSetting label="Coefficient of variation" path={`${path}.cv`} value={value} />;
  switch (law.kind) {
    case 'trace':
      return <TokenRows service={law} at={path} />;
    case 'constant':
    case 'exponential':
      return mean(law.meanMs);
    case 'lognormal':
    case 'hyperexponential':
      return (
        <>
          {mean(law.meanMs)}
          {spread(law.cv)}
        </>
      );
    case 'erlang':
      return (
        <>
          {mean(law.meanMs)}
          <NumberSetting label="Phases" path={`${path}.phases`} value={law.phases} />
        </>
      );
    case 'two-exponentials':
      return (
        <>
          <NumberSetting label="Share of the first" path={`${path}.share`} value={law.share} scale={0.01} unit="%" />
          <NumberSetting label="Mean of the first" path={`${path}.firstMeanMs`} value={law.firstMeanMs} unit="ms" />
          <NumberSetting label="Mean of the second" path={`${path}.secondMeanMs`} value={law.secondMeanMs} unit="ms" />
        </>
      );
    case 'bounded-pareto':
      return (
        <>
          <NumberSetting label="Shape; the lower, the heavier" path={`${path}.shape`} value={law.shape} />
          <LawSetting label="Shortest" path={`${path}.minMs`} value={law.minMs} unit="ms" />
          <LawSetting label="Longest" path={`${path}.maxMs`} value={law.maxMs} unit="ms" />
        </>
      );
    case 'empirical': {
      const all = law.values.reduce((sum, { weight }) => sum + weight, 0);
      return (
        <ListRows
          one="Value"
          path={`${path}.values`}
          rows={law.values}
          columns={[
            { key: 'ms', label: 'Takes', unit: 'ms' },
            { key: 'weight', label: 'Weight' },
          ]}
          outcome={{ label: 'Share', of: ({ weight }) => formatPercent(weight / all) }}
          next={() => ({ ms: law.values[law.values.length - 1]!.ms, weight: 1 })}
        />
      );
    }
  }
}

'use client';

import type { ArrivalLaw } from '@/lib/scenario/schema';

import { formatRate } from '@/components/chart/format';
import { SelectRow } from '@/components/control/select';

import { LawSetting } from './law-setting';
import { ListRows } from './list-rows';
import { editAt, Note, NumberSetting, SelectSetting } from './setting';
import { SizesRows } from './sizes-rows';
import { ReplayRows } from './trace-rows';

const BATCHES = [
  { value: 'constant', label: 'always the same', note: 'This many.' },
  { value: 'geometric', label: 'random', note: 'Geometric, this many on average.' },
] as const;
const BETWEEN = [
  { value: 'line', label: 'straight lines' },
  { value: 'step', label: 'steps' },
] as const;

/** What a kind of arrivals has besides its rate. */
export function ArrivalsFields({ arrivals, at }: { readonly arrivals: ArrivalLaw; readonly at: string }) {
  switch (arrivals.kind) {
    case 'trace':
      return <ReplayRows arrivals={arrivals} at={at} />;
    case 'poisson':
    case 'deterministic':
      return null;
    case 'gamma':
      return (
        <>
          <NumberSetting label="CV of the gaps" path={`${at}.cv`} value={arrivals.cv} />
          <Note>The coefficient of variation: above 1 bursty, 1 like Poisson, below 1 even.</Note>
        </>
      );
    case 'batch':
      return (
        <>
          <LawSetting label="Requests at once" path={`${at}.size`} value={arrivals.size} />
          <SelectRow
            label="Batch size"
            value={arrivals.sizes}
            options={BATCHES}
            onChange={(sizes) => {
              const size = sizes === 'constant' ? Math.round(arrivals.size) : arrivals.size;
              return editAt(at, { ...arrivals, sizes, size });
            }}
            className="w-[132px]"
          />
        </>
      );
    case 'on-off':
      return (
        <>
          <NumberSetting label="On for, on average" path={`${at}.onMs`} value={arrivals.onMs} scale={1_000} unit="s" />
          <NumberSetting label="Off for, on average" path={`${at}.offMs`} value={arrivals.offMs} scale={1_000} unit="s" />
          <NumberSetting
            label="While off, of that rate"
            path={`${at}.offFraction`}
            value={arrivals.offFraction}
            scale={0.01}
            unit="%"
          />
        </>
      );
    case 'sinusoid':
      return (
        <>
          <NumberSetting label="Swings by" path={`${at}.amplitude`} value={arrivals.amplitude} scale={0.01} unit="%" />
          <NumberSetting label="Period" path={`${at}.periodMs`} value={arrivals.periodMs} scale={1_000} unit="s" />
          <NumberSetting label="Starts at, of a period" path={`${at}.phase`} value={arrivals.phase} scale={0.01} unit="%" />
        </>
      );
    case 'curve':
      return <CurveFields arrivals={arrivals} at={at} />;
    case 'closed-loop':
      return (
        <>
          <NumberSetting label="Users" path={`${at}.users`} value={arrivals.users} />
          <SizesRows label="Think time" law={arrivals.think} path={`${at}.think`} />
        </>
      );
  }
}

interface CurveFieldsProps {
  readonly arrivals: Extract<ArrivalLaw, { kind: 'curve' }>;
  readonly at: string;
}

/** Distance of a new point to the one before, where no other two points say one. */
const USUAL_STEP_MS = 5_000;

function CurveFields({ arrivals, at }: CurveFieldsProps) {
  const { points, repeatMs, ratePerS } = arrivals;
  const next = () => {
    const last = points[points.length - 1]!;
    const before = points[points.length - 2];
    const stepMs = before === undefined || before.atMs === last.atMs ? USUAL_STEP_MS : last.atMs - before.atMs;
    // Inside the round of a curve that starts anew.
    const atMs = repeatMs === null ? last.atMs + stepMs : Math.min(last.atMs + stepMs, (last.atMs + repeatMs) / 2);
    return { atMs, factor: last.factor };
  };
  return (
    <>
      <SelectSetting
        label="Between points"
        path={`${at}.between`}
        value={arrivals.between}
        options={BETWEEN}
        className="w-[132px]"
      />
      <LawSetting label="Starts anew after" path={`${at}.repeatMs`} value={repeatMs} scale={1_000} unit="s" empty="never" />
      <ListRows
        one="Point"
        path={`${at}.points`}
        rows={points}
        columns={[
          { key: 'atMs', label: 'At', unit: 's', scale: 1_000 },
          { key: 'factor', label: 'Factor', unit: '×' },
        ]}
        outcome={{ label: 'Rate', of: ({ factor }) => formatRate(factor * ratePerS) }}
        next={next}
      />
    </>
  );
}

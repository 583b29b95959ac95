'use client';

import { useMemo, useState } from 'react';

import type { Comparison } from '@/lib/experiment/compare';
import type { Scenario } from '@/lib/scenario/schema';

import { timelineSpans, type FaultSpan } from '@/components/chart/fault-label';
import { formatSpan } from '@/components/chart/format';
import { StrategyMark } from '@/components/chart/strategy-mark';
import { TableButton } from '@/components/chart/table-button';
import { Select } from '@/components/control/select';

import { OverTimePanel } from './over-time-panel';
import { CURVES, domainOf, overTimeTable, rowsOf, wholeRun, type Shown } from './over-time-rows';
import type { VariantLook } from './variant-looks';

interface OverTimeChartsProps {
  readonly comparison: Comparison;
  readonly looks: readonly VariantLook[];
  readonly scenario: Scenario;
}

/** One panel for each variant, all on one vertical axis: the mean over replications, and the band that nine in ten of them keep to. */
export function OverTimeCharts({ comparison, looks, scenario }: OverTimeChartsProps) {
  const [shown, setShown] = useState<Shown>('p99Ms');
  /** The panel that is pointed at or has the focus; the others show one value each at the same time. */
  const [pointed, setPointed] = useState<string | null>(null);
  const { unit, name } = CURVES[shown];
  const { variants } = comparison;
  const rows = useMemo(() => variants.map((variant) => rowsOf(variant, shown)), [variants, shown]);
  const domain = useMemo(() => domainOf(rows, unit === 'ms'), [rows, unit]);
  const spans = useMemo(() => timelineSpans(scenario.timeline, scenario.durationMs), [scenario]);
  const sloMs = unit === 'ms' ? (scenario.slos[0]?.latencyMs ?? null) : null;
  return (
    <section aria-label="Over time" className="border-line border-b px-5 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="text-title font-strong">Over time</h2>
        <Select
          label="Curve"
          value={shown}
          options={Object.entries(CURVES).map(([value, one]) => ({ value: value as Shown, label: one.name }))}
          onChange={setShown}
          className="w-28"
        />
        <TableButton subject="curves over time" table={() => overTimeTable(comparison, shown)} />
        <p className="text-t3 text-small">
          mean of {comparison.replications} {comparison.replications === 1 ? 'replication' : 'replications'}; the band holds nine
          in ten of them (5th to 95th percentile); {faultsText(spans)}
          {sloMs === null ? '' : `; dotted: SLO ${formatSpan(sloMs)}`}
        </p>
      </div>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(240px,1fr))] gap-x-4 gap-y-2 pt-2">
        {variants.map((variant, v) => (
          <li
            key={variant.id}
            className="min-w-0"
            onPointerEnter={() => setPointed(variant.id)}
            onFocus={() => setPointed(variant.id)}
          >
            <h3 className="flex items-center gap-1.5 pl-11">
              <StrategyMark strategy={looks[v]!.strategy} hollow={looks[v]!.hollow} />
              <span className="font-strong truncate">{variant.title}</span>
              {variant.id === comparison.baseline ? <span className="text-t3 text-small">baseline</span> : null}
              <span className="font-strong ml-auto pr-2">{wholeRun(variant, shown)}</span>
            </h3>
            <OverTimePanel
              name={name}
              look={looks[v]!}
              whole={pointed === variant.id}
              rows={rows[v]!}
              base={variant.id === comparison.baseline ? null : rows[variants.findIndex(({ id }) => id === comparison.baseline)]!}
              unit={unit}
              domain={domain}
              durationMs={scenario.durationMs}
              spans={spans}
              sloMs={sloMs}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

const NAMED_FAULTS = 2;

/** `shaded: Slow 10× region eu-west`: what the bands are, the first of many by name. */
function faultsText(spans: readonly FaultSpan[]): string {
  if (spans.length === 0) return 'no fault';
  const names = spans.slice(0, NAMED_FAULTS).map(({ label, targetLabel }) => `${label} ${targetLabel}`.trim());
  const more = spans.length - names.length;
  return `shaded: ${names.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

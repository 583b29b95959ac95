'use client';

import { useRef } from 'react';

import { PRIVACY_LEVELS } from '@/lib/fleet/request';
import { setAt } from '@/lib/scenario/edit';
import { addClass } from '@/lib/scenario/edit-class';
import type { Workload } from '@/lib/scenario/schema';
import { baseRatePerS } from '@/lib/scenario/traffic';

import { formatPercent, formatRate } from '@/components/chart/format';
import { Button } from '@/components/control/button';
import { PlusGlyph } from '@/components/control/glyphs';
import { Fold } from '@/components/control/fold';
import { NumberRow } from '@/components/control/number-field';
import { ProblemText, useProblem } from '@/components/control/problem-text';
import { Section } from '@/components/control/section';
import { edit } from '@/components/run/lab';

import { ArrivalsRows } from './arrivals-rows';
import { AskedRows } from './asked-rows';
import { ClassHeading } from './class-heading';
import { FallbackRows } from './fallback-rows';
import { ARRIVALS } from './law-words';
import { askedSummary, tokensSummary } from './limit-words';
import { useScenario } from './scenario-store';
import { NumberSetting, SelectSetting, SwitchSetting } from './setting';
import { SizesRows } from './sizes-rows';
import { TokenLawRows } from './token-law-rows';
import { useSettingsNow } from './use-settings';

const DEMANDS = [
  { value: 'attempt', label: 'for every attempt' },
  { value: 'request', label: 'once per request' },
] as const;
const PRIVACY = PRIVACY_LEVELS.map((level) => ({ value: level, label: level }));
export function WorkloadSection() {
  const scenario = useScenario((state) => state.scenario);
  const { workload } = scenario;
  const { rates } = useSettingsNow();
  const [sentence, take] = useProblem();
  const adding = useRef<HTMLButtonElement>(null);
  const kinds = [...new Set(workload.map((of) => ARRIVALS[of.arrivals.kind].label))].join(', ');
  const total = [...rates.values()].reduce((sum, rate) => sum + rate, 0);
  return (
    <Section name="workload" title="Workload" summary={rates.size > 0 ? `${kinds} · ${formatRate(total)}` : kinds}>
      {workload.map((of, index) => (
        <ClassRows
          // A new name keeps the fields and the focus; another number of classes starts them afresh.
          key={`${workload.length}:${index}`}
          of={of}
          index={index}
          ratePerS={rates.get(of.id) ?? baseRatePerS(of.arrivals, scenario)}
          {...(workload.length > 1 ? { onRemoved: () => adding.current?.focus() } : {})}
        />
      ))}
      <ProblemText sentence={sentence} />
      <Button ref={adding} kind="plain" glyph={<PlusGlyph size={12} />} className="-ml-2.5" onClick={() => take(edit(addClass))}>
        Add class
      </Button>
    </Section>
  );
}

interface ClassRowsProps {
  readonly of: Workload;
  readonly index: number;
  /** null for a closed loop. */
  readonly ratePerS: number | null;
  readonly onRemoved?: () => void;
}

function ClassRows({ of, index, ratePerS, onRemoved }: ClassRowsProps) {
  const at = `workload[${index}]`;
  const capabilities = useCapabilities();
  return (
    <div role="group" aria-label={`Class ${of.id}`} className="border-line not-first:mt-2 not-first:border-t not-first:pt-2">
      <ClassHeading id={of.id} {...(onRemoved === undefined ? {} : { onRemoved })} />
      <SelectSetting
        label="Asks for"
        path={`${at}.capability`}
        value={of.capability}
        options={capabilities.map((capability) => ({ value: capability, label: capability }))}
        className="w-[132px]"
      />
      <ArrivalsRows of={of} index={index} ratePerS={ratePerS} />
      <SizesRows label="Service time" law={of.service} path={`${at}.service`} />
      {of.service.kind === 'trace' ? null : (
        <SelectSetting label="Drawn" path={`${at}.demandPer`} value={of.demandPer} options={DEMANDS} className="w-[132px]" />
      )}
      <Fold name="class.tokens" title="Tokens" summary={tokensSummary(of)}>
        <TokenLawRows of={of} at={at} />
      </Fold>
      <NumberSetting label="Sessions" path={`${at}.sessions`} value={of.sessions} empty="none" />
      <SelectSetting label="Privacy level" path={`${at}.privacy`} value={of.privacy} options={PRIVACY} className="w-[132px]" />
      <NumberSetting label="Cost tolerance, 0 to 100" path={`${at}.costTolerance`} value={of.costTolerance} />
      <ServiceLevel of={of} at={at} />
      <Fold name="class.served" title="Served by" summary={askedSummary(of)}>
        <AskedRows regions={of.regions} models={of.models} at={at} />
      </Fold>
      <Fold name="class.fallbacks" title="Fallbacks" summary={of.fallbacks.map(({ id }) => id).join(', ') || 'none'}>
        <FallbackRows of={of} at={at} capabilities={capabilities} />
      </Fold>
      <Origins of={of} at={at} />
    </div>
  );
}

/** What hard policies may hold nodes against. */
function ServiceLevel({ of, at }: { readonly of: Workload; readonly at: string }) {
  return (
    <>
      <NumberSetting label="Max latency" path={`${at}.maxLatencyMs`} value={of.maxLatencyMs} unit="ms" empty="none" />
      <NumberSetting label="Min throughput" path={`${at}.minThroughput`} value={of.minThroughput} unit="/s" empty="none" />
      <SwitchSetting label="Prefers a GPU" path={`${at}.preferGpu`} on={of.preferGpu} />
    </>
  );
}

function Origins({ of, at }: { readonly of: Workload; readonly at: string }) {
  const regions = useScenario((state) => state.scenario.regions);
  const sum = of.origins.reduce((all, origin) => all + origin.weight, 0);
  return (
    <fieldset className="min-w-0">
      <legend className="text-t3 text-small pt-1">Origins, by relative weight</legend>
      {regions.map(({ id }) => {
        const index = of.origins.findIndex((origin) => origin.region === id);
        const weight = of.origins[index]?.weight ?? 0;
        const path = index < 0 ? `${at}.origins[${of.origins.length}]` : `${at}.origins[${index}].weight`;
        return (
          <NumberRow
            key={id}
            label={`${id}, ${formatPercent(sum > 0 ? weight / sum : null, 0)}`}
            value={weight}
            path={path}
            onCommit={(value) => edit((scenario) => setAt(scenario, path, index < 0 ? { region: id, weight: value } : value))}
          />
        );
      })}
    </fieldset>
  );
}

/** What the fleet serves, each once. */
function useCapabilities(): readonly string[] {
  const { models, groups } = useScenario((state) => state.scenario);
  const deployed = new Set(groups.flatMap((group) => group.models));
  return [...new Set(models.filter(({ id }) => deployed.has(id)).flatMap(({ capabilities }) => capabilities))];
}

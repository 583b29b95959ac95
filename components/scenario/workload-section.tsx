'use client';

import { PRIVACY_LEVELS } from '@/lib/fleet/request';
import { setAt } from '@/lib/scenario/edit';
import type { ArrivalLaw, Service, Workload } from '@/lib/scenario/schema';
import { withReplayRate } from '@/lib/scenario/trace-class';
import { baseRatePerS, serviceMoments } from '@/lib/scenario/traffic';

import { formatPercent, formatRate } from '@/components/chart/format';
import { NumberRow } from '@/components/control/number-field';
import { Section } from '@/components/control/section';
import { SelectRow } from '@/components/control/select';
import { canChangeLive, change, edit } from '@/components/run/lab';

import { useScenario } from './scenario-store';
import { ReplayRows, TokenRows } from './trace-rows';
import { NumberSetting, SelectSetting, SwitchSetting } from './setting';
import { useSettingsNow } from './use-settings';

const SERVICES: readonly { readonly value: Service['kind']; readonly label: string }[] = [
  { value: 'constant', label: 'Constant' },
  { value: 'exponential', label: 'Exponential' },
  { value: 'lognormal', label: 'Lognormal' },
];
/** Kinds that a document may have and that are not made here. */
const MORE_SERVICES: readonly { readonly value: Service['kind']; readonly label: string }[] = [
  { value: 'erlang', label: 'Erlang' },
  { value: 'hyperexponential', label: 'Hyperexponential' },
  { value: 'two-exponentials', label: 'Two exponentials' },
  { value: 'bounded-pareto', label: 'Bounded Pareto' },
  { value: 'empirical', label: 'Listed values' },
  { value: 'trace', label: 'Trace tokens' },
];
const ARRIVALS: Readonly<Record<ArrivalLaw['kind'], string>> = {
  poisson: 'Poisson',
  gamma: 'Gamma',
  deterministic: 'Even gaps',
  batch: 'Batches',
  'on-off': 'On and off',
  sinusoid: 'Wave',
  curve: 'Curve',
  'closed-loop': 'Closed loop',
  trace: 'Trace',
};
const DEMANDS = [
  { value: 'attempt', label: 'for every attempt' },
  { value: 'request', label: 'once per request' },
] as const;
const PRIVACY = PRIVACY_LEVELS.map((level) => ({ value: level, label: level }));
/** Spread that a lognormal service starts with: the one of the presets. */
const USUAL_CV = 0.5;
/** Mean of a service that takes over from the tokens of a trace. */
const USUAL_MEAN_MS = 400;

export function WorkloadSection() {
  const scenario = useScenario((state) => state.scenario);
  const { workload } = scenario;
  const { rates } = useSettingsNow();
  const kinds = [...new Set(workload.map((of) => ARRIVALS[of.arrivals.kind]))].join(', ');
  const total = [...rates.values()].reduce((sum, rate) => sum + rate, 0);
  return (
    <Section name="workload" title="Workload" summary={rates.size > 0 ? `${kinds} · ${formatRate(total)}` : kinds}>
      {workload.map((of, index) => (
        <ClassRows
          key={of.id}
          of={of}
          index={index}
          ratePerS={rates.get(of.id) ?? baseRatePerS(of.arrivals, scenario)}
          titled={workload.length > 1}
        />
      ))}
    </Section>
  );
}

interface ClassRowsProps {
  readonly of: Workload;
  readonly index: number;
  /** null for a closed loop. */
  readonly ratePerS: number | null;
  readonly titled: boolean;
}

function ClassRows({ of, index, ratePerS, titled }: ClassRowsProps) {
  const at = `workload[${index}]`;
  return (
    <div role="group" aria-label={`Class ${of.id}`} className="border-line not-first:mt-2 not-first:border-t not-first:pt-2">
      {titled ? <h3 className="text-body font-strong pb-0.5">{of.id}</h3> : null}
      {of.arrivals.kind === 'closed-loop' ? (
        <NumberSetting label="Users" path={`${at}.arrivals.users`} value={of.arrivals.users} />
      ) : (
        <NumberRow
          label="Rate"
          unit="/s"
          value={of.arrivals.kind === 'trace' ? shortRate(ratePerS) : ratePerS}
          path={`${at}.arrivals.ratePerS`}
          onCommit={(value) => setRate(of, at, value, ratePerS)}
        />
      )}
      {of.arrivals.kind === 'trace' ? <ReplayRows arrivals={of.arrivals} at={`${at}.arrivals`} /> : null}
      <SelectRow
        label="Service time"
        value={of.service.kind}
        options={servicesFor(of.service.kind)}
        onChange={(kind) => edit((scenario) => setAt(scenario, `${at}.service`, serviceOf(kind, of.service)))}
        className="w-[116px]"
      />
      {'meanMs' in of.service ? (
        <NumberSetting label="Mean" path={`${at}.service.meanMs`} value={of.service.meanMs} unit="ms" />
      ) : null}
      {of.service.kind === 'trace' ? <TokenRows service={of.service} at={`${at}.service`} /> : null}
      {'cv' in of.service ? (
        <NumberSetting label="Coefficient of variation" path={`${at}.service.cv`} value={of.service.cv} />
      ) : null}
      {of.service.kind === 'trace' ? null : (
        <SelectSetting label="Drawn" path={`${at}.demandPer`} value={of.demandPer} options={DEMANDS} className="w-[132px]" />
      )}
      <NumberSetting label="Sessions" path={`${at}.sessions`} value={of.sessions} empty="none" />
      <SelectSetting label="Privacy level" path={`${at}.privacy`} value={of.privacy} options={PRIVACY} className="w-[116px]" />
      <NumberSetting label="Cost tolerance, 0 to 100" path={`${at}.costTolerance`} value={of.costTolerance} />
      <ServiceLevel of={of} at={at} />
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

/** A rate that follows from a file has digits without end. */
function shortRate(ratePerS: number | null): number | null {
  return ratePerS === null ? null : Number(ratePerS.toPrecision(4));
}

function setRate(of: Workload, at: string, ratePerS: number | null, beforePerS: number | null) {
  if (ratePerS !== null && canChangeLive()) return change({ kind: 'traffic', class: of.id, ratePerS });
  if (of.arrivals.kind !== 'trace') return edit((scenario) => setAt(scenario, `${at}.arrivals.ratePerS`, ratePerS));
  return edit((scenario) => withReplayRate(scenario, of.id, ratePerS, beforePerS));
}

/** The kinds that are made here, and the one that the document has. */
function servicesFor(now: Service['kind']): typeof SERVICES {
  return [...SERVICES, ...MORE_SERVICES.filter(({ value }) => value === now)];
}

function serviceOf(kind: Service['kind'], now: Service): Service {
  const meanMs = serviceMoments(now)?.meanMs ?? USUAL_MEAN_MS;
  if (kind === 'lognormal') return { kind, meanMs, cv: 'cv' in now ? now.cv : USUAL_CV };
  return kind === 'constant' || kind === 'exponential' ? { kind, meanMs } : now;
}

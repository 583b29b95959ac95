/** What was run, in a few words at the right of the verdict. */
import type { ExperimentOf, PlanKind } from '@/lib/experiment/schema';
import { baseRatePerS } from '@/lib/scenario/traffic';
import type { Scenario } from '@/lib/scenario/schema';
import { grouped } from '@/lib/scenario/words';

import { formatRate, formatSpan, plural } from '@/components/chart/format';

/** `120 /s, 40 s, 1 fault`. The rate is left out where a class has none of its own. */
export function workloadText(scenario: Scenario): string {
  const rates = scenario.workload.map(({ arrivals }) => baseRatePerS(arrivals, scenario));
  const known = rates.flatMap((rate) => (rate === null ? [] : [rate]));
  const faults = scenario.timeline.filter(({ kind }) => kind === 'fault').length;
  return [
    ...(known.length === rates.length ? [formatRate(known.reduce((sum, rate) => sum + rate, 0))] : []),
    formatSpan(scenario.durationMs),
    faults === 0 ? 'no fault' : plural(faults, 'fault'),
  ].join(', ');
}

/** `20, paired by request`. */
export function replicationsText({ plan }: ExperimentOf<PlanKind>, done: number | null): string {
  if (plan.kind !== 'compare') return '';
  const { replications, numbers, precision } = plan;
  const count = done === null || done === replications ? grouped(replications) : `${grouped(done)} of ${grouped(replications)}`;
  const most = precision === null || done !== null ? '' : ' at most';
  return `${count}${most}, ${numbers === 'common' ? 'paired by request' : 'on seeds of their own'}`;
}

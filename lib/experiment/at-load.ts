import { type Result } from '@/lib/base/result';
import { parseScenario } from '@/lib/scenario/parse';
import type { ArrivalLaw, Scenario } from '@/lib/scenario/schema';

/** The scenario with `load` times its traffic: rates and their changes over time, users of closed loops (at least one), the pace of traces. */
export function atLoad(scenario: Scenario, load: number): Result<Scenario> {
  return parseScenario({
    ...scenario,
    workload: scenario.workload.map((of) => ({ ...of, arrivals: loaded(of.arrivals, load, scenario) })),
    timeline: scenario.timeline.map((entry) =>
      entry.kind === 'traffic' ? { ...entry, ratePerS: entry.ratePerS * load } : entry,
    ),
  });
}

function loaded(arrivals: ArrivalLaw, load: number, { traces }: Scenario): ArrivalLaw {
  if (arrivals.kind === 'closed-loop') return { ...arrivals, users: Math.max(1, Math.round(arrivals.users * load)) };
  if (arrivals.kind !== 'trace') return { ...arrivals, ratePerS: arrivals.ratePerS * load };
  const windows = traces.find(({ id }) => id === arrivals.trace)?.format.kind === 'servegen';
  if (windows) return { ...arrivals, rateScale: arrivals.rateScale * load };
  return { ...arrivals, timeScale: arrivals.timeScale / load };
}

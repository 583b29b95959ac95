'use client';

import { setAt } from '@/lib/scenario/edit';
import type { ArrivalLaw, Workload } from '@/lib/scenario/schema';
import { arrivalsOf, meanRatePerS } from '@/lib/scenario/switch-law';
import { baseRatePerS, serviceMoments } from '@/lib/scenario/traffic';

import { formatRate } from '@/components/chart/format';
import { NumberRow } from '@/components/control/number-field';
import { SelectRow } from '@/components/control/select';
import { canChangeLive, change, edit } from '@/components/run/lab';

import { ArrivalsFields } from './arrivals-fields';
import { ARRIVALS, RATES } from './law-words';
import { RatePicture } from './rate-picture';
import { useScenario } from './scenario-store';
import { Note } from './setting';

const KINDS = (Object.keys(ARRIVALS) as ArrivalLaw['kind'][]).map((kind) => ({ value: kind, ...ARRIVALS[kind] }));

interface ArrivalsRowsProps {
  readonly of: Workload;
  readonly index: number;
  /** As it is in the run, where the run has it; null for a closed loop. */
  readonly ratePerS: number | null;
}

/** When the requests of a class come. */
export function ArrivalsRows({ of, index, ratePerS }: ArrivalsRowsProps) {
  const durationMs = useScenario((state) => state.scenario.durationMs);
  const { arrivals } = of;
  const at = `workload[${index}].arrivals`;
  return (
    <div role="group" aria-label="Arrivals">
      <SelectRow
        label="Arrivals"
        value={arrivals.kind}
        options={KINDS}
        onChange={(kind) => edit((scenario) => setAt(scenario, at, arrivalsOf(kind, of, durationMs)))}
        className="w-[132px]"
      />
      {arrivals.kind === 'closed-loop' ? null : <RateRow of={of} at={at} label={RATES[arrivals.kind]} ratePerS={ratePerS} />}
      <ArrivalsFields arrivals={arrivals} at={at} />
      {arrivals.kind === 'closed-loop' ? <LoopNote of={of} arrivals={arrivals} /> : <RatePicture index={index} />}
    </div>
  );
}

interface RateRowProps {
  readonly of: Workload;
  readonly at: string;
  readonly label: string;
  readonly ratePerS: number | null;
}

/** The base rate, which can be changed while the run goes on, unless its kind in the run is still another. */
function RateRow({ of, at, label, ratePerS }: RateRowProps) {
  const inRun = useScenario(({ loaded }) =>
    loaded.workload.some(({ id, arrivals }) => id === of.id && arrivals.kind === of.arrivals.kind),
  );
  const path = `${at}.ratePerS`;
  return (
    <NumberRow
      label={label}
      unit="/s"
      value={inRun ? ratePerS : baseRatePerS(of.arrivals)}
      path={path}
      onCommit={(value) => {
        if (value !== null && inRun && canChangeLive()) return change({ kind: 'traffic', class: of.id, ratePerS: value });
        return edit((scenario) => setAt(scenario, path, value));
      }}
    />
  );
}

interface LoopNoteProps {
  readonly of: Workload;
  readonly arrivals: Extract<ArrivalLaw, { kind: 'closed-loop' }>;
}

/** What stands in place of a rate, and why nothing does during a run. */
function LoopNote({ of, arrivals }: LoopNoteProps) {
  const durationMs = useScenario((state) => state.scenario.durationMs);
  const mostPerS = (arrivals.users * 1_000) / serviceMoments(arrivals.think).meanMs;
  return (
    <Note>
      About {formatRate(meanRatePerS(of, durationMs))} if answers take the mean service time, at most {formatRate(mostPerS)}.
      There is no rate to change during a run: each user sends once the last answer is in and thought over.
    </Note>
  );
}

'use client';

import { setAt } from '@/lib/scenario/edit';
import type { ArrivalLaw, Workload } from '@/lib/scenario/schema';
import { arrivalsOf, meanRatePerS } from '@/lib/scenario/switch-law';
import { withReplayRate } from '@/lib/scenario/trace-class';
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
const MADE = KINDS.filter(({ value }) => value !== 'trace');

interface ArrivalsRowsProps {
  readonly of: Workload;
  readonly index: number;
  /** As it is in the run, where the run has it; null for a closed loop. */
  readonly ratePerS: number | null;
}

/** When the requests of a class come. */
export function ArrivalsRows({ of, index, ratePerS }: ArrivalsRowsProps) {
  const { arrivals } = of;
  const at = `workload[${index}].arrivals`;
  return (
    <div role="group" aria-label="Arrivals">
      <SelectRow
        label="Arrivals"
        value={arrivals.kind}
        options={arrivals.kind === 'trace' ? KINDS : MADE}
        onChange={(kind) =>
          kind === 'trace' ? undefined : edit((scenario) => setAt(scenario, at, arrivalsOf(kind, of, scenario)))
        }
        className="w-[132px]"
      />
      {arrivals.kind === 'closed-loop' ? null : (
        <RateRow of={of} at={at} label={arrivals.kind === 'trace' ? 'Rate' : RATES[arrivals.kind]} ratePerS={ratePerS} />
      )}
      <ArrivalsFields arrivals={arrivals} at={at} />
      {arrivals.kind === 'closed-loop' ? <LoopNote of={of} arrivals={arrivals} /> : null}
      {arrivals.kind === 'closed-loop' || arrivals.kind === 'trace' ? null : <RatePicture index={index} />}
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
  const replays = of.arrivals.kind === 'trace';
  const now = useScenario(({ scenario }) => (inRun ? ratePerS : baseRatePerS(of.arrivals, scenario)));
  return (
    <NumberRow
      label={label}
      unit="/s"
      value={replays ? shortRate(now) : now}
      path={path}
      onCommit={(value) => {
        if (value !== null && inRun && canChangeLive()) return change({ kind: 'traffic', class: of.id, ratePerS: value });
        return edit((scenario) => (replays ? withReplayRate(scenario, of.id, value, now) : setAt(scenario, path, value)));
      }}
    />
  );
}

/** A rate that follows from a file has digits without end. */
function shortRate(ratePerS: number | null): number | null {
  return ratePerS === null ? null : Number(ratePerS.toPrecision(4));
}

interface LoopNoteProps {
  readonly of: Workload;
  readonly arrivals: Extract<ArrivalLaw, { kind: 'closed-loop' }>;
}

/** What stands in place of a rate, and why nothing does during a run. */
function LoopNote({ of, arrivals }: LoopNoteProps) {
  const meanPerS = useScenario(({ scenario }) => meanRatePerS(of, scenario));
  const thinkMs = serviceMoments(arrivals.think)?.meanMs ?? 0;
  const mostPerS = (arrivals.users * 1_000) / thinkMs;
  return (
    <Note>
      About {formatRate(meanPerS)} if answers take the mean service time, at most {formatRate(mostPerS)}. There is no rate to
      change during a run: each user sends once the last answer is in and thought over.
    </Note>
  );
}

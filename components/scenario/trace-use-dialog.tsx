'use client';

import { useState } from 'react';

import type { Problem } from '@/lib/base/result';
import { withTrace } from '@/lib/scenario/trace-class';

import { formatMs } from '@/components/chart/format';
import { Button } from '@/components/control/button';
import { Dialog } from '@/components/control/dialog';
import { NumberRow } from '@/components/control/number-field';
import { SelectRow } from '@/components/control/select';
import { applyTrace, closeTraceSheet, type TraceSheet } from '@/components/run/trace-actions';

import { useScenario } from './scenario-store';
import { formatLasting, FORMAT_NAMES, statisticsRows } from './trace-words';

const NEW = ' new';
const PARTS = [
  { value: 'both', label: 'Arrivals and sizes' },
  { value: 'arrivals', label: 'Arrivals alone' },
  { value: 'sizes', label: 'Sizes alone' },
] as const;
type Part = (typeof PARTS)[number]['value'];
/** Mooncake's grid of recorded instants. */
const GRID_MS = 3_000;
const INSTANTS = [
  { value: 'recorded', label: 'as recorded' },
  { value: 'spread', label: 'spread over 3 s' },
] as const;
/** About 10,000 tokens a second read and 100 written: a mid-size model on one GPU. */
const USUAL_SERVICE = { baseMs: 0, msPerInputToken: 0.1, msPerOutputToken: 10 };

export function TraceUseDialog({ file, read }: Extract<TraceSheet, { kind: 'use' }>) {
  const { workload, durationMs } = useScenario((state) => state.scenario);
  const { statistics } = read;
  const windows = statistics.kind === 'windows';
  const [of, setOf] = useState<string>(workload[0]!.id);
  const [part, setPart] = useState<Part>(windows ? 'arrivals' : 'both');
  const [arrivals, setArrivals] = useState({
    fromMs: 0,
    untilMs: null as number | null,
    timeScale: 1,
    rateScale: 1,
    spreadMs: 0,
  });
  const [service, setService] = useState(USUAL_SERVICE);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const classes = [...workload.map(({ id }) => ({ value: id, label: id })), { value: NEW, label: 'a new class' }];

  const use = async (): Promise<void> => {
    const chosen = {
      class: of === NEW ? null : of,
      arrivals: part === 'sizes' ? null : arrivals,
      service: part === 'arrivals' ? null : service,
    };
    setProblems(await applyTrace(file, read, (scenario, found) => withTrace(scenario, found, chosen)));
  };
  const scaled = (patch: Partial<typeof arrivals>): readonly Problem[] => {
    setArrivals((now) => ({ ...now, ...patch }));
    return [];
  };
  const mapped = (patch: Partial<typeof service>): readonly Problem[] => {
    setService((now) => ({ ...now, ...patch }));
    return [];
  };
  const traceEndMs = Math.min(arrivals.untilMs ?? Infinity, statistics.durationMs);
  const replayedMs = Math.max(0, traceEndMs - arrivals.fromMs) * arrivals.timeScale;

  return (
    <Dialog
      open
      onOpenChange={closeTraceSheet}
      title={`Replay ${file.name}`}
      description={FORMAT_NAMES[read.file.format.kind]}
      className="max-w-[420px]"
      foot={
        <>
          <Button onClick={closeTraceSheet}>Cancel</Button>
          <Button kind="primary" onClick={() => void use()}>
            Use the trace
          </Button>
        </>
      }
    >
      <dl aria-label="What the trace looks like" className="text-body grid grid-cols-[1fr_auto] gap-x-4 pb-2">
        {statisticsRows(statistics).map(([name, figure]) => (
          <div key={name} className="contents">
            <dt className="text-t2">{name}</dt>
            <dd className="text-right tabular-nums">{figure}</dd>
          </div>
        ))}
      </dl>
      {read.openEnd ? (
        <p className="text-t2 text-small pb-2">
          The last line has no line end: if the file was cut there, its last number may be short.
        </p>
      ) : null}
      <SelectRow label="For the class" value={of} options={classes} onChange={setOf} />
      <SelectRow label="Take" value={part} options={windows ? PARTS.slice(1, 2) : PARTS} onChange={setPart} />
      {part === 'sizes' ? null : (
        <fieldset className="min-w-0">
          <legend className="text-t3 text-small pt-2">Arrivals</legend>
          <NumberRow
            label="Time scale, run over trace"
            value={arrivals.timeScale}
            onCommit={(timeScale) => scaled({ timeScale: timeScale ?? 1 })}
          />
          <NumberRow
            label="From, in the trace"
            value={arrivals.fromMs}
            scale={1_000}
            unit="s"
            onCommit={(fromMs) => scaled({ fromMs: fromMs ?? 0 })}
          />
          <NumberRow
            label="Until, in the trace"
            value={arrivals.untilMs}
            scale={1_000}
            unit="s"
            empty="end"
            onCommit={(untilMs) => scaled({ untilMs })}
          />
          {windows ? (
            <NumberRow
              label="Rate scale"
              value={arrivals.rateScale}
              onCommit={(rateScale) => scaled({ rateScale: rateScale ?? 1 })}
            />
          ) : (
            <SelectRow
              label="Requests of one instant"
              value={arrivals.spreadMs > 0 ? 'spread' : 'recorded'}
              options={INSTANTS}
              onChange={(value) => void scaled({ spreadMs: value === 'spread' ? GRID_MS : 0 })}
              className="w-32"
            />
          )}
          <p className="text-t3 text-small">
            {replayedMs > durationMs
              ? `The run of ${formatLasting(durationMs)} ends before this part of the trace, which takes ${formatLasting(replayedMs)}.`
              : `This part of the trace takes ${formatLasting(replayedMs)} of the run's ${formatLasting(durationMs)}; then the class sends no more.`}
          </p>
        </fieldset>
      )}
      {part === 'arrivals' || statistics.kind === 'windows' ? null : (
        <fieldset className="min-w-0">
          <legend className="text-t3 text-small pt-2">Service time, from tokens</legend>
          <NumberRow
            label="Of every request"
            value={service.baseMs}
            unit="ms"
            onCommit={(baseMs) => mapped({ baseMs: baseMs ?? 0 })}
          />
          <NumberRow
            label="Per input token"
            value={service.msPerInputToken}
            unit="ms"
            onCommit={(msPerInputToken) => mapped({ msPerInputToken: msPerInputToken ?? 0 })}
          />
          <NumberRow
            label="Per output token"
            value={service.msPerOutputToken}
            unit="ms"
            onCommit={(msPerOutputToken) => mapped({ msPerOutputToken: msPerOutputToken ?? 0 })}
          />
          <p className="text-t3 text-small">
            Mean{' '}
            {formatMs(
              service.baseMs +
                service.msPerInputToken * statistics.meanInputTokens +
                service.msPerOutputToken * statistics.meanOutputTokens,
            )}{' '}
            on a node of speed 1.
          </p>
        </fieldset>
      )}
      <div role="alert" className="text-open text-small">
        {problems.map((problem) => (
          <p key={problem.path + problem.rule}>{problem.message}</p>
        ))}
      </div>
    </Dialog>
  );
}

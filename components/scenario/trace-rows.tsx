'use client';

import type { ArrivalLaw, Service } from '@/lib/scenario/schema';
import { traceOf } from '@/lib/scenario/traffic';

import { useScenario } from './scenario-store';
import { NumberSetting } from './setting';
import { FORMAT_NAMES, formatBytes, formatLasting } from './trace-words';

interface ReplayRowsProps {
  readonly arrivals: Extract<ArrivalLaw, { kind: 'trace' }>;
  readonly at: string;
}

/** What part of its trace a class replays, and how fast. */
export function ReplayRows({ arrivals, at }: ReplayRowsProps) {
  const trace = useScenario((state) => traceOf(arrivals.trace, state.scenario.traces));
  if (trace === undefined) return null;
  const windows = trace.format.kind === 'servegen';
  return (
    <>
      <p className="text-t3 text-small wrap-anywhere">
        {trace.name}: {FORMAT_NAMES[trace.format.kind]}, {formatBytes(trace.bytes)}, {formatLasting(trace.spanMs)}
      </p>
      <NumberSetting label="Time scale" path={`${at}.timeScale`} value={arrivals.timeScale} />
      {windows ? <NumberSetting label="Rate scale" path={`${at}.rateScale`} value={arrivals.rateScale} /> : null}
      <NumberSetting label="From, in the trace" path={`${at}.fromMs`} value={arrivals.fromMs} scale={1_000} unit="s" />
      <NumberSetting
        label="Until, in the trace"
        path={`${at}.untilMs`}
        value={arrivals.untilMs}
        scale={1_000}
        unit="s"
        empty="end"
      />
      {windows ? null : (
        <NumberSetting label="Spread one instant over" path={`${at}.spreadMs`} value={arrivals.spreadMs} scale={1_000} unit="s" />
      )}
    </>
  );
}

interface TokenRowsProps {
  readonly service: Extract<Service, { kind: 'trace' }>;
  readonly at: string;
}

/** What a token costs. */
export function TokenRows({ service, at }: TokenRowsProps) {
  return (
    <>
      <NumberSetting label="Of every request" path={`${at}.baseMs`} value={service.baseMs} unit="ms" />
      <NumberSetting label="Per input token" path={`${at}.msPerInputToken`} value={service.msPerInputToken} unit="ms" />
      <NumberSetting label="Per output token" path={`${at}.msPerOutputToken`} value={service.msPerOutputToken} unit="ms" />
    </>
  );
}

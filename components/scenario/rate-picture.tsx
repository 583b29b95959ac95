'use client';

import { useMemo } from 'react';

import { rateOverRun } from '@/lib/scenario/rate-over-run';

import { formatCount, formatRate } from '@/components/chart/format';

import { useScenario } from './scenario-store';

const PARTS = 90;
const HEIGHT = 36;

/** What a law of arrivals comes to over the run: a line for what is expected of it, bars for what the seed makes of it. */
export function RatePicture({ index }: { readonly index: number }) {
  const { workload, timeline, durationMs, seed } = useScenario((state) => state.scenario);
  const rate = useMemo(
    () => rateOverRun({ workload, timeline, durationMs, seed }, index, PARTS),
    [workload, timeline, durationMs, seed, index],
  );
  if (rate === null) return null;
  const { expectedPerS, drawnPerS } = rate;
  const sent = Math.round(((drawnPerS ?? []).reduce((sum, perS) => sum + perS, 0) * durationMs) / PARTS / 1_000);
  const low = Math.min(...expectedPerS);
  const high = Math.max(...expectedPerS);
  const most = Math.max(high, ...(drawnPerS ?? []));
  const y = (perS: number) => (most > 0 ? HEIGHT - (perS / most) * (HEIGHT - 2) : HEIGHT).toFixed(2);
  const line = expectedPerS.map((perS, i) => `${i === 0 ? 'M' : 'L'}${i},${y(perS)}H${i + 1}`).join('');
  const bars = (drawnPerS ?? []).map((perS, i) => `M${i},${HEIGHT}V${y(perS)}H${i + 1}V${HEIGHT}`).join('');
  return (
    <figure className="py-1">
      <svg
        viewBox={`0 0 ${PARTS} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden
        className="border-axis block h-9 w-full border-b"
      >
        <path d={bars} fill="var(--edge)" />
        <path d={line} fill="none" stroke="var(--text)" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption className="text-t3 text-small pt-0.5">
        Line: {span(low, high)} expected.{' '}
        {drawnPerS === null
          ? 'Too many requests to show one by one.'
          : `Bars: seed ${seed} sends ${formatCount(sent)} requests, up to ${formatRate(most)}.`}
      </figcaption>
    </figure>
  );
}

function span(low: number, high: number): string {
  const [from, to] = [formatRate(low), formatRate(high)];
  return from === to ? to : `${from} to ${to}`;
}

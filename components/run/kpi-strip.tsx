import { memo, useMemo, useState } from 'react';

import {
  formatCount,
  formatRate,
  formatRatio,
  formatSpan,
  msQuantity,
  NOTHING,
  percentQuantity,
  type Quantity,
} from '@/components/chart/format';
import { PERCENTILES } from '@/components/chart/percentiles';
import { sameSeries } from '@/components/chart/same-series';
import { Sparkline } from '@/components/chart/sparkline';
import { STRATEGIES } from '@/components/chart/theme';
import type { Series } from '@/lib/report/series';
import type { LatencySummary, RequestCounts } from '@/lib/report/summary';
import type { StrategyId } from '@/lib/scenario/schema';

export interface KpiStripProps {
  readonly nowMs: number;
  readonly series: Series;
  /** Of requests answered in the trailing `series.windowMs`. */
  readonly recent: LatencySummary;
  readonly recentSuccess: number | null;
  readonly recentWithinSlo: number | null;
  /** The first SLO; null where the scenario has none. */
  readonly sloMs: number | null;
  readonly inFlight: number;
  readonly requests: RequestCounts;
  /** Attempts per request that was given a node; null before there was any. */
  readonly amplification: number | null;
  readonly strategyId: StrategyId;
}

interface Cell {
  readonly key: string;
  readonly title: string;
  readonly quantity: Quantity;
  /** What the value rests on. */
  readonly basis: string;
  readonly hollow?: boolean;
  /** Of the trail; its own highest where absent. */
  readonly most?: number;
}

const NOTHING_YET: Quantity = { value: NOTHING, unit: '' };
const SHOWN_BINS = 120;

/** Bin by bin, `of` over `per`, each summed over the trailing window; NaN where there was nothing. */
function trailingRatio(series: Series, of: readonly number[], per: (bin: number) => number): number[] {
  const width = Math.max(1, Math.round(series.windowMs / series.binMs));
  const from = Math.max(0, of.length - SHOWN_BINS);
  return of.slice(from).map((_, i) => {
    let [above, below] = [0, 0];
    for (let bin = Math.max(0, from + i - width + 1); bin <= from + i; bin++) {
      above += of[bin] ?? 0;
      below += per(bin);
    }
    return below > 0 ? above / below : NaN;
  });
}

/** The last stretch of each figure, by the key of its cell. */
function trailsOf(series: Series): Readonly<Record<string, readonly number[]>> {
  const ended = (bin: number) => (series.completed[bin] ?? 0) + (series.lost[bin] ?? 0);
  return {
    rate: trailingRatio(series, series.completed, () => 1),
    success: trailingRatio(series, series.completed, ended),
    ...Object.fromEntries(PERCENTILES.map(({ key, name }) => [name, series[key].slice(-SHOWN_BINS)])),
    'in-flight': series.inFlight.slice(-SHOWN_BINS),
    retries: trailingRatio(series, series.attempts, (bin) => series.offered[bin] ?? 0),
  };
}

function cells(props: KpiStripProps): Cell[] {
  const { nowMs, series, recent, recentSuccess, recentWithinSlo, sloMs, inFlight, requests, amplification } = props;
  const windowMs = Math.min(series.windowMs, nowMs);
  const window = formatSpan(series.windowMs);
  const n = `n\u2009=\u2009${formatCount(recent.count)}`;
  const begun = requests.arrived > 0;
  const perS = (count: number) => formatRate(count).split('\u2009');
  const [rate = NOTHING, ...rateUnit] = windowMs > 0 && begun ? perS((recent.count * 1000) / windowMs) : [];
  const split =
    rateUnit.length > 1
      ? { value: [rate, ...rateUnit.slice(0, -1)].join('\u2009'), unit: rateUnit.at(-1)! }
      : { value: rate, unit: rateUnit[0] ?? '' };
  return [
    {
      key: 'rate',
      title: 'Requests/s',
      quantity: split,
      basis: `completed, ${window}`,
    },
    {
      key: 'success',
      title: 'Success',
      quantity: percentQuantity(recentSuccess, 2),
      basis: `requests, ${window}`,
      most: 1,
    },
    ...PERCENTILES.toReversed().map(({ key, name, least }): Cell => {
      const value = recent[key];
      return {
        key: name,
        title: name,
        quantity: msQuantity(value),
        basis: value === null ? window : `${window}, ${n}`,
        hollow: value !== null && recent.count < least,
      };
    }),
    ...(sloMs === null
      ? []
      : [
          {
            key: 'slo',
            title: `Within SLO ${formatSpan(sloMs)}`,
            quantity: percentQuantity(recentWithinSlo),
            basis: `requests, ${window}`,
          },
        ]),
    {
      key: 'in-flight',
      title: 'In flight',
      quantity: begun ? { value: formatCount(inFlight), unit: '' } : NOTHING_YET,
      basis: 'attempts, now',
    },
    {
      key: 'retries',
      title: 'Retry amplification',
      quantity: amplification === null ? NOTHING_YET : { value: formatRatio(amplification).slice(0, -1), unit: '×' },
      basis: 'per routed',
    },
  ];
}

/** What matters now, each with the window and the number of requests it rests on. */
export const KpiStrip = memo(function KpiStrip(props: KpiStripProps) {
  const list = useMemo(() => cells(props), [props]);
  // Between two bins a trail stays as it is.
  const [series, setSeries] = useState(props.series);
  if (series !== props.series && !sameSeries(series, props.series)) setSeries(props.series);
  const trails = useMemo(() => trailsOf(series), [series]);
  const { colour } = STRATEGIES[props.strategyId];
  return (
    <div className="@container border-b border-line">
      <dl className="grid grid-cols-3 overflow-hidden @min-[560px]:grid-cols-4 @min-[1000px]:flex">
        {list.map(({ key, title, quantity, basis, hollow = false, most }) => (
          <div
            key={key}
            className="-mt-px -ml-px min-w-0 flex-1 [contain:layout_style] border-t border-l border-line px-3 py-2.5 @max-[560px]:py-1.5 @max-[560px]:last:[&:nth-child(3n+2)]:col-span-2 [@media(max-height:600px)]:py-1.5"
          >
            <dt className="truncate text-small text-t2" title={title}>
              {title}
            </dt>
            <dd>
              <span
                className={`block text-kpi whitespace-nowrap ${
                  quantity.value === NOTHING
                    ? 'text-t3'
                    : hollow
                      ? 'text-t3 underline decoration-dotted decoration-1 underline-offset-4'
                      : 'font-strong text-text'
                }`}
                title={hollow ? 'Too few requests for this percentile: indicative only.' : undefined}
              >
                {quantity.value}
                {quantity.unit !== '' && (
                  <span className="text-body font-normal tracking-normal text-t2">
                    {'\u2009'}
                    {quantity.unit}
                  </span>
                )}
                {hollow && <span className="sr-only"> (few requests, indicative)</span>}
              </span>
              <span className="flex h-[18px] items-end justify-between gap-1.5 [@media(max-height:600px)]:sr-only">
                <span className="truncate text-small text-t3" title={basis}>
                  {basis}
                </span>
                <span className="hidden @min-[1100px]:block">
                  {trails[key] !== undefined && (
                    <Sparkline values={trails[key]} colour={colour} {...(most === undefined ? {} : { most })} />
                  )}
                </span>
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
});

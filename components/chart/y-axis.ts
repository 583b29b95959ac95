/** The vertical axes: latency on a log axis that steps in doublings, rates from zero. */
import { scaleLinear, scaleLog } from 'd3-scale';

import { formatCount, formatSpan, THIN } from './format';

export interface YTick {
  readonly y: number;
  readonly label: string;
}

export interface YAxis {
  /** Values beyond the axis are drawn at its edge. */
  y(value: number): number;
  readonly ticks: readonly YTick[];
}

/** Doublings as a shutter counts them; positions are exact, only the steps are not all alike. */
const LADDER_MS = [
  1, 2, 4, 8, 16, 32, 64, 125, 250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 512_000, 1_024_000,
  2_048_000, 4_096_000,
];
const GRIDLINES = 6;

/** Covers [leastMs, mostMs] in whole doublings, four at least; 250 ms to 4 s where nothing is known. */
export function latencyAxis(leastMs: number, mostMs: number, top: number, bottom: number): YAxis {
  const known = leastMs <= mostMs && Number.isFinite(mostMs);
  const last = LADDER_MS.length - 1;
  let from = known
    ? Math.max(
        0,
        LADDER_MS.findLastIndex((step) => step <= leastMs),
      )
    : 8;
  const above = LADDER_MS.findIndex((step) => step >= mostMs);
  let to = known ? (above < 0 ? last : above) : 12;
  while (to - from < 4) {
    if (from > 0) from--;
    if (to - from < 4) to++;
  }
  const scale = scaleLog().base(2).domain([LADDER_MS[from]!, LADDER_MS[to]!]).range([bottom, top]).clamp(true);
  const stride = Math.ceil((to - from + 1) / GRIDLINES);
  const ticks: YTick[] = [];
  for (let i = to; i >= from; i -= stride) ticks.push({ y: scale(LADDER_MS[i]!), label: formatSpan(LADDER_MS[i]) });
  return { y: (ms) => scale(Math.max(ms, LADDER_MS[from]!)), ticks };
}

/** `600 /s`, `1k /s`, `2.5k /s`: shorter than `formatRate`, as ticks are round. */
function rateLabel(perS: number): string {
  return `${perS < 1_000 ? formatCount(perS) : perS < 1e6 ? `${perS / 1e3}k` : `${perS / 1e6}M`}${THIN}/s`;
}

/** From zero to a round value at or above `most`, in two or three steps. */
export function rateAxis(most: number, top: number, bottom: number): YAxis {
  const scale = scaleLinear()
    .domain([0, most > 0 ? most : 1])
    .nice(2)
    .range([bottom, top])
    .clamp(true);
  const ticks = scale.ticks(2).map((value) => ({ y: scale(value), label: value === 0 ? '0' : rateLabel(value) }));
  return { y: scale, ticks };
}

export function shareAxis(top: number, bottom: number): YAxis {
  const scale = scaleLinear().domain([0, 1]).range([bottom, top]).clamp(true);
  return { y: scale, ticks: [0, 0.5, 1].map((share) => ({ y: scale(share), label: `${share * 100}${THIN}%` })) };
}

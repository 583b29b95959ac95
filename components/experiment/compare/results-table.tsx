'use client';

import type { ReactNode } from 'react';

import { amount, differenceText, distance, interval } from '@/lib/experiment/amount';
import type { ComparedVariant, Comparison } from '@/lib/experiment/compare';
import { rankText } from '@/lib/experiment/markdown';
import { METRICS, type MetricName } from '@/lib/experiment/metrics';

import { MINUS, NOTHING } from '@/components/chart/format';
import { StrategyMark, StrategyShape } from '@/components/chart/strategy-mark';
import { Button } from '@/components/control/button';

import { metricTitle } from '../metric-words';
import { Whisker, whiskerScale, WHISKER_PX, whiskerX, type WhiskerScale } from './whisker';
import type { VariantLook } from './variant-looks';

interface ResultsTableProps {
  readonly comparison: Comparison;
  readonly looks: readonly VariantLook[];
  readonly metric: MetricName;
  readonly onOpenInLab: (id: string) => void;
}

const BEFORE: readonly MetricName[] = ['p50', 'p95'];
const AFTER: readonly MetricName[] = ['success', 'slo', 'attempts', 'cost'];

/** All variants by the metric that is judged: best mean first, where one way is better. */
export function ResultsTable({ comparison, looks, metric, onOpenInLab }: ResultsTableProps) {
  const { variants, baseline } = comparison;
  const { unit } = METRICS[metric];
  const base = variants.find(({ id }) => id === baseline)!;
  const before = BEFORE.filter((name) => name !== metric);
  const after = AFTER.filter((name) => name !== metric);
  const means = whiskerScale(
    variants.flatMap(({ metrics }) => {
      const { estimate } = metrics[metric];
      return estimate?.low == null || estimate.high === null ? [] : [[estimate.low, estimate.high] as const];
    }),
    false,
  );
  const differences = whiskerScale(
    variants.flatMap(({ metrics }) => {
      const { difference } = metrics[metric];
      return difference === null ? [] : [[difference.low, difference.high] as const];
    }),
    true,
  );
  return (
    <div className="relative overflow-x-auto" tabIndex={0} role="region" aria-label="Results by variant">
      <table className="w-full border-collapse text-right whitespace-nowrap">
        <caption className="sr-only">
          {metricTitle(metric)} and other figures of every variant, means over {comparison.replications} replications
        </caption>
        <thead>
          <tr className="text-t2 align-bottom">
            <Head left>Variant, by {METRICS[metric].label}</Head>
            <Head>Rank</Head>
            {before.map((name) => (
              <Head key={name}>{metricTitle(name)}</Head>
            ))}
            <Head>
              <span className="text-text">{metricTitle(metric)}</span>
            </Head>
            <Head>95 % interval</Head>
            <th aria-hidden className="pr-2 pl-4 font-normal">
              <ScaleTicks scale={means} label={(value) => amount(value, unit)} />
            </th>
            <Head>to {base.title}</Head>
            <th aria-hidden className="pr-2 pl-4 font-normal">
              <ScaleTicks scale={differences} zero label={(value) => `${value < 0 ? MINUS : '+'}${distance(value, unit)}`} />
            </th>
            {after.map((name) => (
              <Head key={name}>{metricTitle(name)}</Head>
            ))}
            <Head>Pairing gain</Head>
            <Head>Traffic</Head>
            <th className="font-normal">
              <span className="sr-only">Lab</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted(comparison, metric).map((v) => {
            const variant = variants[v]!;
            const look = looks[v]!;
            const { estimate, difference, rank, pairingGain } = variant.metrics[metric];
            const marker = <StrategyShape strategy={look.strategy} hollow={look.hollow} />;
            return (
              <tr key={variant.id} className="border-line h-8 border-t">
                <th scope="row" className="bg-bg sticky left-0 z-10 pr-3 text-left font-normal">
                  <span className="flex items-center gap-1.5">
                    <StrategyMark strategy={look.strategy} hollow={look.hollow} size={9} />
                    <span className="font-strong max-w-40 truncate">{variant.title}</span>
                  </span>
                </th>
                <td className="pl-4">{rank === null ? NOTHING : rankText(rank)}</td>
                {before.map((name) => (
                  <Mean key={name} variant={variant} name={name} />
                ))}
                <Mean variant={variant} name={metric} />
                <td className="text-t2 pl-4">
                  {estimate?.low == null || estimate.high === null ? NOTHING : interval(estimate.low, estimate.high, unit)}
                </td>
                <td className="pr-2 pl-4">
                  {means === null || estimate?.low == null || estimate.high === null ? null : (
                    <Whisker
                      {...{ scale: means, mean: estimate.mean, low: estimate.low, high: estimate.high }}
                      colour={look.colour}
                      marker={marker}
                      zero={false}
                    />
                  )}
                </td>
                <td className="pl-4">
                  {variant.id === baseline ? <span className="text-t3">baseline</span> : differenceText(difference, unit)}
                </td>
                <td className="pr-2 pl-4">
                  {differences === null || difference === null ? null : (
                    <Whisker
                      {...{ scale: differences, mean: difference.mean, low: difference.low, high: difference.high }}
                      colour={look.colour}
                      marker={marker}
                      zero
                    />
                  )}
                </td>
                {after.map((name) => (
                  <Mean key={name} variant={variant} name={name} />
                ))}
                <td className="text-t2 pl-4">{gainText(pairingGain)}</td>
                <td className="text-t2 pl-4">{trafficText(comparison, variant)}</td>
                <td className="pl-3">
                  <Button kind="plain" aria-label={`Open ${variant.title} in the lab`} onClick={() => onOpenInLab(variant.id)}>
                    Open in the lab
                  </Button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Head({ children, left = false }: { readonly children: ReactNode; readonly left?: boolean }) {
  return (
    <th
      scope="col"
      className={`pb-1.5 font-normal ${left ? 'bg-bg sticky left-0 z-10 pr-3 text-left' : 'max-w-24 pl-4 whitespace-normal'}`}
    >
      {children}
    </th>
  );
}

/** Bold where the variant is established to be better than every other. */
function Mean({ variant, name }: { readonly variant: ComparedVariant; readonly name: MetricName }) {
  const { estimate, rank } = variant.metrics[name];
  const best = rank !== null && rank.to === 1;
  return (
    <td className={`pl-4 ${best ? 'font-strong text-text' : ''}`} data-best={best ? name : undefined}>
      {estimate === null ? NOTHING : amount(estimate.mean, METRICS[name].unit)}
    </td>
  );
}

interface ScaleTicksProps {
  readonly scale: WhiskerScale | null;
  readonly label: (value: number) => string;
  readonly zero?: boolean;
}

const TICK_INSET_PX = 34;

/** The ends of a column of whiskers, and 0 where it lies clear of both. */
function ScaleTicks({ scale, label, zero = false }: ScaleTicksProps) {
  if (scale === null) return null;
  const { least, most } = scale;
  const at = whiskerX(0, scale);
  const clear = zero && at > TICK_INSET_PX && at < WHISKER_PX - TICK_INSET_PX;
  return (
    <svg width={WHISKER_PX} height={14} className="text-tick block overflow-visible" fill="var(--t3)">
      <text x={0} y={10}>
        {zero && least === 0 ? '0' : label(least)}
      </text>
      {clear ? (
        <text x={at} y={10} textAnchor="middle">
          0
        </text>
      ) : null}
      <text x={WHISKER_PX} y={10} textAnchor="end">
        {zero && most === 0 ? '0' : label(most)}
      </text>
    </svg>
  );
}

/** Places of the variants in the order of their means; in the document's order where neither way is better. */
function sorted({ variants }: Comparison, metric: MetricName): number[] {
  const { better }: { readonly better: 'lower' | 'higher' | null } = METRICS[metric];
  const order = variants.map((_, v) => v);
  if (better === null) return order;
  const worst = better === 'lower' ? Infinity : -Infinity;
  const mean = (v: number): number => variants[v]!.metrics[metric].estimate?.mean ?? worst;
  return order.sort((a, b) => (better === 'lower' ? mean(a) - mean(b) : mean(b) - mean(a)) || a - b);
}

function gainText(gain: number | null): string {
  if (gain === null) return NOTHING;
  return gain === Infinity ? 'all' : `${gain.toFixed(1)}×`;
}

function trafficText({ numbers, baseline }: Comparison, { id, sameTraffic, stopped }: ComparedVariant): string {
  if (stopped !== null) return `${stopped.count} stopped`;
  if (numbers === 'independent') return 'own seeds';
  if (id === baseline) return NOTHING;
  return sameTraffic ? 'the same' : 'differs';
}

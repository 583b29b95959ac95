/**
 * Findings of a comparison in plain words. A sentence names a direction only where the interval leaves no other, calls nothing equal
 * that is merely not told apart, and says of unfinished experiments that they are.
 */
import { grouped, listed, sentenceCase } from '@/lib/scenario/words';

import { amount, apart, distance, interval } from './amount';
import type { ComparedMetric, ComparedVariant, Comparison } from './compare';
import { METRICS, type Metric, type MetricName } from './metrics';

/** The most important sentence: who is best at a metric, by how much, and how sure that is. */
export function headline(comparison: Comparison, name: MetricName): string {
  return `${comparison.provisional ? 'Provisional: ' : ''}${best(comparison, name)}`;
}

/** What is established of one variant against the baseline. */
export function finding(comparison: Comparison, variant: ComparedVariant, name: MetricName): string {
  const judged = variant.metrics[name].verdict.kind;
  const other =
    variant.sameTraffic || comparison.numbers === 'independent' || judged === 'baseline'
      ? ''
      : ' It met other requests than the baseline did, so part of that may be the traffic.';
  return `${comparison.provisional ? 'Provisional: ' : ''}${againstBaseline(comparison, variant, name)}${other}`;
}

function best(comparison: Comparison, name: MetricName): string {
  const { label, unit, better }: Metric = METRICS[name];
  const { variants } = comparison;
  const stopped = variants.find((one) => one.stopped !== null);
  if (stopped !== undefined)
    return `${stopped.title} cannot be judged: a run of it was ended, because ${stopped.stopped!.reason}.`;
  const [only] = variants;
  if (variants.length === 1 && only !== undefined) return own(only, name, comparison);
  const without = variants.filter(({ metrics }) => metrics[name].estimate === null);
  if (without.length > 0) return `${listed(without.map(({ title }) => title))} has no ${label} in some replication.`;
  if (better === null) return `Neither way is better for ${label}; each variant's interval stands by itself.`;
  const ranked = variants.flatMap((one) => {
    const { rank } = one.metrics[name];
    return rank === null ? [] : [{ one, rank }];
  });
  if (ranked.length < variants.length) {
    return `${replicationsOf(comparison)} ${comparison.replications === 1 ? 'is' : 'are'} too few to tell the variants apart.`;
  }
  const first = ranked.filter(({ rank }) => rank.from === 1);
  const word = better === 'lower' ? 'lowest' : 'highest';
  const winner = first.find(({ rank }) => rank.to === 1)?.one;
  if (winner !== undefined) {
    const { difference, estimate } = winner.metrics[name];
    const mean = amount(estimate!.mean, unit);
    if (difference === null) return `${winner.title}, the baseline, has the ${word} ${label}: ${mean} on average.`;
    const side = difference.mean < 0 ? 'below' : 'above';
    return `${winner.title} has the ${word} ${label}: ${mean}, ${distance(difference.mean, unit)} ${side} ${baselineOf(comparison).title} (${percentOf(comparison)} interval ${apart(difference.low, difference.high, unit)}).`;
  }
  if (variants.every(({ metrics }) => ['identical', 'baseline'].includes(metrics[name].verdict.kind))) {
    return `All variants have the very same ${label} in every replication.`;
  }
  if (first.length === variants.length) return `${replicationsOf(comparison)} do not tell the variants apart by ${label}.`;
  const names = first.map(({ one }) => one.title).join(' or ');
  return `${names} has the ${word} ${label}: ${replicationsOf(comparison)} do not tell which.`;
}

function againstBaseline(comparison: Comparison, variant: ComparedVariant, name: MetricName): string {
  const { label, unit, better }: Metric = METRICS[name];
  const base = baselineOf(comparison);
  const { difference, verdict }: ComparedMetric = variant.metrics[name];
  const of = `${sentenceCase(label)} of ${variant.title}`;
  switch (verdict.kind) {
    case 'baseline':
      return own(variant, name, comparison);
    case 'unknown':
      if (variant.stopped !== null) return `${of} is unknown: a run of it was ended, because ${variant.stopped.reason}.`;
      return comparison.replications < 2
        ? `${of} cannot be compared yet: an interval needs two replications.`
        : `${of} cannot be compared: a replication has no such number.`;
    case 'identical':
      return `${of} is the very same as of ${base.title} in each of ${replicationsOf(comparison)}.`;
    case 'undecided':
      return `${of} and of ${base.title} are not told apart by ${replicationsOf(comparison)}: the difference may be ${apart(difference!.low, difference!.high, unit)}.`;
    case 'lower':
    case 'higher': {
      const { mean, low, high } = difference!;
      const baseMean = base.metrics[name].estimate!.mean;
      const relative = unit === 'share' || baseMean === 0 ? '' : ` (${amount(Math.abs(mean / baseMean), 'share')})`;
      const good = better === null ? '' : better === verdict.kind ? ', which is better' : ', which is worse';
      return `${of} is ${distance(mean, unit)}${relative} ${verdict.kind} than of ${base.title}${good}; the ${percentOf(comparison)} interval is ${apart(low, high, unit)}.`;
    }
  }
}

function own({ title, metrics }: ComparedVariant, name: MetricName, comparison: Comparison): string {
  const { label, unit } = METRICS[name];
  const { estimate } = metrics[name];
  if (estimate === null) return `${title} has no ${label} in some replication.`;
  const mean = `${sentenceCase(label)} of ${title} is ${amount(estimate.mean, unit)}`;
  if (estimate.low === null || estimate.high === null) return `${mean} in one replication, which cannot say how far off that is.`;
  const found = interval(estimate.low, estimate.high, unit);
  return `${mean} on average over ${replicationsOf(comparison)} (${percentOf(comparison)} interval ${found}).`;
}

function baselineOf({ variants, baseline }: Comparison): ComparedVariant {
  return variants.find(({ id }) => id === baseline)!;
}

function percentOf({ confidence }: Comparison): string {
  return `${Number((100 * confidence).toFixed(2))} %`;
}

function replicationsOf({ replications }: Comparison): string {
  return `${grouped(replications)} ${replications === 1 ? 'replication' : 'replications'}`;
}

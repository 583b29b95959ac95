/**
 * Compare: variants of one scenario on identical traffic, with as many replications as are asked for or as a wanted precision takes.
 * Every interval of a difference is wide enough that all of them hold together, for all variants and, where the experiment may stop
 * early, for all looks. A rank is only what Holm's rule over all pairs establishes; the rest are ties.
 */
import { Sketch } from '@/lib/base/sketch';

import { holm, looksAt, shared } from './corrections';
import { independentDifference, pairedDifference, pairingGain, type Difference } from './difference';
import { distributionOf, type DistributionPoint } from './distribution';
import { estimate, TAIL, type Estimate } from './estimate';
import { Grid } from './grid';
import { METRIC_NAMES, METRICS, type Metric, type MetricName } from './metrics';
import { OnGrid } from './on-grid';
import { CurveSums, type OverTime } from './over-time';
import { ranksOf, type Rank } from './ranks';
import type { RunResult } from './replication';
import type { ExperimentOf, Variant } from './schema';
import { PURPOSE, replicationSeed } from './seeds';
import { variantScenarios } from './variants';
import { verdictOf, type Verdict } from './verdict';

export interface ComparedMetric {
  /** null where some replication has no such number. The interval is of this mean alone. */
  readonly estimate: Estimate | null;
  /** To the baseline; null for the baseline itself, and where either has no estimate. */
  readonly difference: Difference | null;
  readonly verdict: Verdict;
  /** Width of the difference's interval were the runs not paired, over its width as they are; null where that says nothing. */
  readonly pairingGain: number | null;
  /** null where neither way is better, or not all variants have the number. */
  readonly rank: Rank | null;
}

export interface ComparedVariant {
  readonly id: string;
  readonly title: string;
  readonly metrics: Readonly<Record<MetricName, ComparedMetric>>;
  /** By replication, in order: what all of this was made from. */
  readonly values: Readonly<Record<MetricName, readonly (number | null)[]>>;
  /** Met the baseline's very requests in every replication. */
  readonly sameTraffic: boolean;
  /** Replications whose run was ended before its time, with the first one's reason. */
  readonly stopped: { readonly count: number; readonly reason: string } | null;
  readonly distribution: readonly DistributionPoint[];
  readonly overTime: OverTime | null;
}

export interface Comparison {
  readonly kind: 'compare';
  readonly title: string;
  readonly baseline: string;
  readonly replications: number;
  /** Of the intervals of differences, all of them together. */
  readonly confidence: number;
  readonly numbers: 'common' | 'independent';
  /** More replications are to come: no sentence that is made of this is final. */
  readonly provisional: boolean;
  /** Why no more were run. */
  readonly ended: 'all were run' | 'the wanted precision was reached' | null;
  readonly variants: readonly ComparedVariant[];
}

interface Collected {
  readonly variant: Variant;
  readonly values: Record<MetricName, (number | null)[]>;
  readonly latencies: Sketch;
  readonly curves: CurveSums;
  sameTraffic: boolean;
  stopped: { count: number; reason: string } | null;
}

export class CompareRun extends OnGrid {
  readonly experiment: ExperimentOf<'compare'>;
  protected readonly grid: Grid;
  private readonly baseline: number;
  private readonly collected: readonly Collected[];
  private readonly looks: ReadonlySet<number>;
  private precise = false;

  constructor(experiment: ExperimentOf<'compare'>) {
    super();
    const { plan, seed } = experiment;
    this.experiment = experiment;
    this.baseline = Math.max(
      0,
      plan.variants.findIndex(({ id }) => id === plan.baseline),
    );
    this.looks = new Set(plan.precision === null ? [] : looksAt(plan.replications, plan.batch));
    this.collected = plan.variants.map((variant) => ({
      variant,
      values: Object.fromEntries(METRIC_NAMES.map((name) => [name, []])) as unknown as Collected['values'],
      latencies: new Sketch(),
      curves: new CurveSums(),
      sameTraffic: true,
      stopped: null,
    }));
    const scenarios = variantScenarios(experiment.scenario, plan.variants);
    this.grid = new Grid({
      points: scenarios.length,
      scenarioOf: (point) => scenarios[point]!,
      replications: plan.replications,
      keep: 'all',
      seedOf: (point, replication) =>
        replicationSeed(seed, replication, PURPOSE.replication, plan.numbers === 'common' ? 0 : point),
      merged: (_replication, results) => this.merge(results),
    });
  }

  /** Of the replications merged so far; O(variants^2 x metrics x replications). */
  report(): Comparison {
    const { plan, title, scenario } = this.experiment;
    const ranks = Object.fromEntries(METRIC_NAMES.map((name) => [name, this.ranks(name)])) as Record<
      MetricName,
      readonly Rank[] | null
    >;
    return {
      kind: 'compare',
      title: title || scenario.title,
      baseline: plan.variants[this.baseline]!.id,
      replications: this.grid.count,
      confidence: 1 - TAIL,
      numbers: plan.numbers,
      provisional: !this.finished,
      ended: !this.finished ? null : this.precise ? 'the wanted precision was reached' : 'all were run',
      variants: this.collected.map((one, v) => ({
        id: one.variant.id,
        title: one.variant.title || one.variant.id,
        metrics: Object.fromEntries(
          METRIC_NAMES.map((name) => [name, this.comparedMetric(name, v, ranks[name]?.[v] ?? null)]),
        ) as Record<MetricName, ComparedMetric>,
        values: one.values,
        sameTraffic: one.sameTraffic,
        stopped: one.stopped,
        distribution: distributionOf(one.latencies),
        overTime: one.curves.overTime(),
      })),
    };
  }

  private comparedMetric(name: MetricName, v: number, rank: Rank | null): ComparedMetric {
    const values = this.known(v, name);
    const base = this.known(this.baseline, name);
    const difference = v === this.baseline ? null : this.difference(values, base, this.familyTail);
    const found = values === null ? null : estimate(values, this.lookTail);
    const paired = this.experiment.plan.numbers === 'common' && difference !== null && values !== null && base !== null;
    return {
      estimate: found,
      difference,
      verdict: v === this.baseline ? { kind: 'baseline' } : verdictOf(difference),
      pairingGain: paired ? pairingGain(values, base) : null,
      rank,
    };
  }

  /** Spent on one look. */
  private get lookTail(): number {
    return shared(TAIL, this.looks.size);
  }
  /** Spent on one look and one variant. */
  private get familyTail(): number {
    return shared(this.lookTail, this.collected.length - 1);
  }

  private difference(a: readonly number[] | null, b: readonly number[] | null, tail: number): Difference | null {
    if (a === null || b === null) return null;
    return this.experiment.plan.numbers === 'common' ? pairedDifference(a, b, tail) : independentDifference(a, b, tail);
  }

  /** A metric's values where every replication has one. */
  private known(v: number, name: MetricName): readonly number[] | null {
    const values = this.collected[v]!.values[name];
    return values.length === 0 || values.includes(null) ? null : (values as number[]);
  }

  private ranks(name: MetricName): readonly Rank[] | null {
    const { better }: Metric = METRICS[name];
    const known = this.collected.map((_, v) => this.known(v, name));
    if (better === null || known.length < 2 || known.includes(null)) return null;
    const pairs = known.flatMap((a, i) =>
      known.slice(0, i).map((b, j) => ({ a: i, b: j, difference: this.difference(a, b, this.lookTail) })),
    );
    if (pairs.some(({ difference }) => difference === null)) return null;
    const chances = holm(pairs.map(({ difference }) => difference!.chance));
    return ranksOf(
      known.length,
      pairs.flatMap(({ a, b, difference }, i) => {
        // What the interval to the baseline does not establish, no rank may say.
        const other = a === this.baseline ? b : b === this.baseline ? a : null;
        const against = other === null ? null : this.difference(known[other]!, known[this.baseline]!, this.familyTail);
        if (chances[i]! > this.lookTail || (against !== null && against.low <= 0 && against.high >= 0)) return [];
        const aIsBetter = difference!.mean < 0 === (better === 'lower');
        return [aIsBetter ? { better: a, worse: b } : { better: b, worse: a }];
      }),
    );
  }

  private merge(results: readonly RunResult[]): boolean {
    const base = results[this.baseline]!;
    results.forEach((result, v) => {
      const one = this.collected[v]!;
      for (const name of METRIC_NAMES) one.values[name].push(result.kind === 'measured' ? result.values[name] : null);
      if (result.kind === 'stopped') {
        one.stopped = { count: (one.stopped?.count ?? 0) + 1, reason: one.stopped?.reason ?? result.reason };
        return;
      }
      if (base.kind === 'measured' && base.trafficHash !== result.trafficHash) one.sameTraffic = false;
      if (result.latencies !== null) {
        const latencies = new Sketch();
        latencies.restore(result.latencies);
        one.latencies.merge(latencies);
      }
      if (result.curves !== null) one.curves.add(result.curves);
    });
    this.precise = this.isPrecise(this.grid.count + 1);
    return this.precise;
  }

  private isPrecise(replications: number): boolean {
    const { precision } = this.experiment.plan;
    if (precision === null || !this.looks.has(replications)) return false;
    const base = this.known(this.baseline, precision.metric);
    const scale = base === null ? null : estimate(base)!.mean;
    if (scale === null || base === null) return false;
    const widest = this.collected.map((_, v) => {
      const values = this.known(v, precision.metric);
      if (values === null) return Infinity;
      // Where there is nothing to differ from, the mean itself is meant.
      if (precision.of === 'mean' || this.collected.length === 1) {
        const found = estimate(values, this.lookTail)!;
        return (found.high! - found.low!) / 2;
      }
      if (v === this.baseline) return 0;
      const found = this.difference(values, base, this.familyTail)!;
      return (found.high - found.low) / 2;
    });
    return widest.every((half) => half <= precision.fraction * Math.abs(scale));
  }
}

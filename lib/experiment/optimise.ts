/**
 * Optimise: a search over settings by iterated racing. Each race draws candidates, the first uniformly over the ranges, later ones around
 * the best so far with a spread that shrinks; all of a race's candidates meet the same requests, replication by replication, and those that
 * a paired t test shows to be worse than the leader leave. The winner is run against the scenario as it stands on seeds that the search has
 * never seen, and only that run is evidence: the best of many looks better than it is.
 * Sources: Birattari, Stützle, Paquete & Varrentrapp, GECCO 2002 (F-Race); López-Ibáñez, Dubois-Lacoste, Pérez Cáceres, Birattari & Stützle,
 * Operations Research Perspectives 3, 2016 (irace); common random numbers: Law, Simulation Modeling and Analysis, 5th ed. 2015, chapter 11.
 */
import type { Scenario } from '@/lib/scenario/schema';

import type { Conducted, Run } from './conduct';
import { pairedDifference, type Difference } from './difference';
import { estimate, TAIL, type Estimate } from './estimate';
import { METRIC_NAMES, METRICS, type MetricName } from './metrics';
import { paretoFront } from './pareto';
import { patched, type Setting } from './patch';
import type { RunResult, Values } from './replication';
import type { Constraint, ExperimentOf } from './schema';
import { SearchSpace, type Place } from './search-space';
import { PURPOSE, replicationSeed } from './seeds';
import { verdictOf, type Verdict } from './verdict';

/** Replications after which a race first drops candidates, and most of a race. */
const FIRST_TEST = 5;
const MOST_REPLICATIONS = 15;
/** Of a single test while racing. Wrong drops cost a candidate, not a claim, so it is not corrected. */
const RACE_TAIL = 0.05;
const ELITES = 4;
/** A race ends when so few are left. */
const SURVIVORS = 3;

export interface Candidate {
  readonly settings: readonly Setting[];
  readonly replications: number;
  readonly means: Readonly<Record<MetricName, number | null>>;
  /** Keeps every constraint on average. */
  readonly feasible: boolean;
  readonly onFront: boolean;
}

export type Stage = 'searching' | 'validating' | 'validated';

export interface Validation {
  readonly replications: number;
  readonly winner: Estimate | null;
  readonly current: Estimate | null;
  /** Of the objective: the winner's minus that of the scenario as it stands. */
  readonly difference: Difference | null;
  readonly verdict: Verdict;
  readonly constraints: readonly {
    readonly constraint: Constraint;
    readonly estimate: Estimate | null;
    readonly kept: 'kept' | 'broken' | 'undecided';
  }[];
  readonly values: {
    readonly winner: Readonly<Record<MetricName, readonly (number | null)[]>>;
    readonly current: Readonly<Record<MetricName, readonly (number | null)[]>>;
  };
}

export interface Optimisation {
  readonly kind: 'optimise';
  readonly title: string;
  readonly objective: MetricName;
  readonly second: MetricName | null;
  readonly stage: Stage;
  readonly runsUsed: number;
  readonly budget: number;
  readonly races: number;
  /** All candidates that were tried, the scenario as it stands first. */
  readonly candidates: readonly Candidate[];
  /** Index of the best feasible one; null where none keeps the constraints. Provisional until the stage is `validated`. */
  readonly best: number | null;
  readonly validation: Validation | null;
}

interface Entrant {
  readonly place: Place;
  readonly settings: readonly Setting[];
  readonly scenario: Scenario;
  /** By replication, from 0 without a gap. */
  readonly values: (Values | null)[];
}

export class OptimiseRun implements Conducted {
  readonly experiment: ExperimentOf<'optimise'>;
  done = 0;
  private stage: Stage = 'searching';
  private readonly entrants: Entrant[] = [];
  /** Those in the race that is on, as indices of entrants. */
  private racing: number[] = [];
  private races = 0;
  /** Replications that the race has finished, and what of the next one is given and has come back. */
  private round = 0;
  private given = 0;
  private back = 0;
  private readonly came = new Map<number, Values | null>();
  private winner: number | null = null;
  private readonly validated: { winner: (Values | null)[]; current: (Values | null)[] } = { winner: [], current: [] };
  private readonly space: SearchSpace;

  constructor(experiment: ExperimentOf<'optimise'>) {
    this.experiment = experiment;
    const { plan, scenario, seed } = experiment;
    this.space = new SearchSpace(plan.space, scenario, seed);
    this.entrants.push({ place: this.space.placeOf(scenario), settings: [], scenario, values: [] });
    this.startRace();
  }

  get finished(): boolean {
    return this.stage === 'validated';
  }
  get total(): number {
    const { budget, validation } = this.experiment.plan;
    return this.finished ? this.done : budget + 2 * validation;
  }

  next(): Run | null {
    if (this.stage === 'searching') return this.nextOfRace();
    if (this.stage === 'validated') return null;
    const { validation } = this.experiment.plan;
    if (this.given >= 2 * validation) return null;
    const point = this.given % 2;
    const replication = Math.floor(this.given / 2);
    this.given++;
    const scenario = point === 0 ? this.entrants[this.winner!]!.scenario : this.experiment.scenario;
    const seed = replicationSeed(this.experiment.seed, replication, PURPOSE.validation);
    return { point, replication, task: { scenario, seed, keep: 'numbers' } };
  }

  take({ point, replication }: Run, result: RunResult): void {
    this.done++;
    const values = result.kind === 'measured' ? result.values : null;
    if (this.stage === 'validating') {
      (point === 0 ? this.validated.winner : this.validated.current)[replication] = values;
      this.back++;
      if (this.back === 2 * this.experiment.plan.validation) this.stage = 'validated';
      return;
    }
    this.came.set(point, values);
    this.back++;
    if (this.back === this.given && this.given === this.pending().length) this.endRound();
  }

  report(): Optimisation {
    const { plan, title, scenario } = this.experiment;
    const tried = this.entrants.map((_, i) => i).filter((i) => this.entrants[i]!.values.length > 0);
    const candidates = tried
      .map((i) => this.entrants[i]!)
      .map(({ settings, values }) => {
        const means = meansOf(values);
        return { settings, replications: values.length, means, feasible: this.isFeasible(means) };
      });
    const front = new Set(
      plan.second === null
        ? []
        : paretoFront(
            candidates.map(({ means, feasible }) =>
              feasible ? [this.cost(means, plan.objective), this.cost(means, plan.second!)] : null,
            ),
          ),
    );
    const best = this.best();
    const bestOfTried = best === null ? -1 : tried.indexOf(best);
    return {
      kind: 'optimise',
      title: title || scenario.title,
      objective: plan.objective,
      second: plan.second,
      stage: this.stage,
      runsUsed: this.done,
      budget: plan.budget,
      races: this.races,
      candidates: candidates.map((one, i) => ({ ...one, onFront: front.has(i) })),
      best: bestOfTried === -1 ? null : bestOfTried,
      validation: this.stage === 'validated' && this.winner !== null ? this.validation() : null,
    };
  }

  private nextOfRace(): Run | null {
    const pending = this.pending();
    if (this.given >= pending.length) return null;
    const point = pending[this.given]!;
    this.given++;
    const seed = replicationSeed(this.experiment.seed, this.round);
    return { point, replication: this.round, task: { scenario: this.entrants[point]!.scenario, seed, keep: 'numbers' } };
  }

  /** Who in the race has not run the replication that is on. Survivors of earlier races have. */
  private pending(): number[] {
    return this.racing.filter((i) => this.entrants[i]!.values.length <= this.round);
  }

  private endRound(): void {
    for (const i of this.pending()) this.entrants[i]!.values.push(this.came.get(i) ?? null);
    this.nextRound();
  }

  private nextRound(): void {
    for (;;) {
      this.came.clear();
      this.given = 0;
      this.back = 0;
      this.round++;
      if (this.round >= FIRST_TEST) this.drop();
      const over = this.round >= MOST_REPLICATIONS || (this.round >= FIRST_TEST && this.racing.length <= SURVIVORS);
      if (over) {
        if (!this.startRace()) return this.startValidation();
        if (this.pending().length > 0) return;
        continue;
      }
      if (this.done + this.pending().length > this.experiment.plan.budget) return this.startValidation();
      if (this.pending().length > 0) return;
    }
  }

  /** Everyone whom a paired test shows to be worse than the leader, or who cannot be measured. */
  private drop(): void {
    const leader = this.leaderOf(this.racing);
    if (leader === null) return;
    this.racing = this.racing.filter((i) => i === leader || !this.isWorse(i, leader));
  }

  /** Elites and new candidates around them; false where the budget has no room for another race. */
  private startRace(): boolean {
    const { plan, scenario } = this.experiment;
    const left = plan.budget - this.done;
    const elites = this.ranked(this.entrants.map((_, i) => i).filter((i) => this.entrants[i]!.values.length > 0)).slice(
      0,
      ELITES,
    );
    // So many that a race of the fewest replications fits, and that a budget lasts for several races.
    const room = Math.min(Math.floor(left / FIRST_TEST), Math.max(8, Math.floor(plan.budget / (6 * FIRST_TEST))));
    if (room < 2) return false;
    const made: number[] = [];
    for (let tries = 0; made.length < room - (this.races === 0 ? 1 : 0) && tries < 10 * room; tries++) {
      const parent = elites[made.length % Math.max(1, elites.length)];
      const place =
        parent === undefined || this.races === 0
          ? this.space.anywhere()
          : this.space.around(this.entrants[parent]!.place, this.races);
      const settings = this.space.settingsOf(place);
      const candidate = patched(scenario, settings);
      // Settings that do not go together are no candidate; another is drawn.
      if (candidate.ok) made.push(this.entrants.push({ place, settings, scenario: candidate.value, values: [] }) - 1);
    }
    if (made.length === 0) return false;
    this.racing = [...(this.races === 0 ? [0] : elites), ...made];
    this.races++;
    this.round = 0;
    this.given = 0;
    this.back = 0;
    return true;
  }

  private startValidation(): void {
    this.racing = [];
    this.given = 0;
    this.back = 0;
    this.winner = this.best();
    this.stage = this.winner === null ? 'validated' : 'validating';
  }

  /** The best of those that have been tested at least once. */
  private best(): number | null {
    const tested = this.entrants
      .map((_, i) => i)
      .filter((i) => this.entrants[i]!.values.length >= Math.min(FIRST_TEST, this.mostTested()));
    const [first] = this.ranked(tested);
    return first !== undefined && this.isFeasible(meansOf(this.entrants[first]!.values)) ? first : null;
  }

  private mostTested(): number {
    return this.entrants.reduce((most, { values }) => Math.max(most, values.length), 0);
  }

  /** Feasible ones first, by the objective; the others by how far they break constraints; ties to the earlier. */
  private ranked(list: readonly number[]): number[] {
    const rated = list.map((i) => {
      const means = meansOf(this.entrants[i]!.values);
      return { i, broken: this.brokenBy(means), cost: this.cost(means, this.experiment.plan.objective) };
    });
    return rated.sort((a, b) => a.broken - b.broken || a.cost - b.cost || a.i - b.i).map(({ i }) => i);
  }

  private leaderOf(list: readonly number[]): number | null {
    return this.ranked(list)[0] ?? null;
  }

  private isWorse(i: number, leader: number): boolean {
    const { objective } = this.experiment.plan;
    const [mine, best] = [this.entrants[i]!.values, this.entrants[leader]!.values];
    const count = Math.min(mine.length, best.length);
    const [a, b] = [column(mine.slice(0, count), objective), column(best.slice(0, count), objective)];
    if (a === null) return true;
    if (b === null) return false;
    const [broken, least] = [this.brokenBy(meansOf(mine)), this.brokenBy(meansOf(best))];
    if (broken > least && least === 0) return this.isClearlyBroken(mine);
    if (broken !== least) return false;
    const difference = pairedDifference(a, b, RACE_TAIL);
    if (difference === null) return false;
    return METRICS[objective].better === 'higher' ? difference.high < 0 : difference.low > 0;
  }

  /** Some constraint's whole interval lies beyond its bound. */
  private isClearlyBroken(values: readonly (Values | null)[]): boolean {
    return this.experiment.plan.constraints.some((constraint) => keptBy(values, constraint, RACE_TAIL).kept === 'broken');
  }

  private isFeasible(means: Candidate['means']): boolean {
    return this.brokenBy(means) === 0;
  }

  /** How far the means lie beyond the constraints, each in parts of its bound; Infinity where a number is missing. */
  private brokenBy(means: Candidate['means']): number {
    return this.experiment.plan.constraints.reduce((sum, { metric, bound, value }) => {
      const mean = means[metric];
      if (mean === null) return Infinity;
      const beyond = bound === 'at-most' ? mean - value : value - mean;
      return sum + Math.max(0, beyond) / (Math.abs(value) || 1);
    }, 0);
  }

  /** Lower is better. */
  private cost(means: Candidate['means'], name: MetricName): number {
    const mean = means[name];
    if (mean === null) return Infinity;
    return METRICS[name].better === 'higher' ? -mean : mean;
  }

  private validation(): Validation {
    const { objective, constraints } = this.experiment.plan;
    const { winner, current } = this.validated;
    const [a, b] = [column(winner, objective), column(current, objective)];
    const difference = a === null || b === null ? null : pairedDifference(a, b);
    return {
      replications: winner.length,
      winner: a === null ? null : estimate(a),
      current: b === null ? null : estimate(b),
      difference,
      verdict: verdictOf(difference),
      constraints: constraints.map((constraint) => ({ constraint, ...keptBy(winner, constraint, TAIL / constraints.length) })),
      values: { winner: columns(winner), current: columns(current) },
    };
  }
}

function keptBy(
  values: readonly (Values | null)[],
  { metric, bound, value }: Constraint,
  tail: number,
): { readonly estimate: Estimate | null; readonly kept: 'kept' | 'broken' | 'undecided' } {
  const list = column(values, metric);
  const found = list === null ? null : estimate(list, tail);
  if (found?.low == null || found.high === null) return { estimate: found, kept: 'undecided' };
  const { low, high } = found;
  const [inside, outside] = bound === 'at-most' ? [high <= value, low > value] : [low >= value, high < value];
  return { estimate: found, kept: inside ? 'kept' : outside ? 'broken' : 'undecided' };
}

function column(values: readonly (Values | null)[], metric: MetricName): number[] | null {
  const list = values.map((one) => one?.[metric] ?? null);
  return list.length === 0 || list.includes(null) ? null : (list as number[]);
}

function columns(values: readonly (Values | null)[]): Readonly<Record<MetricName, readonly (number | null)[]>> {
  return Object.fromEntries(METRIC_NAMES.map((name) => [name, values.map((one) => one?.[name] ?? null)])) as Record<
    MetricName,
    (number | null)[]
  >;
}

function meansOf(values: readonly (Values | null)[]): Candidate['means'] {
  return Object.fromEntries(
    METRIC_NAMES.map((name) => {
      const list = column(values, name);
      return [name, list === null ? null : list.reduce((sum, value) => sum + value, 0) / list.length];
    }),
  ) as Record<MetricName, number | null>;
}

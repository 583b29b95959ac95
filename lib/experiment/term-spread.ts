/**
 * What each term of the router's score does for this traffic, read off the receipts of decisions spread over a run. A term that is equal
 * on all candidates of a decision cannot change it, whatever its weight; a term's part in telling candidates apart is its effective weight.
 */
import { NO_TRACES, type Traces } from '@/lib/scenario/trace-supply';
import type { Scenario } from '@/lib/scenario/schema';
import { Simulation } from '@/lib/sim/simulate';

import { momentsOf } from './estimate';

export interface TermSpread {
  readonly policy: string;
  /** null for a policy without one. */
  readonly weight: number | null;
  /** Looked-at decisions in which its contribution differed between candidates, 0 to 1. */
  readonly differsIn: number;
  /** Its share of all spread of contributions, 0 to 1: the standard deviations over candidates, averaged over decisions; null where no term has any. */
  readonly effectiveWeight: number | null;
}

export interface TermSpreads {
  readonly strategy: string;
  readonly decisions: number;
  /** In the order of the scenario's policies. */
  readonly terms: readonly TermSpread[];
  /** `correlations[i][j]` of the contributions of terms i and j over candidates, averaged over decisions in which both differ; null where in none. */
  readonly correlations: readonly (readonly (number | null)[])[];
}

/** Looks at up to `most` decisions, evenly spread over the run's first. Runs the scenario once, as far as it needs. */
export function termSpreads(scenario: Scenario, most = 200, traces: Traces = NO_TRACES): TermSpreads {
  const total = decisionsOf(scenario, traces);
  const count = Math.min(most, total);
  const simulation = new Simulation(scenario, traces);
  const sums = new Spread(scenario.router.policies.length);
  let strategy: string = scenario.router.strategy.id;
  let weights: (number | null)[] = scenario.router.policies.map(({ weight }) => weight);
  for (let n = 0; n < count; n++) {
    const index = Math.floor((n * total) / count);
    simulation.explainAt = index;
    // An event makes at most one decision, so so many events cannot pass it.
    while (simulation.decisions <= index) simulation.runUntil(scenario.durationMs, Math.max(1, index - simulation.decisions));
    const receipt = simulation.explained?.receipt;
    if (receipt === undefined) continue;
    if (n === 0) strategy = receipt.strategy;
    const inPool = receipt.candidates.filter(({ standing }) => standing === 'in-pool' || standing === 'outside-window');
    const [first] = inPool;
    if (first === undefined || inPool.length < 2) continue;
    weights = first.terms.map(({ weight }) => weight);
    sums.add(inPool.map(({ terms }) => terms.map(({ contribution }) => contribution)));
  }
  return {
    strategy,
    decisions: sums.decisions,
    ...sums.found(
      scenario.router.policies.map(({ kind }) => kind),
      weights,
    ),
  };
}

function decisionsOf(scenario: Scenario, traces: Traces): number {
  const simulation = new Simulation(scenario, traces);
  simulation.runUntil(scenario.durationMs);
  return simulation.decisions;
}

class Spread {
  decisions = 0;
  private readonly differs: number[];
  private readonly deviations: number[];
  private readonly products: number[][];
  private readonly pairs: number[][];

  constructor(terms: number) {
    this.differs = Array.from({ length: terms }, () => 0);
    this.deviations = Array.from({ length: terms }, () => 0);
    this.products = Array.from({ length: terms }, () => Array.from({ length: terms }, () => 0));
    this.pairs = Array.from({ length: terms }, () => Array.from({ length: terms }, () => 0));
  }

  /** Contributions by candidate and term. */
  add(rows: readonly (readonly number[])[]): void {
    this.decisions++;
    const columns = this.differs.map((_, t) => rows.map((row) => row[t]!));
    const moments = columns.map((column) => momentsOf(column)!);
    const sds = moments.map(({ variance }) => Math.sqrt(variance));
    columns.forEach((column, t) => {
      if (column.some((value) => value !== column[0])) this.differs[t]!++;
      this.deviations[t]! += sds[t]!;
      for (let u = 0; u <= t; u++) {
        if (sds[t]! === 0 || sds[u]! === 0) continue;
        let sum = 0;
        column.forEach((value, i) => (sum += (value - moments[t]!.mean) * (columns[u]![i]! - moments[u]!.mean)));
        this.products[t]![u]! += sum / (column.length - 1) / (sds[t]! * sds[u]!);
        this.pairs[t]![u]!++;
      }
    });
  }

  found(policies: readonly string[], weights: readonly (number | null)[]): Pick<TermSpreads, 'terms' | 'correlations'> {
    const whole = this.deviations.reduce((sum, sd) => sum + sd, 0);
    const at = (list: readonly (readonly number[])[], t: number, u: number): number => list[Math.max(t, u)]![Math.min(t, u)]!;
    return {
      terms: policies.map((policy, t) => ({
        policy,
        weight: weights[t] ?? null,
        differsIn: this.decisions === 0 ? 0 : this.differs[t]! / this.decisions,
        effectiveWeight: whole === 0 ? null : this.deviations[t]! / whole,
      })),
      correlations: policies.map((_, t) =>
        policies.map((__, u) => {
          const pairs = at(this.pairs, t, u);
          return pairs === 0 ? null : Math.max(-1, Math.min(1, at(this.products, t, u) / pairs));
        }),
      ),
    };
  }
}

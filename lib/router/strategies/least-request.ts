/**
 * Envoy's least request. With equal weights a few uniform draws, with replacement, of which the one with the fewest attempts in flight
 * wins, the first drawn among equals; or, with `full-scan`, the fewest of all (Envoy draws among equals there, here the first
 * registered wins). With other weights by turns, each paid for with (in flight + 1) ^ bias over the weight as it is when the turn is taken:
 * a busy node comes less often and never quite drains, which is not the fewest of several, and `choices` and `selection` do
 * nothing. With equal weights the bias does nothing. Both are Envoy's, too. Weights are compared over all nodes that the class accepts.
 * O(choices), or O(log n). Source: Envoy, `least_request_lb.cc` and `edf_scheduler.h`, with its defaults.
 */
import { pow } from '@/lib/base/math-pow';
import { leastConnections } from './least-connections';
import { powerOfTwo } from './power-of-two';
import type { Strategy } from './strategy';
import { explainTurn, Turns } from './turns';

export interface LeastRequestSettings {
  readonly id: 'least-request';
  /** Draws to a pick. */
  readonly choices: number;
  readonly selection: 'choices' | 'full-scan';
  /** At least 0; 0 is turns by weight alone. */
  readonly activeRequestBias: number;
}

/** What a turn costs with so many attempts in flight; exact for a bias of 0 or 1, and 1 is usual and need not wait for `pow`. */
export function turnCost(inFlight: number, bias: number): number {
  return bias === 1 ? inFlight + 1 : pow(inFlight + 1, bias);
}

export function leastRequest({ choices, selection, activeRequestBias: bias }: LeastRequestSettings): Strategy {
  const turns = new Turns();
  const ofEqual = selection === 'choices' ? powerOfTwo({ id: 'power-of-two', choices, replacement: true }) : leastConnections;
  return {
    pick(key, pool, chance, trace) {
      if (pool.sameWeights) return ofEqual.pick(key, pool, chance, trace);
      const picked = turns.next(pool);
      if (picked !== -1 && trace.on) {
        explainTurn(picked, turns, pool, trace);
        const inFlight = pool.inFlightOf(picked);
        const cost = turnCost(inFlight, bias) / pool.catalog.weightOf[picked]!;
        trace.step('in flight', `${inFlight}, so the next turn is due ${cost.toFixed(3)} later`);
      }
      return picked;
    },
    picked(deployment, _key, pool) {
      if (!pool.sameWeights) turns.take(deployment, turnCost(pool.inFlightOf(deployment), bias), pool);
    },
    heard() {},
    save: () => turns.save(),
    restore(state) {
      turns.restore(state);
    },
  };
}

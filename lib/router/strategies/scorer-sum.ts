/**
 * Several scorers judge every node from 0 to 1, and the weighted sum decides: the highest (ties by registration; the original draws among
 * them), or a draw by the sums. The weights are not divided by anything: only their ratios matter. The draw is by cumulative sums with one
 * number; the original gives each node a key U^(1 / score) and takes the highest, which picks with the same probabilities. Where all sums
 * are 0 it draws evenly. Linear in the window.
 * Source: the Gateway API's endpoint picker, now in the llm-d router, with its default scorers and weights.
 */
import type { DeploymentIndex } from '@/lib/fleet/ids';
import type { Signal } from '@/lib/fleet/snapshot';
import type { Pool } from '../pool';
import type { Trace } from '../trace';
import { SessionMemory } from './scorers/session-memory';
import { scorers, type ScorerKind } from './scorers/table';
import { drawPlace } from './share-draw';
import type { Strategy } from './strategy';

export interface ScorerSumSettings {
  readonly id: 'scorer-sum';
  /** At least one, each kind at most once. Weights are at least 0. */
  readonly scorers: readonly { readonly kind: ScorerKind; readonly weight: number }[];
  readonly picker: 'max-score' | 'weighted-random';
  /** How long a session's node is remembered after its last request. */
  readonly sessionTtlMs: number;
}

/** A scorer without a weight has no say, and needs nothing. */
export function scorerSumNeeds(settings: ScorerSumSettings): readonly Signal[] {
  return settings.scorers.filter(({ weight }) => weight > 0).flatMap(({ kind }) => scorers[kind].needs);
}

export function scorerSum(settings: ScorerSumSettings): Strategy {
  const terms = settings.scorers.map(({ kind, weight }) => ({ kind, weight, scorer: scorers[kind] }));
  const memory = terms.some(({ kind }) => kind === 'session') ? new SessionMemory(settings.sessionTtlMs) : null;
  let totals = new Float64Array(64);
  let scores = new Float64Array(64);
  const add = (pool: Pool, kept: DeploymentIndex): void => {
    if (totals.length < pool.size) {
      totals = new Float64Array(2 * pool.size);
      scores = new Float64Array(2 * pool.size);
    }
    totals.fill(0, 0, pool.size);
    for (const { weight, scorer } of terms) {
      scorer.score(pool, kept, scores);
      for (let place = 0; place < pool.size; place++) totals[place]! += weight * Math.min(Math.max(scores[place]!, 0), 1);
    }
  };
  const highest = (pool: Pool, but: number): number => {
    let found = -1;
    for (let place = 0; place < pool.size; place++) {
      if (place !== but && (found === -1 || totals[place]! > totals[found]!)) found = place;
    }
    return found;
  };
  const account = (pool: Pool, place: number, kept: DeploymentIndex): string => {
    const parts = terms.map(({ kind, weight, scorer }) => {
      scorer.score(pool, kept, scores);
      return `${kind} ${scores[place]!.toFixed(3)} × ${weight} (${scorer.raw(pool, place, kept)})`;
    });
    return `${pool.nodeId(place)}: ${parts.join(' + ')} = ${totals[place]!.toFixed(3)}`;
  };
  const explain = (picked: number, pool: Pool, kept: DeploymentIndex, trace: Trace): void => {
    const rival = highest(pool, picked);
    trace.step('picked', account(pool, picked, kept));
    if (rival !== -1) trace.step('runner-up', account(pool, rival, kept));
    const node = pool.nodeId(picked);
    const total = totals[picked]!;
    if (settings.picker === 'weighted-random') {
      let sum = 0;
      for (let place = 0; place < pool.size; place++) sum += totals[place]!;
      const share = (sum > 0 ? (100 * total) / sum : 100 / pool.size).toFixed(1);
      trace.step('chance', `${share} % for ${node}`);
      return trace.say(`The draw fell on ${node}, which holds ${share} % of the scores of ${pool.phrase()}.`);
    }
    if (rival === -1) return trace.say(`${node} is the only one of ${pool.phrase()}, with a score of ${total.toFixed(3)}.`);
    const next = `${pool.nodeId(rival)} with ${totals[rival]!.toFixed(3)}`;
    trace.say(
      totals[rival] === total
        ? `${node} shares the highest score of ${pool.phrase()} (${total.toFixed(3)}) with ${pool.nodeId(rival)} and was registered first.`
        : `${node} has the highest score of ${pool.phrase()} (${total.toFixed(3)}), before ${next}.`,
    );
  };
  return {
    pick(key, pool, chance, trace) {
      pool.settle();
      if (pool.size === 0) return -1;
      const kept = memory === null ? -1 : memory.at(key, pool.nowMs);
      add(pool, kept);
      const picked = settings.picker === 'max-score' ? highest(pool, -1) : drawPlace(totals, pool.size, chance);
      if (trace.on) explain(picked, pool, kept, trace);
      return pool.at(picked);
    },
    picked(deployment, key, pool) {
      memory?.keep(key, deployment, pool.nowMs);
    },
    heard() {},
    save: () => memory?.save() ?? [],
    restore(state) {
      memory?.restore(state);
    },
  };
}

/**
 * Two distinct draws, the one with the lower load wins, the first drawn among equals. Load is the deployment's latency average times one
 * more than its attempts in flight. The average jumps to a worse latency at once and forgets it at a rate of 1 / `decayMs`, so a
 * slow node is left alone from its first slow answer on and tried again as the memory fades. One without any data is picked while
 * idle, and weighs `penaltyMs` while its first answer is awaited. Every outcome but a cancellation counts with the time it took, so
 * a node that fails fast looks fast and attracts traffic (a sinkhole): that is the original's, too.
 * Source: Finagle, `PeakEwma.scala`, with its defaults. Its reads shift the average by a measurement of 0; here a read computes the
 * decay and forgets it, so that looking changes nothing.
 */
import { exp } from '@/lib/base/math';
import type { DeploymentIndex } from '@/lib/fleet/ids';
import { OUTCOME_CODE } from '@/lib/fleet/outcome';
import type { Pool } from '../pool';
import { drawDistinct } from './drawing';
import type { Strategy } from './strategy';

export interface PeakEwmaSettings {
  readonly id: 'peak-ewma';
  /** The time in which an average falls to 1 / e without news. */
  readonly decayMs: number;
  /** Load of a deployment that has attempts in flight and no data. */
  readonly penaltyMs: number;
}

/** The average `elapsedMs` after it was `costMs`, with nothing heard since. */
export function decayed(costMs: number, elapsedMs: number, decayMs: number): number {
  return costMs * exp(-Math.max(elapsedMs, 0) / decayMs);
}

/** The average after a measurement. */
export function observed(costMs: number, elapsedMs: number, latencyMs: number, decayMs: number): number {
  if (latencyMs > costMs) return latencyMs;
  const kept = exp(-Math.max(elapsedMs, 0) / decayMs);
  return latencyMs * (1 - kept) + costMs * kept;
}

export function peakEwma({ decayMs, penaltyMs }: PeakEwmaSettings): Strategy {
  /** By deployment, in pairs: the average in ms, and when it was last measured. */
  let averages = new Float64Array(64);
  let known = 0;
  const drawn = new Int32Array(2);
  const cost = (deployment: DeploymentIndex, nowMs: number): number =>
    deployment < known ? decayed(averages[2 * deployment]!, nowMs - averages[2 * deployment + 1]!, decayMs) : 0;
  const load = (deployment: DeploymentIndex, pool: Pool): number => {
    const pending = pool.inFlightOf(deployment);
    const costMs = cost(deployment, pool.nowMs);
    return costMs === 0 && pending > 0 ? penaltyMs + pending : costMs * (pending + 1);
  };
  const fit = (deployments: number): void => {
    if (deployments <= known) return;
    known = deployments;
    if (averages.length >= 2 * known) return;
    const wider = new Float64Array(4 * known);
    wider.set(averages);
    averages = wider;
  };
  return {
    pick(_key, pool, chance, trace) {
      const count = drawDistinct(pool, chance, 2, drawn);
      if (count === 0) return -1;
      const a = drawn[0]!;
      const b = drawn[count - 1]!;
      const picked = load(b, pool) < load(a, pool) ? b : a;
      if (trace.on) {
        for (let i = 0; i < count; i++) {
          const one = drawn[i]!;
          const average = `average ${cost(one, pool.nowMs).toFixed(1)} ms, ${pool.inFlightOf(one)} in flight`;
          trace.step(
            i === 0 ? 'first draw' : 'second draw',
            `${pool.catalog.nodeIdOf(one)}, ${average}: load ${load(one, pool).toFixed(1)}`,
          );
        }
        const other = picked === a ? b : a;
        const [name, rival] = [pool.catalog.nodeIdOf(picked), pool.catalog.nodeIdOf(other)];
        const [won, lost] = [load(picked, pool).toFixed(1), load(other, pool).toFixed(1)];
        trace.say(
          count === 1
            ? `${name} was drawn from ${pool.phrase()}.`
            : `Of two drawn from ${pool.phrase()}, ${name} has a load of ${won}, no more than ${rival} with ${lost}.`,
        );
      }
      return picked;
    },
    picked() {},
    heard(deployment, outcome, latencyMs, nowMs) {
      if (outcome === OUTCOME_CODE.cancelled) return;
      fit(deployment + 1);
      const at = 2 * deployment;
      averages[at] = observed(averages[at]!, nowMs - averages[at + 1]!, latencyMs, decayMs);
      averages[at + 1] = nowMs;
    },
    save: () => [...averages.subarray(0, 2 * known)],
    restore(state) {
      averages = new Float64Array(64);
      known = 0;
      fit(state.length / 2);
      averages.set(state);
    },
  };
}

/**
 * A few distinct draws, two by default, the one with the lowest load wins, the first drawn among equals. Load is the deployment's latency average times one
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
import type { Trace } from '../trace';
import { drawDistinct, ordinalDraw } from './drawing';
import type { Strategy } from './strategy';

export interface PeakEwmaSettings {
  readonly id: 'peak-ewma';
  /** Distinct draws to a pick. */
  readonly choices: number;
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

export function peakEwma({ choices, decayMs, penaltyMs }: PeakEwmaSettings): Strategy {
  /** By deployment, in pairs: the average in ms, and when it was last measured. */
  let averages = new Float64Array(64);
  let known = 0;
  const drawn = new Int32Array(choices);
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
  const explain = (picked: DeploymentIndex, all: readonly DeploymentIndex[], pool: Pool, trace: Trace): void => {
    const name = (one: DeploymentIndex): string => pool.catalog.nodeIdOf(one);
    const shown = (one: DeploymentIndex): string => load(one, pool).toFixed(1);
    all.forEach((one, i) => {
      const average = `average ${cost(one, pool.nowMs).toFixed(1)} ms, ${pool.inFlightOf(one)} in flight`;
      trace.step(ordinalDraw(i), `${name(one)}, ${average}: load ${shown(one)}`);
    });
    const rival = all.find((one) => one !== picked);
    if (rival === undefined) return trace.say(`${name(picked)} was drawn from ${pool.phrase()}.`);
    const has = `${name(picked)} has a load of ${shown(picked)}`;
    const drawnFrom = `Of ${all.length === 2 ? 'two' : all.length} drawn from ${pool.phrase()}`;
    if (all.length === 2) trace.say(`${drawnFrom}, ${has}, no more than ${name(rival)} with ${shown(rival)}.`);
    else trace.say(`${drawnFrom}, ${has}, no more than any other.`);
  };
  return {
    pick(_key, pool, chance, trace) {
      const count = drawDistinct(pool, chance, choices, drawn);
      if (count === 0) return -1;
      let picked = drawn[0]!;
      let least = load(picked, pool);
      for (let i = 1; i < count; i++) {
        const other = load(drawn[i]!, pool);
        if (other >= least) continue;
        least = other;
        picked = drawn[i]!;
      }
      if (trace.on) explain(picked, [...drawn.subarray(0, count)], pool, trace);
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

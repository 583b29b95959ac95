import type { DeploymentIndex } from '@/lib/fleet/ids';
import type { RandomStream } from '@/lib/base/random';
import type { OutcomeCode } from '@/lib/fleet/outcome';
import type { Pool } from '../pool';
import type { Situation } from '../situation';
import type { Trace } from '../trace';

/** Picks among the members of a pool. All ties break by registration. */
export interface Strategy {
  /**
   * Picks a member; -1 when there is none. `key` is the request's uint32: the hash of its session, or of itself. Changes nothing
   * but `chance` and the pool's form, so that a pick can be explained without being made.
   */
  pick(key: number, pool: Pool, chance: RandomStream, trace: Trace): DeploymentIndex;
  /** Hears of each of its picks that was carried out, before it counts as in flight, with the pool aimed at it again and the stream where it is. */
  picked(deployment: DeploymentIndex, key: number, pool: Pool, chance: RandomStream): void;
  /**
   * Hears how each attempt ended, whoever had picked it, after the in-flight count went down.
   * `latencyMs` is the time since its pick.
   */
  heard(deployment: DeploymentIndex, outcome: OutcomeCode, latencyMs: number, nowMs: number, situation: Situation): void;
  /** All that earlier picks and outcomes left behind, as plain data. */
  save(): readonly number[];
  restore(state: readonly number[]): void;
}

/** In place of `picked` or `heard`: the strategy does not want to know, and need not be told. */
export const deaf = (): void => {};

/** A strategy that remembers nothing. */
export function withoutMemory(pick: Strategy['pick']): Strategy {
  return { pick, picked: deaf, heard: deaf, save: () => [], restore() {} };
}

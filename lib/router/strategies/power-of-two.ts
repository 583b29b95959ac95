/**
 * A few uniform draws, two by default, and the one with the fewest attempts in flight wins, the first drawn among equals. Distinct
 * draws never compare a node with itself; with replacement they may, as in Envoy, which costs little in a large fleet. More draws come
 * closer to the least loaded of all and herd more on stale counts; most of the gain is in the second. The fleet is not walked
 * unless most of it is out. Source: Mitzenmacher, IEEE TPDS 12(10), 2001.
 */
import type { DeploymentIndex } from '@/lib/fleet/ids';
import type { Pool } from '../pool';
import type { Trace } from '../trace';
import { drawDistinct, drawMember, ordinalDraw } from './drawing';
import { withoutMemory, type Strategy } from './strategy';

export interface PowerOfTwoSettings {
  readonly id: 'power-of-two';
  /** Draws to a pick; 1 is `random`. */
  readonly choices: number;
  /** Whether a node may be drawn twice for one pick. */
  readonly replacement: boolean;
}

export function powerOfTwo({ choices, replacement }: PowerOfTwoSettings): Strategy {
  const drawn = new Int32Array(choices);
  return withoutMemory((_key, pool, chance, trace) => {
    let count = 0;
    if (replacement) {
      for (; count < choices; count++) {
        drawn[count] = drawMember(pool, chance);
        if (drawn[count] === -1) return -1;
      }
    } else count = drawDistinct(pool, chance, choices, drawn);
    if (count === 0) return -1;
    let picked = drawn[0]!;
    let fewest = pool.inFlightOf(picked);
    for (let i = 1; i < count; i++) {
      const inFlight = pool.inFlightOf(drawn[i]!);
      if (inFlight >= fewest) continue;
      picked = drawn[i]!;
      fewest = inFlight;
    }
    if (trace.on) explain(picked, [...drawn.subarray(0, count)], pool, trace);
    return picked;
  });
}

function explain(picked: DeploymentIndex, drawn: readonly DeploymentIndex[], pool: Pool, trace: Trace): void {
  const name = (deployment: DeploymentIndex): string => pool.catalog.nodeIdOf(deployment);
  const load = (deployment: DeploymentIndex): number => pool.inFlightOf(deployment);
  drawn.forEach((one, i) => trace.step(ordinalDraw(i), `${name(one)}, ${load(one)} in flight`));
  const loser = drawn.find((one) => one !== picked);
  const of = `Of ${drawn.length === 2 ? 'two' : drawn.length} drawn from ${pool.phrase()}`;
  if (loser === undefined) trace.say(`${name(picked)} was drawn from ${pool.phrase()}${drawn.length > 1 ? ' each time' : ''}.`);
  else if (drawn.length > 2)
    trace.say(`${of}, ${name(picked)} has the fewest in flight (${load(picked)}), and was drawn first of as few.`);
  else if (load(picked) === load(loser)) {
    trace.say(
      `${of}, ${name(picked)} and ${name(loser)} both have ${load(picked)} in flight, and ${name(picked)} was drawn first.`,
    );
  } else trace.say(`${of}, ${name(picked)} has fewer in flight (${load(picked)}) than ${name(loser)} (${load(loser)}).`);
}

/**
 * The space of a search. A place in it holds a share of its range (0 to 1) for each number and a position in its list for each choice; draws
 * depend on the experiment's seed and their count alone.
 */
import { exp, log, normalQuantile } from '@/lib/base/math';
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';
import type { Scenario } from '@/lib/scenario/schema';

import { parameterAt } from './parameters';
import type { Setting } from './patch';
import type { Searched } from './schema';
import { PURPOSE } from './seeds';

export type Place = readonly number[];

/** Spread around a parent in the first race after the free one, and by how much it shrinks from race to race. */
const SPREAD = 0.25;
const SHRINK = 0.6;
/** A search keeps looking this closely at last, in shares of a range. */
const LEAST_SPREAD = 0.01;
/** A choice is drawn afresh with this probability in the first race; it falls with the spread. */
const REDRAW = 0.5;

export class SearchSpace {
  private readonly space: readonly Searched[];
  private readonly integers: readonly boolean[];
  private readonly seed: number;
  private draws = 0;

  constructor(space: readonly Searched[], scenario: Scenario, seed: number) {
    this.space = space;
    this.seed = seed;
    this.integers = space.map(({ path }) => {
      const parameter = parameterAt(scenario, path);
      return parameter.ok && parameter.value.kind === 'number' && parameter.value.integer;
    });
  }

  /** Uniform over the space. */
  anywhere(): Place {
    const chance = this.aimed();
    return this.space.map((one) => (one.kind === 'number' ? chance.nextUnit() : chance.nextBelow(one.values.length)));
  }

  /** Normal around a parent. `race` is from 1; the later, the closer. */
  around(parent: Place, race: number): Place {
    const chance = this.aimed();
    let shrunk = 1;
    for (let i = 1; i < race; i++) shrunk *= SHRINK;
    const spread = Math.max(LEAST_SPREAD, SPREAD * shrunk);
    return this.space.map((one, i) => {
      if (one.kind === 'number') {
        // A unit is never 1; where it is 0 the quantile would be infinite.
        return reflected(parent[i]! + spread * normalQuantile(Math.max(chance.nextUnit(), 1e-16)));
      }
      const redraw = chance.nextUnit() < REDRAW * shrunk;
      const drawn = chance.nextBelow(one.values.length);
      return redraw ? drawn : parent[i]!;
    });
  }

  /** Where a scenario stands, as near as the ranges let it. */
  placeOf(scenario: Scenario): Place {
    return this.space.map((one) => {
      const parameter = parameterAt(scenario, one.path);
      const value = parameter.ok ? parameter.value.value : null;
      if (one.kind === 'choice') {
        const at = one.values.findIndex((choice) => choice === value);
        return Math.max(0, at);
      }
      if (typeof value !== 'number') return 0.5;
      const share =
        one.scale === 'log'
          ? (log(Math.max(value, one.low)) - log(one.low)) / (log(one.high) - log(one.low))
          : (value - one.low) / (one.high - one.low);
      return Math.max(0, Math.min(1, share));
    });
  }

  /** Numbers have four digits, so that they can be read and typed; whole numbers are whole. */
  settingsOf(place: Place): Setting[] {
    return this.space.map((one, i) => {
      const share = place[i]!;
      if (one.kind === 'choice') return { path: one.path, value: one.values[share] };
      const { low, high } = one;
      const value = one.scale === 'log' ? exp(log(low) + share * (log(high) - log(low))) : low + share * (high - low);
      const short = this.integers[i] ? Math.round(value) : Number(value.toPrecision(4));
      return { path: one.path, value: Math.max(low, Math.min(high, short)) };
    });
  }

  private aimed(): CounterStream {
    return new CounterStream(this.seed).aim(SUBSYSTEM.experiment, this.draws++, PURPOSE.search);
  }
}

/** What lies beyond an end comes back from it, so that ends are neither shunned nor favoured. */
function reflected(share: number): number {
  const folded = Math.abs(share) % 2;
  return folded > 1 ? 2 - folded : folded;
}

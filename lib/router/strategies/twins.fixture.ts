/** Every strategy again, over plain lists: linear, obvious, and drawing the same numbers. */
import { hashPair, hashString } from '@/lib/base/hash';
import type { RandomStream } from '@/lib/base/random';
import type { StrategyId, StrategySettings } from './table';

/** What a twin sees: everything, at any price. Deployments are by registration. */
export interface TwinView {
  readonly members: readonly number[];
  /** Whom the class accepts, members or not. */
  readonly accepted: readonly number[];
  readonly windowed: boolean;
  readonly key: number;
  readonly all: readonly number[];
  total(deployment: number): number;
  inFlight(deployment: number): number;
  nodeId(deployment: number): string;
}

/** Picks a member; -1 when there is none. `last` is the deployment that the strategy picked before, or -1. */
export type Twin<S extends StrategySettings> = (settings: S, view: TwinView, chance: RandomStream, last: number) => number;

/** The first of the list with the highest worth; -1 for an empty list. */
function first(list: readonly number[], worth: (deployment: number) => number): number {
  return list.reduce((best, one) => (best === -1 || worth(one) > worth(best) ? one : best), -1);
}

function sumOf(values: readonly number[]): number {
  if (values.length <= 1) return values[0] ?? 0;
  return sumOf(values.slice(0, values.length / 2)) + sumOf(values.slice(values.length / 2));
}

export const twins: { readonly [Id in StrategyId]: Twin<Extract<StrategySettings, { id: Id }>> } = {
  'least-latency': (_settings, { members, total }) => first(members, total),
  'least-connections': (_settings, { members, inFlight }) => first(members, (d) => -inFlight(d)),
  'round-robin': (_settings, { members }, _chance, last) => members.find((d) => d > last) ?? members[0] ?? -1,
  'weighted-random': (_settings, { members, accepted, windowed, total }, chance) => {
    const list = windowed ? members : accepted;
    const weights = list.map((d) => (members.includes(d) ? Math.max(total(d), 0) : 0));
    while (Math.log2(weights.length) % 1 !== 0) weights.push(0);
    if (!(sumOf(weights) > 0)) return first(members, total);
    let target = chance.nextUnit() * sumOf(weights);
    let [from, to] = [0, weights.length];
    while (to - from > 1) {
      const middle = (from + to) / 2;
      const left = sumOf(weights.slice(from, middle));
      if (target < left || sumOf(weights.slice(middle, to)) === 0) to = middle;
      else {
        target -= left;
        from = middle;
      }
    }
    return list[from]!;
  },
  'consistent-hash': ({ virtualNodes }, { members, key, nodeId }) => {
    const points = members.flatMap((deployment) =>
      Array.from({ length: virtualNodes }, (_, replica) => ({ deployment, at: hashPair(hashString(nodeId(deployment)), replica) })),
    );
    const clockwise = (at: number): number => (at - key + 2 ** 32) % 2 ** 32;
    return points.sort((a, b) => clockwise(a.at) - clockwise(b.at) || a.deployment - b.deployment)[0]?.deployment ?? -1;
  },
  'power-of-two': (_settings, { members, accepted, windowed, inFlight }, chance) => {
    const list = windowed ? members : accepted;
    const drawn: number[] = [];
    for (let tries = 0; tries < 30 && drawn.length < 2 && list.length > 1; tries++) {
      const one = list[chance.nextBelow(list.length)]!;
      if (members.includes(one) && !drawn.includes(one)) drawn.push(one);
    }
    if (members.length <= 1) return members[0] ?? -1;
    while (drawn.length < 2) {
      const rest = members.filter((d) => !drawn.includes(d));
      drawn.push(rest[chance.nextBelow(rest.length)]!);
    }
    return first(drawn, (d) => -inFlight(d));
  },
};

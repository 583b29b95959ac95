/** Every strategy again, over plain lists: linear, obvious, and drawing the same numbers. */
import { hashPair, hashString } from '@/lib/base/hash';
import { exp } from '@/lib/base/math';
import { pow } from '@/lib/base/math-pow';
import type { RandomStream } from '@/lib/base/random';
import type { Outcome } from '@/lib/fleet/outcome';
import type { NodeSnapshot } from '@/lib/fleet/snapshot';
import type { StrategyId, StrategySettings } from './table';

/** What a twin sees: everything, at any price. Deployments are by registration. */
export interface TwinView {
  readonly members: readonly number[];
  /** Whom the class accepts, members or not. */
  readonly accepted: readonly number[];
  readonly windowed: boolean;
  readonly key: number;
  /** Every deployment there is. */
  readonly all: readonly number[];
  readonly nowMs: number;
  /** All attempts that have ended, oldest first. */
  readonly heard: readonly {
    readonly deployment: number;
    readonly outcome: Outcome;
    readonly latencyMs: number;
    readonly nowMs: number;
    /** Of its node, when the attempt had ended. */
    readonly load: number;
  }[];
  /** All picks that the strategy made and that were carried out, oldest first. */
  readonly earlier: readonly {
    readonly deployment: number;
    /** What it was picked from. */
    readonly view: TwinView;
    /** The stream where the pick left it. */
    afterwards(): RandomStream;
  }[];
  /** Hashes of the prompt's blocks. */
  readonly prompt: readonly number[];
  /** What the deployment's node said last; null before it has. */
  snapshot(deployment: number): NodeSnapshot | null;
  total(deployment: number): number;
  inFlight(deployment: number): number;
  /** In flight at the node as it last reported, else as the router counts. */
  load(deployment: number): number;
  weight(deployment: number): number;
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

const known = new Map<string, readonly number[]>();

/** Asked again and again in a story. */
function remembered(name: string, make: () => readonly number[]): readonly number[] {
  const list = known.get(name) ?? make();
  known.set(name, list);
  return list;
}

function points(node: string, virtualNodes: number): readonly number[] {
  return remembered(`points ${node} ${virtualNodes}`, () =>
    Array.from({ length: virtualNodes }, (_, replica) => hashPair(hashString(node), replica)),
  );
}

/** A Maglev table as the paper's pseudocode has it: whole permutations first. */
function permuted(all: readonly number[], nodeId: (deployment: number) => string, size: number): number[] {
  const sorted = [...all].sort((a, b) => (nodeId(a) < nodeId(b) ? -1 : nodeId(a) > nodeId(b) ? 1 : a - b));
  const permutations = sorted.map((d) => {
    const offset = hashString(nodeId(d)) % size;
    const skip = (hashString(nodeId(d), 1) % (size - 1)) + 1;
    return remembered(`slots ${nodeId(d)} ${size}`, () => Array.from({ length: size }, (_, j) => (offset + j * skip) % size));
  });
  const table: number[] = [];
  for (let filled = 0; sorted.length > 0 && filled < size; filled++) {
    const turn = filled % sorted.length;
    table[permutations[turn]!.find((slot) => table[slot] === undefined)!] = sorted[turn]!;
  }
  return table;
}

export const twins: { readonly [Id in StrategyId]: Twin<Extract<StrategySettings, { id: Id }>> } = {
  'least-latency': (_settings, { members, total }) => first(members, total),
  'least-connections': (_settings, { members, inFlight }) => first(members, (d) => -inFlight(d)),
  'round-robin': (_settings, view, _chance, last) =>
    sameWeights(view) ? (view.members.find((d) => d > last) ?? view.members[0] ?? -1) : smoothest(view),
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
  'consistent-hash': ({ form, virtualNodes, tableSize, boundedLoad }, { members, all, key, nodeId, inFlight }) => {
    const load = members.reduce((sum, d) => sum + inFlight(d), 0);
    const most = boundedLoad === null ? Infinity : Math.ceil((boundedLoad * (load + 1)) / members.length);
    const takers = members.filter((d) => inFlight(d) < most);
    if (form === 'maglev') {
      const table = remembered(`table ${tableSize} ${all.map((d) => `${d} ${nodeId(d)}`).join()}`, () =>
        permuted(all, nodeId, tableSize),
      );
      for (let step = 0; step < tableSize; step++) {
        const holder = table[(key + step) % tableSize];
        if (holder !== undefined && takers.includes(holder)) return holder;
      }
      return -1;
    }
    const clockwise = (deployment: number): number => {
      let nearest = Infinity;
      for (const point of points(nodeId(deployment), virtualNodes))
        nearest = Math.min(nearest, (point - key + 2 ** 32) % 2 ** 32);
      return nearest;
    };
    return first(takers, (d) => -clockwise(d));
  },
  'power-of-two': ({ choices, replacement }, view, chance) => {
    const drawn = replacement ? drawAgain(view, choices, chance) : drawDistinct(view, choices, chance);
    return first(drawn, (d) => (d === -1 ? 0 : -view.inFlight(d)));
  },
  random: (_settings, view, chance) => draw(view, chance),
  'join-idle-queue': (_settings, view, chance, last) => {
    const idle = view.members.filter((d) => view.inFlight(d) === 0);
    return idle.find((d) => d > last) ?? idle[0] ?? draw(view, chance);
  },
  'peak-ewma': ({ choices, decayMs, penaltyMs }, view, chance) => {
    const load = (deployment: number): number => {
      const kept = (fromMs: number, toMs: number): number => exp(-(toMs - fromMs) / decayMs);
      let [cost, atMs] = [0, 0];
      for (const one of view.heard) {
        if (one.deployment !== deployment || one.outcome === 'cancelled') continue;
        const { latencyMs, nowMs } = one;
        cost = latencyMs > cost ? latencyMs : latencyMs * (1 - kept(atMs, nowMs)) + cost * kept(atMs, nowMs);
        atMs = nowMs;
      }
      cost *= kept(atMs, view.nowMs);
      const pending = view.inFlight(deployment);
      return cost === 0 && pending > 0 ? penaltyMs + pending : cost * (pending + 1);
    };
    return first(drawDistinct(view, choices, chance), (d) => -load(d));
  },
  'least-request': ({ choices, selection, activeRequestBias: bias }, view, chance) => {
    if (!sameWeights(view)) return firstDue(view, (inFlight) => pow(inFlight + 1, bias));
    const seen = selection === 'choices' ? drawAgain(view, choices, chance) : view.members;
    return first(seen, (d) => (d === -1 ? 0 : -view.inFlight(d)));
  },
  prequal: (settings, view, chance) => {
    const usable = usableAnswers(answersBefore(view, settings), view, settings);
    return usable.length < 2 ? draw(view, chance) : usable[0]!.deployment;
  },
  'prefix-cache': ({ matchFraction, balanceAbs, balanceRel }, view) => {
    const { members, inFlight, prompt } = view;
    const loads = members.map(inFlight);
    const [least, most] = [Math.min(...loads), Math.max(...loads)];
    const idlest = first(members, (d) => -inFlight(d));
    if (most - least > balanceAbs && most > balanceRel * least) return idlest;
    const longest = Math.max(...members.map((d) => matched(view, d)));
    if (!(longest / prompt.length > matchFraction)) return idlest;
    return first(
      members.filter((d) => matched(view, d) === longest),
      (d) => -inFlight(d),
    );
  },
  'kv-cost': ({ overlapCredit, prefillScale, temperature, overlapDecay, activeRequestWeight }, view, chance) => {
    const { members, inFlight, prompt } = view;
    if (members.length === 0) return -1;
    const said = (of: 'prefillBlocks' | 'decodeBlocks'): number[] =>
      members.map((d) => view.snapshot(d)?.[of] ?? null).filter((blocks) => blocks !== null);
    const blocks = (d: number, of: 'prefillBlocks' | 'decodeBlocks'): number =>
      view.snapshot(d)?.[of] ?? (said(of).length === 0 ? 0 : said(of).reduce((a, b) => a + b) / said(of).length);
    const least = said('prefillBlocks').length === 0 ? 0 : Math.min(...said('prefillBlocks'));
    const costs = members.map((d) => {
      const excess = blocks(d, 'prefillBlocks') - least;
      const decay = prompt.length === 0 ? 1 : 1 / (1 + (overlapDecay * excess) / prompt.length);
      const prefill = blocks(d, 'prefillBlocks') + prompt.length - overlapCredit * decay * matched(view, d);
      return prefillScale * Math.max(prefill, 0) + blocks(d, 'decodeBlocks') + activeRequestWeight * inFlight(d);
    });
    const [low, high] = [Math.min(...costs), Math.max(...costs)];
    if (temperature === 0) return members[costs.indexOf(low)]!;
    return drawByShare(
      members,
      costs.map((cost) => (high === low ? 1 : exp(-((cost - low) / (high - low)) / temperature))),
      chance,
    );
  },
  'scorer-sum': ({ scorers, picker, sessionTtlMs }, view, chance) => {
    const { members, prompt } = view;
    const fewest = (of: 'queued' | 'running', d: number): number => {
      const counts = members.map((one) => view.snapshot(one)?.[of] ?? 0);
      const [low, high] = [Math.min(...counts), Math.max(...counts)];
      return high === low ? 1 : (high - (view.snapshot(d)?.[of] ?? 0)) / (high - low);
    };
    const kept = view.earlier.findLast((one) => one.view.key === view.key);
    const score = (kind: (typeof scorers)[number]['kind'], d: number): number => {
      switch (kind) {
        case 'queue':
          return fewest('queued', d);
        case 'running':
          return fewest('running', d);
        case 'kv-cache':
          return 1 - (view.snapshot(d)?.kvUsedFraction ?? 0.5);
        case 'prefix':
          return prompt.length === 0 ? 0 : matched(view, d) / prompt.length;
        case 'session':
          return kept?.deployment === d && view.nowMs - kept.view.nowMs <= sessionTtlMs ? 1 : 0;
      }
    };
    const sums = members.map((d) => scorers.reduce((sum, { kind, weight }) => sum + weight * score(kind, d), 0));
    return picker === 'max-score' ? first(members, (d) => sums[members.indexOf(d)]!) : drawByShare(members, sums, chance);
  },
};

function sameWeights({ accepted, weight }: TwinView): boolean {
  return new Set(accepted.map(weight)).size <= 1;
}

/** nginx's loop over the members, turn after turn from the beginning of the story, with weights in millionths. */
function smoothest(view: TwinView): number {
  const current = new Map<number, number>();
  const grow = ({ members, weight }: TwinView): number => {
    let total = 0;
    for (const d of members) {
      const units = Math.max(Math.round(weight(d) * 1e6), 1);
      current.set(d, (current.get(d) ?? 0) + units);
      total += units;
    }
    return total;
  };
  for (const { deployment, view: then } of view.earlier) {
    if (sameWeights(then)) continue;
    const total = grow(then);
    current.set(deployment, current.get(deployment)! - total);
  }
  grow(view);
  return first(view.members, (d) => current.get(d)!);
}

/** Due times from the beginning of the story: units over weight, and when the latest turn was due. */
function firstDue(view: TwinView, cost: (inFlight: number) => number): number {
  const units = new Map<number, number>();
  const latest = new Map<number, number>();
  const due = (d: number): number => (units.get(d) ?? 0.5) / view.weight(d);
  for (const { deployment: d, view: then } of view.earlier) {
    if (sameWeights(then)) continue;
    const weight = view.weight(d);
    const reached = Math.max(...then.members.map((one) => latest.get(one) ?? 0));
    const behind = due(d) < reached - 1 / weight;
    latest.set(d, behind ? reached - 1 / weight : due(d));
    units.set(d, (behind ? reached * weight - 1 : (units.get(d) ?? 0.5)) + cost(then.inFlight(d)));
  }
  return first(view.members, (d) => -due(d));
}

interface Answer {
  readonly deployment: number;
  load: number;
  readonly latencyMs: number;
  readonly atMs: number;
  uses: number;
}

interface Answers {
  list: Answer[];
  /** That probes found, oldest first. */
  loads: number[];
}

type Prequal = Extract<StrategySettings, { id: 'prequal' }>;

function byHotCold({ loads }: Answers, { hotQuantile }: Prequal): (a: Answer, b: Answer) => number {
  const recent = loads.slice(-128).sort((a, b) => a - b);
  const cold = recent.filter((_, i) => i === 0 || i + 1 <= Math.ceil(hotQuantile * recent.length)).at(-1) ?? Infinity;
  const isHot = ({ load }: Answer): boolean => hotQuantile < 1 && load > cold;
  return (a, b) => {
    if (isHot(a) !== isHot(b)) return isHot(a) ? 1 : -1;
    const keys = ({ load, latencyMs, deployment }: Answer): number[] =>
      isHot(a) ? [load, latencyMs, deployment] : [latencyMs, load, deployment];
    const differing = keys(a).findIndex((value, i) => value !== keys(b)[i]);
    return differing === -1 ? 0 : keys(a)[differing]! - keys(b)[differing]!;
  };
}

/** Best first. */
function usableAnswers(answers: Answers, { members, nowMs }: TwinView, settings: Prequal): Answer[] {
  return answers.list
    .filter(({ atMs, deployment }) => nowMs - atMs <= settings.maxAgeMs && members.includes(deployment))
    .sort(byHotCold(answers, settings));
}

/** What all earlier picks have left, from the beginning of the story. */
function answersBefore({ earlier }: TwinView, settings: Prequal): Answers {
  const { poolSize, probes, removals, maxAgeMs, delta } = settings;
  const answers: Answers = { list: [], loads: [] };
  let removed = 0;
  earlier.forEach(({ deployment: picked, view, afterwards }, i) => {
    const usable = usableAnswers(answers, view, settings);
    if (usable.length >= 2) {
      usable[0]!.load++;
      usable[0]!.uses--;
    }
    answers.list = answers.list.filter(({ uses, atMs }) => uses > 0 && view.nowMs - atMs <= maxAgeMs);
    for (let due = wholes(removals, i); due > 0; due--) {
      if (answers.list.length === 0) continue;
      const gone = removed++ % 2 === 0 ? answers.list[0] : [...answers.list].sort(byHotCold(answers, settings)).at(-1);
      answers.list = answers.list.filter((one) => one !== gone);
    }
    const due = wholes(probes, i);
    if (due === 0) return;
    const n = view.members.length;
    const most = Math.min(poolSize, Math.max(Math.floor(n / 2), 2));
    const gained = (1 - most / n) * probes - removals;
    const uses = gained > 0 ? Math.min(Math.max((1 + delta) / gained, 1), 25) : 25;
    const chance = afterwards();
    for (const deployment of drawDistinct(view, due, chance)) {
      const load = view.load(deployment) + (view.nodeId(deployment) === view.nodeId(picked) ? 1 : 0);
      answers.list = answers.list.filter((one) => one.deployment !== deployment);
      answers.list = answers.list.slice(Math.max(answers.list.length - most + 1, 0));
      answers.list.push({
        deployment,
        load,
        latencyMs: latencyAt(view, deployment, load),
        atMs: view.nowMs,
        uses: Math.floor(uses) + (chance.nextUnit() < uses - Math.floor(uses) ? 1 : 0),
      });
      answers.loads.push(load);
    }
  });
  return answers;
}

/** How many of a rate fall due at the event with that number, from 0: whole ones as the fractions add up. Exact for dyadic rates. */
function wholes(rate: number, event: number): number {
  return Math.floor(rate * (event + 1)) - Math.floor(rate * event);
}

const LOAD_STEPS = [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, Infinity];

function latencyAt({ heard }: TwinView, deployment: number, load: number): number {
  const stepOf = (one: number): number => LOAD_STEPS.findIndex((most) => one <= most);
  const known = heard.filter((one) => one.deployment === deployment && one.outcome !== 'cancelled');
  const away = (step: number): number => Math.abs(step - stepOf(load));
  const steps = known.map((one) => stepOf(one.load)).sort((a, b) => away(a) - away(b) || a - b);
  const latest = known.filter((one) => stepOf(one.load) === steps[0]).slice(-5);
  return latest.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b)[Math.ceil(latest.length / 2) - 1] ?? 0;
}

/** Blocks of the prompt before the first that the deployment's node has not cached. */
function matched({ prompt, snapshot }: TwinView, deployment: number): number {
  const gap = prompt.findIndex((block) => snapshot(deployment)?.cachedBlocks?.has(block) !== true);
  return gap === -1 ? prompt.length : gap;
}

function drawByShare(members: readonly number[], shares: readonly number[], chance: RandomStream): number {
  const sum = shares.reduce((a, b) => a + b, 0);
  if (members.length === 0) return -1;
  if (sum === 0) return members[chance.nextBelow(members.length)]!;
  const target = chance.nextUnit() * sum;
  return members.find((_, i) => target < shares.slice(0, i + 1).reduce((a, b) => a + b, 0))!;
}

/** One of the members, by tries first, then by rank. */
function draw({ members, accepted, windowed }: TwinView, chance: RandomStream): number {
  const list = windowed ? members : accepted;
  for (let tries = 0; tries < 15 && list.length > 0; tries++) {
    const one = list[chance.nextBelow(list.length)]!;
    if (members.includes(one)) return one;
  }
  return members.length === 0 ? -1 : members[chance.nextBelow(members.length)]!;
}

/** Nothing more is drawn once there is nobody. */
function drawAgain(view: TwinView, choices: number, chance: RandomStream): number[] {
  const one = draw(view, chance);
  return one === -1 || choices === 1 ? [one] : [one, ...drawAgain(view, choices - 1, chance)];
}

function drawDistinct({ members, accepted, windowed }: TwinView, choices: number, chance: RandomStream): number[] {
  const list = windowed ? members : accepted;
  const drawn: number[] = [];
  for (let tries = 0; tries < 15 * choices && drawn.length < Math.min(choices, list.length) && list.length > 1; tries++) {
    const one = list[chance.nextBelow(list.length)]!;
    if (members.includes(one) && !drawn.includes(one)) drawn.push(one);
  }
  if (members.length <= 1) return [...members];
  while (drawn.length < Math.min(choices, members.length)) {
    const rest = members.filter((d) => !drawn.includes(d));
    drawn.push(rest[chance.nextBelow(rest.length)]!);
  }
  return drawn;
}

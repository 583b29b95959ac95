/**
 * Prequal: picks from a pool of probe answers by the hot-cold rule. A node with more requests in flight than most is hot; the fastest of
 * the cold wins, and the least loaded where all are hot. Fewer than two answers to use: at random. Each pick then probes a few members,
 * drawn without replacement, whose answers serve from the next pick on, as the probes of the paper that are still under way.
 * An answer is used a few times, counting each use as one more in flight; it goes when it is used up, older than `maxAgeMs`, the oldest
 * of a full pool, replaced by a newer one of its node, or removed: alternately the oldest and the worst. One of a node that is no
 * member now is passed over.
 *
 * A probe reads what the node last reported as queued and running, as old as that is, or this router's own count in flight where it has
 * not reported; its latency comes from what this router heard, failures included, so a node that fails fast looks fast and attracts
 * traffic (a sinkhole), as the paper finds; and what was heard does not age, so a node that looks slow is left alone until it is the
 * fastest of the cold again or all are hot. Hot is above a quantile of the loads that recent probes found.
 *
 * Small fleets: the pool holds at most half the members, at least two, and an answer has at most `MOST_USES`; the paper's formula gives
 * no reuse for 24 nodes or fewer, since fresh answers of nodes in the pool only replace older ones. O(pool size + probes).
 * Source: Wydrowski et al., "Load is not what you should balance: Introducing Prequal", NSDI 2024, with its defaults.
 */
import type { RandomStream } from '@/lib/base/random';
import type { DeploymentIndex } from '@/lib/fleet/ids';
import { OUTCOME_CODE } from '@/lib/fleet/outcome';
import type { Pool } from '../pool';
import type { Situation } from '../situation';
import type { Trace } from '../trace';
import { drawDistinct, drawMember } from './drawing';
import { LatenciesByLoad } from './prequal-latencies';
import { RecentLoads } from './prequal-loads';
import { Probes } from './prequal-probes';
import type { Strategy } from './strategy';

export interface PrequalSettings {
  readonly id: 'prequal';
  /** Most probe answers kept; at least 2. */
  readonly poolSize: number;
  /** Probes sent for each request; a fraction adds up over requests. */
  readonly probes: number;
  /** Answers removed for each request beside those used up; a fraction adds up. */
  readonly removals: number;
  readonly maxAgeMs: number;
  /** Share of recent loads that a cold node does not exceed: 0 goes by load alone, 1 by latency alone. */
  readonly hotQuantile: number;
  /** How much more use is allowed than new answers make up for. */
  readonly delta: number;
}

/** The most that the paper's formula gives with its defaults to a whole number of nodes: 25, for 25 of them. */
const MOST_USES = 25;

/** Most answers that are kept of so many members. */
export function poolLimit(poolSize: number, members: number): number {
  return Math.min(poolSize, Math.max(Math.floor(members / 2), 2));
}

/** Mean number of uses of an answer in a pool of `size`, from 1 to `MOST_USES`. Rounded at random when an answer comes in. */
export function usesOf(size: number, members: number, { probes, removals, delta }: Omit<PrequalSettings, 'id'>): number {
  const gained = (1 - size / members) * probes - removals;
  return gained > 0 ? Math.min(Math.max((1 + delta) / gained, 1), MOST_USES) : MOST_USES;
}

/** Requests in flight at the deployment's node, as its last report says, or as this router counts them before the first. */
export function loadOf(deployment: DeploymentIndex, { catalog, signals, inFlight }: Situation): number {
  const node = catalog.nodeOf[deployment]!;
  return signals.says(node, 'queued') ? signals.inSystem(node) : inFlight[node]!;
}

export function prequal(settings: PrequalSettings): Strategy {
  const { poolSize, probes, removals, maxAgeMs, hotQuantile } = settings;
  const answers = new Probes(poolSize);
  const latencies = new LatenciesByLoad();
  const loads = new RecentLoads();
  /** Fractions of a probe and of a removal that are still to come. */
  let probesOwed = 0;
  let removalsOwed = 0;
  let oldestNext = true;
  const drawn = new Int32Array(Math.ceil(probes) + 1);

  const usable = (slot: number, pool: Pool): boolean =>
    pool.nowMs - answers.atMs[slot]! <= maxAgeMs && pool.holdsDeployment(answers.deployment[slot]!);

  /** The slot of the answer to go by; -1 where fewer than two can be used. */
  const choose = (pool: Pool): number => {
    answers.heat(loads.quantile(hotQuantile));
    let best = -1;
    for (let rank = 0; rank < answers.size; rank++) {
      const slot = answers.ranked(rank);
      if (!usable(slot, pool)) continue;
      if (best !== -1) return best;
      best = slot;
    }
    return -1;
  };

  const remove = (): void => {
    for (removalsOwed += removals; removalsOwed >= 1; removalsOwed--) {
      if (answers.size === 0) continue;
      answers.drop(oldestNext ? answers.aged(0) : answers.worst);
      oldestNext = !oldestNext;
    }
  };

  /** Counts the request that is on its way to the deployment just picked. */
  const probe = (picked: DeploymentIndex, pool: Pool, chance: RandomStream): void => {
    probesOwed += probes;
    const due = Math.floor(probesOwed);
    probesOwed -= due;
    if (due === 0) return;
    const members = pool.countMembers();
    const most = poolLimit(poolSize, members);
    const uses = usesOf(most, members, settings);
    const whole = Math.floor(uses);
    const count = drawDistinct(pool, chance, due, drawn);
    for (let i = 0; i < count; i++) {
      const deployment = drawn[i]!;
      const onItsWay = pool.catalog.nodeOf[deployment] === pool.catalog.nodeOf[picked] ? 1 : 0;
      const load = loadOf(deployment, pool.situation) + onItsWay;
      const rounded = whole + (chance.nextUnit() < uses - whole ? 1 : 0);
      answers.add(deployment, load, latencies.at(deployment, load), pool.nowMs, rounded, most);
      loads.add(load);
    }
  };

  const explain = (chosen: number, picked: DeploymentIndex, pool: Pool, trace: Trace): void => {
    const name = pool.catalog.nodeIdOf(picked);
    const threshold = loads.quantile(hotQuantile);
    trace.step('hot above', threshold === Infinity ? 'no load' : `${threshold} in flight`);
    for (let age = 0; age < answers.size; age++) {
      const slot = answers.aged(age);
      if (!usable(slot, pool)) continue;
      const [load, latencyMs] = [answers.load[slot]!, answers.latencyMs[slot]!];
      const words = `${load} in flight, ${latencyMs.toFixed(1)} ms, ${answers.isHot(slot) ? 'hot' : 'cold'}`;
      trace.step(`probed ${pool.catalog.nodeIdOf(answers.deployment[slot]!)}`, words);
    }
    if (chosen === -1)
      return trace.say(`Fewer than two probes have answers to use, and ${name} was drawn at random from ${pool.phrase()}.`);
    const [load, latencyMs] = [answers.load[chosen]!, answers.latencyMs[chosen]!];
    trace.say(
      answers.isHot(chosen)
        ? `All nodes probed are hot, and ${name} has the fewest in flight of them (${load}).`
        : `${name} is the fastest of the cold nodes probed (${latencyMs.toFixed(1)} ms with ${load} in flight).`,
    );
  };

  return {
    pick(_key, pool, chance, trace) {
      const chosen = choose(pool);
      const picked = chosen === -1 ? drawMember(pool, chance) : answers.deployment[chosen]!;
      if (picked !== -1 && trace.on) explain(chosen, picked, pool, trace);
      return picked;
    },
    picked(deployment, _key, pool, chance) {
      // Nothing has changed since the pick, so this is the answer that it went by.
      const chosen = choose(pool);
      if (chosen !== -1) answers.use(chosen);
      while (answers.size > 0 && pool.nowMs - answers.atMs[answers.aged(0)]! > maxAgeMs) answers.drop(answers.aged(0));
      remove();
      probe(deployment, pool, chance);
    },
    heard(deployment, outcome, latencyMs, _nowMs, situation) {
      if (outcome !== OUTCOME_CODE.cancelled) latencies.add(deployment, loadOf(deployment, situation), latencyMs);
    },
    save() {
      const [of, recent] = [answers.save(), loads.save()];
      return [probesOwed, removalsOwed, oldestNext ? 1 : 0, of.length, ...of, recent.length, ...recent, ...latencies.save()];
    },
    restore(state) {
      probesOwed = state[0]!;
      removalsOwed = state[1]!;
      oldestNext = state[2] === 1;
      const loadsAt = 4 + state[3]!;
      const latenciesAt = loadsAt + 1 + state[loadsAt]!;
      answers.restore(state.slice(4, loadsAt));
      loads.restore(state.slice(loadsAt + 1, latenciesAt));
      latencies.restore(state.slice(latenciesAt));
    },
  };
}

import type { Signal } from '@/lib/fleet/snapshot';
import { consistentHash, type ConsistentHashSettings } from './consistent-hash';
import { joinIdleQueue, type JoinIdleQueueSettings } from './join-idle-queue';
import { kvCost, kvCostNeeds, type KvCostSettings } from './kv-cost';
import { leastConnections, type LeastConnectionsSettings } from './least-connections';
import { leastLatency, type LeastLatencySettings } from './least-latency';
import { leastRequest, type LeastRequestSettings } from './least-request';
import { peakEwma, type PeakEwmaSettings } from './peak-ewma';
import { powerOfTwo, type PowerOfTwoSettings } from './power-of-two';
import { prefixCache, type PrefixCacheSettings } from './prefix-cache';
import { prequal, type PrequalSettings } from './prequal';
import { random, type RandomSettings } from './random';
import { roundRobin, type RoundRobinSettings } from './round-robin';
import { scorerSum, scorerSumNeeds, type ScorerSumSettings } from './scorer-sum';
import type { Strategy } from './strategy';
import { weightedRandom, type WeightedRandomSettings } from './weighted-random';

/** Of a strategy that lives on what the router knows by itself. */
const nothing = (): readonly Signal[] => [];

/**
 * Every strategy there is. `byTotal`: it picks the highest total, so weights decide alone and have tie points. `walks`: it looks at
 * every member at every pick. `needs`: what nodes must say of their engines for it to mean anything, with these settings.
 */
export const strategies = {
  'least-latency': {
    byTotal: true,
    walks: false,
    needs: nothing,
    create: (_settings: LeastLatencySettings): Strategy => leastLatency,
  },
  'least-connections': {
    byTotal: false,
    walks: false,
    needs: nothing,
    create: (_settings: LeastConnectionsSettings): Strategy => leastConnections,
  },
  'round-robin': {
    byTotal: false,
    walks: false,
    needs: nothing,
    create: (_settings: RoundRobinSettings): Strategy => roundRobin(),
  },
  'weighted-random': {
    byTotal: false,
    walks: false,
    needs: nothing,
    create: (_settings: WeightedRandomSettings): Strategy => weightedRandom,
  },
  'consistent-hash': {
    byTotal: false,
    walks: false,
    needs: nothing,
    create: (settings: ConsistentHashSettings): Strategy => consistentHash(settings),
  },
  'power-of-two': {
    byTotal: false,
    walks: false,
    needs: nothing,
    create: (settings: PowerOfTwoSettings): Strategy => powerOfTwo(settings),
  },
  random: {
    byTotal: false,
    walks: false,
    needs: nothing,
    create: (_settings: RandomSettings): Strategy => random,
  },
  'peak-ewma': {
    byTotal: false,
    walks: false,
    needs: nothing,
    create: (settings: PeakEwmaSettings): Strategy => peakEwma(settings),
  },
  'join-idle-queue': {
    byTotal: false,
    walks: false,
    needs: nothing,
    create: (_settings: JoinIdleQueueSettings): Strategy => joinIdleQueue(),
  },
  'least-request': {
    byTotal: false,
    walks: false,
    needs: nothing,
    create: (settings: LeastRequestSettings): Strategy => leastRequest(settings),
  },
  prequal: {
    byTotal: false,
    walks: false,
    needs: (_settings: PrequalSettings): readonly Signal[] => ['queued', 'running'],
    create: (settings: PrequalSettings): Strategy => prequal(settings),
  },
  'prefix-cache': {
    byTotal: false,
    walks: true,
    needs: (_settings: PrefixCacheSettings): readonly Signal[] => ['cached-blocks'],
    create: (settings: PrefixCacheSettings): Strategy => prefixCache(settings),
  },
  'kv-cost': {
    byTotal: false,
    walks: true,
    needs: kvCostNeeds,
    create: (settings: KvCostSettings): Strategy => kvCost(settings),
  },
  'scorer-sum': {
    byTotal: false,
    walks: true,
    needs: scorerSumNeeds,
    create: (settings: ScorerSumSettings): Strategy => scorerSum(settings),
  },
};

export type StrategyId = keyof typeof strategies;

/** A strategy with its settings, told apart by `id`. */
export type StrategySettings = Parameters<(typeof strategies)[StrategyId]['create']>[0];

export function createStrategy(settings: StrategySettings): Strategy {
  const entry = strategies[settings.id] as { create(settings: StrategySettings): Strategy };
  return entry.create(settings);
}

/** What nodes must say of their engines for the strategy to mean anything. */
export function signalsNeeded(settings: StrategySettings): readonly Signal[] {
  const entry = strategies[settings.id] as { needs(settings: StrategySettings): readonly Signal[] };
  return entry.needs(settings);
}

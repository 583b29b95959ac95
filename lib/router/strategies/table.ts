import type { Signal } from '@/lib/fleet/snapshot';
import { consistentHash, type ConsistentHashSettings } from './consistent-hash';
import { joinIdleQueue, type JoinIdleQueueSettings } from './join-idle-queue';
import { leastConnections, type LeastConnectionsSettings } from './least-connections';
import { leastLatency, type LeastLatencySettings } from './least-latency';
import { peakEwma, type PeakEwmaSettings } from './peak-ewma';
import { powerOfTwo, type PowerOfTwoSettings } from './power-of-two';
import { random, type RandomSettings } from './random';
import { roundRobin, type RoundRobinSettings } from './round-robin';
import type { Strategy } from './strategy';
import { weightedRandom, type WeightedRandomSettings } from './weighted-random';

/** Of a strategy that lives on what the router knows by itself. */
const nothing = (): readonly Signal[] => [];

/**
 * Every strategy there is. `byTotal`: it picks the highest total, so weights decide alone and have tie points. `needs`: what nodes must say
 * of their engines for it to mean anything, with these settings.
 */
export const strategies = {
  'least-latency': {
    byTotal: true,
    needs: nothing,
    create: (_settings: LeastLatencySettings): Strategy => leastLatency,
  },
  'least-connections': {
    byTotal: false,
    needs: nothing,
    create: (_settings: LeastConnectionsSettings): Strategy => leastConnections,
  },
  'round-robin': {
    byTotal: false,
    needs: nothing,
    create: (_settings: RoundRobinSettings): Strategy => roundRobin(),
  },
  'weighted-random': {
    byTotal: false,
    needs: nothing,
    create: (_settings: WeightedRandomSettings): Strategy => weightedRandom,
  },
  'consistent-hash': {
    byTotal: false,
    needs: nothing,
    create: (settings: ConsistentHashSettings): Strategy => consistentHash(settings),
  },
  'power-of-two': {
    byTotal: false,
    needs: nothing,
    create: (settings: PowerOfTwoSettings): Strategy => powerOfTwo(settings),
  },
  random: {
    byTotal: false,
    needs: nothing,
    create: (_settings: RandomSettings): Strategy => random,
  },
  'peak-ewma': {
    byTotal: false,
    needs: nothing,
    create: (settings: PeakEwmaSettings): Strategy => peakEwma(settings),
  },
  'join-idle-queue': {
    byTotal: false,
    needs: nothing,
    create: (_settings: JoinIdleQueueSettings): Strategy => joinIdleQueue(),
  },
};

export type StrategyId = keyof typeof strategies;

/** A strategy with its settings, told apart by `id`. */
export type StrategySettings = Parameters<(typeof strategies)[StrategyId]['create']>[0];

export function createStrategy(settings: StrategySettings): Strategy {
  const entry = strategies[settings.id] as { create(settings: StrategySettings): Strategy };
  return entry.create(settings);
}

export function strategyNeeds(settings: StrategySettings): readonly Signal[] {
  const entry = strategies[settings.id] as { needs(settings: StrategySettings): readonly Signal[] };
  return entry.needs(settings);
}

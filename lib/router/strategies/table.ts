import { consistentHash, type ConsistentHashSettings } from './consistent-hash';
import { joinIdleQueue, type JoinIdleQueueSettings } from './join-idle-queue';
import { leastConnections, type LeastConnectionsSettings } from './least-connections';
import { leastLatency, type LeastLatencySettings } from './least-latency';
import { leastRequest, type LeastRequestSettings } from './least-request';
import { peakEwma, type PeakEwmaSettings } from './peak-ewma';
import { powerOfTwo, type PowerOfTwoSettings } from './power-of-two';
import { prequal, type PrequalSettings } from './prequal';
import { random, type RandomSettings } from './random';
import { roundRobin, type RoundRobinSettings } from './round-robin';
import type { Strategy } from './strategy';
import { weightedRandom, type WeightedRandomSettings } from './weighted-random';

/** Every strategy there is. `byTotal`: it picks the highest total, so weights decide alone and have tie points. */
export const strategies = {
  'least-latency': {
    byTotal: true,
    create: (_settings: LeastLatencySettings): Strategy => leastLatency,
  },
  'least-connections': {
    byTotal: false,
    create: (_settings: LeastConnectionsSettings): Strategy => leastConnections,
  },
  'round-robin': {
    byTotal: false,
    create: (_settings: RoundRobinSettings): Strategy => roundRobin(),
  },
  'weighted-random': {
    byTotal: false,
    create: (_settings: WeightedRandomSettings): Strategy => weightedRandom,
  },
  'consistent-hash': {
    byTotal: false,
    create: (settings: ConsistentHashSettings): Strategy => consistentHash(settings),
  },
  'power-of-two': {
    byTotal: false,
    create: (settings: PowerOfTwoSettings): Strategy => powerOfTwo(settings),
  },
  random: {
    byTotal: false,
    create: (_settings: RandomSettings): Strategy => random,
  },
  'peak-ewma': {
    byTotal: false,
    create: (settings: PeakEwmaSettings): Strategy => peakEwma(settings),
  },
  'join-idle-queue': {
    byTotal: false,
    create: (_settings: JoinIdleQueueSettings): Strategy => joinIdleQueue(),
  },
  'least-request': {
    byTotal: false,
    create: (settings: LeastRequestSettings): Strategy => leastRequest(settings),
  },
  prequal: {
    byTotal: false,
    create: (settings: PrequalSettings): Strategy => prequal(settings),
  },
};

export type StrategyId = keyof typeof strategies;

/** A strategy with its settings, told apart by `id`. */
export type StrategySettings = Parameters<(typeof strategies)[StrategyId]['create']>[0];

export function createStrategy(settings: StrategySettings): Strategy {
  const entry = strategies[settings.id] as { create(settings: StrategySettings): Strategy };
  return entry.create(settings);
}

import { consistentHash, type ConsistentHashSettings } from './consistent-hash';
import { leastConnections, type LeastConnectionsSettings } from './least-connections';
import { leastLatency, type LeastLatencySettings } from './least-latency';
import { powerOfTwo, type PowerOfTwoSettings } from './power-of-two';
import { roundRobin, type RoundRobinSettings } from './round-robin';
import type { Strategy } from './strategy';
import { weightedRandom, type WeightedRandomSettings } from './weighted-random';

/** Every strategy there is. `byTotal`: it picks the highest total, so weights decide alone and have tie points. */
export const strategies = {
  'least-latency': {
    title: 'Best score',
    says: 'The highest score of the policies. Without a load policy every request goes to the same node.',
    byTotal: true,
    create: (_settings: LeastLatencySettings): Strategy => leastLatency,
  },
  'least-connections': {
    title: 'Least connections',
    says: 'The fewest requests in flight from this router; the first registered among equals.',
    byTotal: false,
    create: (_settings: LeastConnectionsSettings): Strategy => leastConnections,
  },
  'round-robin': {
    title: 'Round robin',
    says: 'The next eligible node in order of registration.',
    byTotal: false,
    create: (_settings: RoundRobinSettings): Strategy => roundRobin(),
  },
  'weighted-random': {
    title: 'Weighted random',
    says: 'At random, in proportion to the scores.',
    byTotal: false,
    create: (_settings: WeightedRandomSettings): Strategy => weightedRandom(),
  },
  'consistent-hash': {
    title: 'Consistent hash',
    says: 'The same node for the same session, found on a ring; few sessions move when nodes come and go.',
    byTotal: false,
    create: (settings: ConsistentHashSettings): Strategy => consistentHash(settings),
  },
  'power-of-two': {
    title: 'Power of two',
    says: 'Two nodes drawn at random; the one with fewer requests in flight.',
    byTotal: false,
    create: (_settings: PowerOfTwoSettings): Strategy => powerOfTwo,
  },
};

export type StrategyId = keyof typeof strategies;

/** A strategy with its settings, told apart by `id`. */
export type StrategySettings = Parameters<(typeof strategies)[StrategyId]['create']>[0];

export function createStrategy(settings: StrategySettings): Strategy {
  const entry = strategies[settings.id] as { create(settings: StrategySettings): Strategy };
  return entry.create(settings);
}

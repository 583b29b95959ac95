import { describe, expect, it } from 'vitest';

import { parseScenario } from '@/lib/scenario/parse';
import { preset, PRESETS } from '@/lib/scenario/presets';
import type { StrategyId } from '@/lib/scenario/schema';
import { strategySchema } from '@/lib/scenario/schema/router';

import { scorerObstacles, startOf, strategyObstacles } from './strategy-choice';

const scenario = preset(PRESETS[0]!.id)!;
const { groups } = scenario;

describe('the choice of a strategy', () => {
  it('takes every strategy without an obstacle as it starts, and none with one', () => {
    for (const [id, obstacle] of Object.entries(strategyObstacles(groups)) as [StrategyId, string | null][]) {
      const strategy = startOf(id, groups);
      const parsed = parseScenario({ ...scenario, router: { ...scenario.router, strategy } });
      expect(parsed.ok, id).toBe(obstacle === null);
    }
  });

  it('starts a sum with its usual scorers where nodes have signals for them, and running requests for the cache', () => {
    expect(startOf('scorer-sum', groups)).toEqual(
      strategySchema.parse({
        id: 'scorer-sum',
        scorers: [
          { kind: 'queue', weight: 2 },
          { kind: 'running', weight: 2 },
        ],
      }),
    );
  });

  it('knows which scorers are off, and why', () => {
    const off = scorerObstacles(groups);
    expect(Object.keys(off).filter((kind) => off[kind as keyof typeof off] !== null)).toEqual(['kv-cache', 'prefix']);
    expect(off['kv-cache']).toMatch(/^needs kv-used, which no node of this scenario reports/);
  });
});

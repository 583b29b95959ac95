import { describe, expect, it } from 'vitest';

import { brownOut } from './presets/brown-out';
import { parseScenario } from './parse';
import { brokenRules } from './rules';
import type { Scenario } from './schema';
import { strategySchema } from './schema/router';
import { hearableScorers, lacking, obstacles, policyObstacles, reportedBy } from './signals';

const parsed = parseScenario(brownOut.scenario);
if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
const scenario: Scenario = parsed.value;
const CACHED = 'needs cached-blocks, which no node of this scenario reports (slots nodes report queued, running)';

function said(changes: Record<string, unknown>): string[] {
  const result = parseScenario({ ...scenario, ...changes });
  return result.ok ? [] : result.problems.map(({ message }) => message);
}

function routedBy(strategy: unknown): string[] {
  return said({ router: { ...scenario.router, strategy } });
}

describe('what nodes report', () => {
  it('is what their engines say', () => {
    expect([...reportedBy(scenario.groups).signals]).toEqual(['queued', 'running']);
  });

  it('refuses a strategy that needs what nobody reports, as the router’s and as the timeline’s', () => {
    expect(routedBy({ id: 'prefix-cache' })).toEqual([`router.strategy.id: ${CACHED} (found "prefix-cache").`]);
    expect(said({ timeline: [{ id: 'later', kind: 'strategy', atMs: 5, strategy: { id: 'prefix-cache' } }] })).toEqual([
      `timeline[0].strategy.id: ${CACHED} (found "prefix-cache").`,
    ]);
    expect(routedBy({ id: 'kv-cost' })).toEqual([
      'router.strategy.id: needs prefill-blocks, decode-blocks, cached-blocks, which no node of this scenario reports (slots nodes report queued, running) (found "kv-cost").',
    ]);
  });

  it('refuses the scorers that have nothing to go by, each by its name, and lets the others be', () => {
    expect(routedBy({ id: 'scorer-sum' })).toEqual([
      'router.strategy.scorers[1].kind: needs kv-used, which no node of this scenario reports (slots nodes report queued, running) (found "kv-cache").',
      `router.strategy.scorers[2].kind: ${CACHED} (found "prefix").`,
    ]);
    const scorers = hearableScorers(scenario.groups).map((kind) => ({ kind }));
    expect(scorers.map(({ kind }) => kind)).toEqual(['queue', 'running', 'session']);
    expect(routedBy({ id: 'scorer-sum', scorers })).toEqual([]);
    expect(routedBy({ id: 'scorer-sum', scorers: [{ kind: 'queue' }, { kind: 'prefix', weight: 0 }] })).toEqual([]);
  });

  it('refuses a scorer that is listed twice, and a sum of nothing', () => {
    expect(routedBy({ id: 'scorer-sum', scorers: [{ kind: 'queue' }, { kind: 'queue', weight: 3 }] })).toEqual([
      'router.strategy.scorers[1].kind: must be listed once; router.strategy.scorers[0].kind has it already (found "queue").',
    ]);
    expect(routedBy({ id: 'scorer-sum', scorers: [] })[0]).toMatch(/^router\.strategy\.scorers: /);
    expect(routedBy({ id: 'scorer-sum', scorers: [{ kind: 'queue', weight: -1 }] })).toEqual([
      'router.strategy.scorers[0].weight: must be at least 0 (found -1).',
    ]);
  });

  it('lets every strategy through where nodes report everything', () => {
    const all = new Set(['queued', 'running', 'kv-used', 'prefill-blocks', 'decode-blocks', 'cached-blocks'] as const);
    for (const id of ['prefix-cache', 'kv-cost', 'scorer-sum']) {
      const strategy = strategySchema.parse({ id });
      const asked = { ...scenario, router: { ...scenario.router, strategy } };
      expect(brokenRules(asked, { signals: all, words: '' })).toEqual([]);
      expect(brokenRules(asked, reportedBy(scenario.groups))).not.toEqual([]);
    }
  });

  it('refuses a policy that reads what nobody reports, and one with a signal that somebody does not', () => {
    const withPolicy = (policy: unknown) => ({ router: { ...scenario.router, policies: [{ kind: 'health' }, policy] } });
    expect(said(withPolicy({ kind: 'cache' }))).toEqual([`router.policies[1].kind: ${CACHED} (found "cache").`]);
    expect(said(withPolicy({ kind: 'load', signal: 'reported' }))).toEqual([]);
    const policies = [{ kind: 'load', weight: 1, fullAt: 2, signal: 'reported', mode: 'soft' } as const];
    const mute = { signals: new Set(['queued'] as const), words: 'mute nodes report queued' };
    expect(brokenRules({ ...scenario, router: { ...scenario.router, policies } }, mute).map(({ message }) => message)).toEqual([
      'router.policies[0].kind: needs running, which no node of this scenario reports (mute nodes report queued) (found "load").',
    ]);
  });

  it('tells why a policy cannot be added, for each one that cannot', () => {
    const why = policyObstacles(scenario.groups);
    expect(Object.entries(why).filter(([, reason]) => reason !== null)).toEqual([['cache', CACHED]]);
    expect(Object.keys(why)).toContain('throughput');
  });

  it('tells why a strategy cannot be chosen, for each one that cannot', () => {
    const why = obstacles(scenario.groups);
    expect(Object.keys(why).length).toBe(strategySchema.options.length);
    expect(why['power-of-two']).toBeNull();
    expect(why['prefix-cache']).toBe(CACHED);
    expect(why['scorer-sum']).toBe(
      'needs kv-used, cached-blocks, which no node of this scenario reports (slots nodes report queued, running)',
    );
    expect(Object.entries(why).flatMap(([id, reason]) => (reason === null ? [] : [id]))).toEqual([
      'prefix-cache',
      'kv-cost',
      'scorer-sum',
    ]);
    expect(lacking(['queued'], reportedBy(scenario.groups))).toBeNull();
  });
});

describe('strategies that ask engines', () => {
  it('have the defaults of the systems that the strategies come from', () => {
    expect(strategySchema.parse({ id: 'prefix-cache' })).toEqual({
      id: 'prefix-cache',
      matchFraction: 0.3,
      balanceAbs: 64,
      balanceRel: 1.5,
    });
    expect(strategySchema.parse({ id: 'kv-cost' })).toEqual({
      id: 'kv-cost',
      overlapCredit: 1,
      prefillScale: 1,
      temperature: 0,
      overlapDecay: 0,
      activeRequestWeight: 0,
    });
    expect(strategySchema.parse({ id: 'scorer-sum' })).toEqual({
      id: 'scorer-sum',
      scorers: [
        { kind: 'queue', weight: 2 },
        { kind: 'kv-cache', weight: 2 },
        { kind: 'prefix', weight: 3 },
      ],
      picker: 'max-score',
      sessionTtlMs: 300_000,
    });
    expect(strategySchema.parse({ id: 'scorer-sum', scorers: [{ kind: 'session' }] })).toMatchObject({
      scorers: [{ kind: 'session', weight: 1 }],
    });
  });

  it('counts every node as looked at by a strategy that walks, also when the timeline brings it', () => {
    const scorers = [{ kind: 'queue' }];
    const crowd = {
      groups: [{ ...scenario.groups[0]!, count: 5_000 }],
      workload: [{ ...scenario.workload[0]!, arrivals: { kind: 'poisson', ratePerS: 200_000 } }],
      timeline: [],
    };
    const walking = { id: 'scorer-sum', scorers };
    expect(said(crowd)).toEqual([]);
    expect(said({ ...crowd, router: { strategy: walking } })[0]).toMatch(/looks at a node/);
    const later = { ...crowd, timeline: [{ id: 'later', kind: 'strategy', atMs: 5, strategy: walking }] };
    expect(said(later)[0]).toMatch(/looks at a node/);
    expect(said({ ...later, router: { ...scenario.router, window: { maxCandidates: 10 } } })).toEqual([]);
  });
});

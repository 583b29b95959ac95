import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '@/lib/base/law-runs';
import { ROUTE_ERROR } from './decision';
import { exhaustive } from './exhaustive.fixture';
import { aim, anyStrategy, play, situate, situations, type Situated } from './generated-fleet.fixture';
import type { PolicySettings } from './policies/table';
import { emptyResult } from './query';
import type { Router } from './router';
import { BEYOND } from './tie-points';

const routed = (of: Situated, change: (router: Router) => void = () => {}): ReturnType<typeof emptyResult> => {
  const { router, query, nowMs } = situate(of);
  change(router);
  const result = emptyResult();
  router.route(query, nowMs, aim(999), result);
  return result;
};

describe('a router', () => {
  it('L1 explains what it would do, and changes nothing by it', () => {
    fc.assert(
      fc.property(situations, anyStrategy, (of, strategy) => {
        const { router, query, nowMs } = situate(of);
        router.setStrategy(strategy);
        const transitions: string[] = [];
        router.onTransition = (node, from, to) => transitions.push(`${router.catalog.nodes.idOf(node)}: ${from} -> ${to}`);
        const before = router.save();
        const receipt = router.explain(query, nowMs, aim(999));
        expect(router.save()).toEqual(before);
        expect(transitions).toEqual([]);
        expect(router.explain(query, nowMs, aim(999))).toEqual(receipt);

        const result = emptyResult();
        router.route(query, nowMs, aim(999), result);
        expect(transitions).toEqual(receipt.transitions);
        if (receipt.decision.kind === 'refused') {
          const { kind } = receipt.decision.error;
          expect([result.deployment, result.error]).toEqual([-1, ROUTE_ERROR[kind as keyof typeof ROUTE_ERROR]]);
          return;
        }
        const { target, alternatives, reasoning } = receipt.decision.decision;
        expect([result.deployment, result.error]).toEqual([target.deployment, 0]);
        const own = receipt.candidates.find(({ deployment }) => deployment === target.deployment)!;
        expect(own.standing).toBe(result.probe ? 'probe' : 'in-pool');
        expect(own.reason).toBeNull();
        expect(own.total).toBe(target.score);
        expect(reasoning).toMatch(/^\S.*\.$/);
        expect(alternatives.length).toBeLessThanOrEqual(3);
        const pool = receipt.candidates.filter(
          ({ standing, deployment }) => standing === 'in-pool' && deployment !== target.deployment,
        );
        expect(alternatives.map(({ deployment }) => deployment)).toEqual(pool.slice(0, 3).map(({ deployment }) => deployment));
        expect(receipt.margin).toBe(pool.length === 0 ? null : target.score - pool[0]!.total);
      }),
      lawRuns(200),
    );
  });

  it('L2 adds up: the terms of every candidate are its total, and standings account for everybody', () => {
    fc.assert(
      fc.property(situations, (of) => {
        const { router, query, nowMs } = situate(of);
        const receipt = router.explain(query, nowMs, aim(999));
        expect(receipt.candidates.length).toBe(router.catalog.serving('generate').length);
        for (const { terms, total, standing, reason, deployment } of receipt.candidates) {
          expect(terms.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(total, 10);
          const chosen = receipt.decision.kind === 'routed' && receipt.decision.decision.target.deployment === deployment;
          expect(reason === null).toBe(standing === 'in-pool' || (standing === 'probe' && chosen));
        }
        const hidden = receipt.candidates.filter(({ standing }) => standing === 'outside-window');
        expect(hidden.length).toBe(receipt.hiddenByWindow);
        const totals = receipt.candidates.map(({ total }) => total);
        expect(totals).toEqual([...totals].sort((a, b) => b - a));
      }),
      lawRuns(150),
    );
  });

  it('L3 has the pool, the totals and the picks of an exhaustive twin', () => {
    fc.assert(
      fc.property(situations, (of) => {
        const { router, query, nowMs } = situate(of);
        const last = router.save().memories.find(({ strategy }) => strategy.id === 'round-robin')?.memory[0] ?? -1;
        const receipt = router.explain(query, nowMs, aim(999));
        const twin = exhaustive(router, of.ask, nowMs);
        for (const { deployment, total } of receipt.candidates) expect(total).toBe(twin.totals.get(deployment));
        if (receipt.candidates.some(({ standing }) => standing === 'probe')) return;
        const pool = receipt.candidates.filter(({ standing }) => standing === 'in-pool').map(({ deployment }) => deployment);
        expect(pool).toEqual(twin.pool);
        const picked = receipt.decision.kind === 'routed' ? receipt.decision.decision.target.deployment : -1;
        const byRegistration = [...twin.pool].sort((a, b) => a - b);
        const load = (deployment: number): number => router.inFlight(router.catalog.nodeOf[deployment]!);
        if (receipt.decision.kind === 'refused') expect(receipt.decision.error.kind).toBe(twin.error);
        if (twin.pool.length === 0) expect(picked).toBe(-1);
        else if (of.config.strategy.id === 'least-latency') expect(picked).toBe(twin.pool[0]);
        else if (of.config.strategy.id === 'least-connections')
          expect(picked).toBe(byRegistration.reduce((a, b) => (load(b) < load(a) ? b : a)));
        else if (of.config.strategy.id === 'round-robin')
          expect(picked).toBe(byRegistration.find((d) => d > last) ?? byRegistration[0]);
        else expect(twin.pool).toContain(picked);
      }),
      lawRuns(200),
    );
  });

  it('L4 goes on from a saved state as if nothing had happened', () => {
    fc.assert(
      fc.property(situations, situations, anyStrategy, (of, then, strategy) => {
        const { router, query, nowMs } = situate(of);
        router.setWeight('latency', 1.25);
        router.setStrategy(strategy);
        const saved = router.save();
        const copy = situate({ ...of, script: [] });
        copy.router.restore(saved);
        expect(copy.router.save()).toEqual(saved);
        // Attempts under way at the save belong to the driver, so the script goes on with its own.
        for (const one of [router, copy.router]) play(one, then.script, query, nowMs);
        expect(copy.router.save()).toEqual(router.save());
      }),
      lawRuns(100),
    );
  });

  it('L5 gives tie points that hold: the choice is the same just short of each and another just beyond', () => {
    let flips = 0;
    let never = 0;
    fc.assert(
      fc.property(situations, (of) => {
        const exact: Situated = {
          ...of,
          config: { ...of.config, strategy: { id: 'least-latency' }, policies: distinct(of.config.policies) },
        };
        const { router, query, nowMs } = situate(exact);
        const receipt = router.explain(query, nowMs, aim(999));
        if (receipt.decision.kind === 'refused') {
          expect(receipt.tiePoints).toEqual([]);
          return;
        }
        const { target } = receipt.decision.decision;
        for (const { policy, weight, flipsAt, to } of receipt.tiePoints) {
          const kind = policy as Parameters<Router['setWeight']>[0];
          // The situation must be reached under the old weight, and only the question asked under the new one.
          const at = (value: number): number => routed(exact, (router) => router.setWeight(kind, value)).deployment;
          if (flipsAt === null) {
            never++;
            for (const other of [-1_000, weight - 1, weight + 1, 1_000]) expect(at(other)).toBe(target.deployment);
            continue;
          }
          flips++;
          const step = BEYOND * Math.max(1, Math.abs(flipsAt));
          const towards = flipsAt > weight || (flipsAt === weight && at(weight + step) !== target.deployment) ? 1 : -1;
          const beyond = at(flipsAt + towards * step);
          expect(beyond).not.toBe(target.deployment);
          expect(beyond === -1 ? null : router.catalog.nodeIdOf(beyond)).toBe(to);
          // Everything nearer than the tie point, on both sides, leaves the choice as it is.
          const reach = Math.abs(flipsAt - weight) - step;
          if (reach > 0) for (const share of [-1, -0.5, 0.5, 1]) expect(at(weight + share * reach)).toBe(target.deployment);
        }
      }),
      lawRuns(500),
    );
    // Whatever the seed, both kinds of answer are met often enough to mean something.
    expect(Math.min(flips, never)).toBeGreaterThan(30);
  });
});

/** At most one policy of each kind with a weight, since `setWeight` changes all of a kind. */
function distinct(policies: readonly PolicySettings[]): readonly PolicySettings[] {
  const seen = new Set<string>();
  return policies.filter((policy) => policy.kind !== 'composite' && !seen.has(policy.kind) && seen.add(policy.kind));
}

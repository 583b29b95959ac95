/** A deployment that loads, drains or is away: what the router does with it, and what it says. */
import { describe, expect, it } from 'vitest';

import { aimed, end, load, nameOf, requestFor, send, smallFleet, trip, type SmallFleet } from './small-fleet.fixture';
import { strategies, type StrategyId } from './strategies/table';
import { usualSettings } from './strategies/usual-settings.fixture';

const AWAY = ['loading', 'draining', 'removed'] as const;

const receiptOf = (fleet: SmallFleet) => fleet.router.explainRequest(requestFor('r'), 0, aimed());

describe('a deployment that is not ready', () => {
  it.each(Object.keys(strategies) as StrategyId[])('is never picked by %s, and is again once ready', (id) => {
    for (const strategy of usualSettings(id)) {
      const fleet = smallFleet(['a', 'b', 'c'], { config: { strategy } });
      const seen = (from: number): Set<string | null> =>
        new Set(
          Array.from({ length: 60 }, (_, i) => {
            const sent = send(fleet, from + i, i, { key: Math.imul(i, 0x9e3779b1) >>> 0 });
            const name = nameOf(fleet, sent);
            if (sent.deployment !== -1) end(fleet, sent, 'ok', 500, from + i);
            return name;
          }),
        );
      for (const status of AWAY) {
        fleet.catalog.setStatus(1, status);
        expect(seen(0)).not.toContain('b');
        expect(seen(0)).not.toContain(null);
      }
      fleet.catalog.setStatus(0, 'draining');
      fleet.catalog.setStatus(2, 'removed');
      expect(seen(100)).toEqual(new Set([null]));
      fleet.catalog.setStatus(1, 'ready');
      expect(seen(200)).toEqual(new Set(['b']));
    }
  });

  it('stands in the receipt as its status, with the reason, whatever its breaker says', () => {
    const fleet = smallFleet(['a', 'b', 'c', 'd']);
    load(fleet, 1, 2);
    trip(fleet, 2, 0);
    fleet.catalog.setStatus(1, 'draining');
    fleet.catalog.setStatus(2, 'loading');
    fleet.catalog.setStatus(3, 'removed');
    const standings = receiptOf(fleet).candidates.map(({ node, standing, reason }) => [node, standing, reason]);
    expect(standings.sort()).toEqual([
      ['a', 'in-pool', null],
      ['b', 'draining', 'takes no new requests; 2 are under way'],
      ['c', 'loading', 'its model is being loaded'],
      ['d', 'removed', 'is not in the fleet now'],
    ]);
  });

  it('is no candidate, and a fleet of such has no capacity', () => {
    const fleet = smallFleet(['a', 'b']);
    fleet.catalog.setStatus(0, 'draining');
    expect(fleet.router.getCandidates(requestFor('r'), 0).map(({ target }) => target.node)).toEqual(['b']);
    fleet.catalog.setStatus(1, 'removed');
    const { decision } = receiptOf(fleet);
    expect(decision).toEqual({
      kind: 'refused',
      error: { kind: 'NoCapacity', capability: 'generate' },
      reasoning: 'No node can take generate requests: 1 draining, 1 removed.',
    });
    expect(send(fleet, 0).error).toBe(1);
  });

  it('keeps its health and its breaker, which nobody asks while it is away', () => {
    const fleet = smallFleet(['a', 'b']);
    trip(fleet, 0, 0);
    fleet.catalog.setStatus(0, 'draining');
    expect(nameOf(fleet, send(fleet, 6_000))).toBe('b');
    expect(fleet.router.nodeView(0, 6_000)).toMatchObject({ status: 'draining', breaker: 'open', failuresInRow: 5 });
    fleet.catalog.setStatus(0, 'ready');
    const probe = send(fleet, 6_001);
    expect([nameOf(fleet, probe), probe.probe]).toEqual(['a', true]);
  });

  it('that is half-open lends no probe slot', () => {
    const fleet = smallFleet(['a', 'b']);
    trip(fleet, 0, 0);
    expect(send(fleet, 6_000).probe).toBe(true);
    fleet.catalog.setStatus(0, 'draining');
    const next = send(fleet, 6_001);
    expect([nameOf(fleet, next), next.probe]).toEqual(['b', false]);
  });

  it('lets attempts under way end as any other', () => {
    const fleet = smallFleet(['a']);
    const sent = send(fleet, 0);
    fleet.catalog.setStatus(0, 'draining');
    end(fleet, sent, 'ok', 40, 40);
    expect(fleet.router.nodeView(0, 40)).toMatchObject({ inFlight: 0, latencySamples: 1, p50LatencyMs: 40 });
  });

  it('keeps its points on the ring, so its sessions come back and nobody else’s move', () => {
    for (const form of ['ring', 'maglev'] as const) {
      const fleet = smallFleet(['a', 'b', 'c'], {
        config: {
          strategy: { id: 'consistent-hash', form, virtualNodes: 50, tableSize: 251, boundedLoad: null },
        },
      });
      const homes = (): (string | null)[] =>
        Array.from({ length: 200 }, (_, i) => {
          const sent = send(fleet, 0, 1, { key: Math.imul(i, 0x9e3779b1) >>> 0 });
          end(fleet, sent, 'ok', 500, 0);
          return nameOf(fleet, sent);
        });
      const before = homes();
      fleet.catalog.setStatus(1, 'removed');
      const away = homes();
      before.forEach((home, i) => {
        if (home === 'b') expect(away[i]).not.toBe('b');
        else expect(away[i]).toBe(home);
      });
      fleet.catalog.setStatus(1, 'ready');
      expect(homes()).toEqual(before);
    }
  });
});

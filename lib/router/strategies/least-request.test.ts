import { describe, expect, it } from 'vitest';
import { emptyResult } from '../query';
import { aimed, end, load, nameOf, send, smallFleet, type SmallFleet } from '../small-fleet.fixture';
import { turnCost, type LeastRequestSettings } from './least-request';

const USUAL: LeastRequestSettings = { id: 'least-request', choices: 2, selection: 'choices', activeRequestBias: 1 };
const fleetOf = (weights: readonly number[], settings: Partial<LeastRequestSettings> = {}): SmallFleet =>
  smallFleet(
    weights.map((_, i) => `n${i}`),
    { weights, config: { strategy: { ...USUAL, ...settings } } },
  );

describe('least-request', () => {
  it('weighs a node as Envoy does', () => {
    // The vectors of the reference document: weight 100 with 4 active.
    expect(100 / turnCost(4, 1)).toBe(20);
    expect(100 / turnCost(4, 0.5)).toBeCloseTo(44.72, 2);
    expect(100 / turnCost(4, 0)).toBe(100);
  });

  it('takes the less loaded of two draws where weights are equal, which may be one node twice, whatever the bias', () => {
    const picks = (activeRequestBias: number): (string | null)[] => {
      const fleet = fleetOf([3, 3, 3], { activeRequestBias });
      load(fleet, 1, 9);
      const result = emptyResult();
      return Array.from({ length: 400 }, (_, i) => {
        fleet.router.route(fleet.query, 1, aimed(i), result);
        return nameOf(fleet, result);
      });
    };
    // The busiest wins against itself alone: 1 in 9.
    const busiest = picks(1).filter((name) => name === 'n1').length;
    expect(busiest).toBeGreaterThan(20);
    expect(busiest).toBeLessThan(80);
    expect(picks(4)).toEqual(picks(0));
  });

  it('takes the least loaded of all with a full scan, the first registered among equals', () => {
    const fleet = fleetOf([1, 1, 1], { selection: 'full-scan' });
    [2, 1, 1].forEach((count, deployment) => load(fleet, deployment, count));
    expect([0, 1, 2].map((i) => nameOf(fleet, send(fleet, 1, i)))).toEqual(['n1', 'n2', 'n0']);
  });

  it('weighs a node by any power of what it has in flight', () => {
    // 9 to the 3/2 is 27, 4 to the 5/2 is 32, 100 to the 1/4 is the root of 10.
    expect([turnCost(8, 1.5), turnCost(3, 2.5)]).toEqual([27, 32]);
    expect(turnCost(99, 0.25)).toBeCloseTo(Math.sqrt(10), 14);
    for (let inFlight = 0; inFlight < 2_000; inFlight++) expect(turnCost(inFlight, 2)).toBe((inFlight + 1) * (inFlight + 1));
  });

  it('asks a node less often for what it has in flight when its turn is taken, and never quite stops', () => {
    const counts = (busy: number): number => {
      const fleet = fleetOf([2, 2, 1]);
      load(fleet, 0, busy);
      let picks = 0;
      for (let i = 0; i < 500; i++) {
        const sent = send(fleet, i, i);
        if (sent.deployment === 0) picks++;
        end(fleet, sent, 'ok', 1, i);
      }
      return picks;
    };
    // Weight 2 of 5; 2/2 of 4; 2/10 of 3.2.
    expect(counts(0)).toBe(200);
    expect(counts(1)).toBeGreaterThanOrEqual(124);
    expect(counts(1)).toBeLessThanOrEqual(126);
    expect(counts(9)).toBeGreaterThanOrEqual(30);
    expect(counts(9)).toBeLessThanOrEqual(33);
  });

  it('says what the turn will cost', () => {
    const fleet = fleetOf([4, 1]);
    load(fleet, 0, 3);
    const { steps } = fleet.router.explain(fleet.query, 1, aimed());
    expect(steps).toContainEqual({ label: 'in flight', value: '3, so the next turn is due 1.000 later' });
  });
});

import { describe, expect, it } from 'vitest';
import { OUTCOME_CODE } from '@/lib/fleet/outcome';
import { BREAKER_SETS } from './breaker-sets';
import { CircuitBreaker } from './circuit-breaker';
import { leastRate, mayEject, multipleFrom } from './ejection';
import { NodeTable } from './node-table';
import type { BreakerSettings, EjectionSettings } from './settings';

const rules: EjectionSettings = BREAKER_SETS.envoy.breaker.ejection;

describe('the cap on ejections', () => {
  it('allows a tenth of ten and none of nine, as published', () => {
    expect([mayEject(0, 9, rules), mayEject(0, 10, rules), mayEject(1, 10, rules)]).toEqual([false, true, false]);
    expect([mayEject(28, 100, { ...rules, maxEjectedFraction: 0.29 }), mayEject(9, 9, null)]).toEqual([true, true]);
  });

  it('lets one go where one always may', () => {
    const one = { ...rules, alwaysOne: true };
    expect([mayEject(0, 3, one), mayEject(1, 3, one)]).toEqual([true, false]);
  });
});

describe('the success-rate comparison at 1.9 deviations', () => {
  /** `dead` of `nodes` answer nothing: whether the comparison finds them. */
  const finds = (dead: number, nodes: number): boolean =>
    0 <
    leastRate(
      Array.from({ length: nodes }, (_, i) => (i < dead ? 0 : 1)),
      1.9,
    );

  it('is blind once 21.7 % of the fleet are dead', () => {
    expect([finds(1, 5), finds(2, 10), finds(4, 20), finds(21, 97)]).toEqual([true, true, true, true]);
    expect([finds(2, 5), finds(3, 10), finds(5, 20), finds(22, 100)]).toEqual([false, false, false, false]);
    expect(leastRate([1, 1, 1, 1, 0], 1.9)).toBeCloseTo(0.04, 12);
  });
});

describe('a sweep', () => {
  function fleet(nodes: number, of: Partial<EjectionSettings> = {}, more: Partial<BreakerSettings> = {}) {
    const table = new NodeTable();
    for (let i = 0; i < nodes; i++) table.intern(`n${i}`);
    const breakers = new CircuitBreaker({ ...BREAKER_SETS.envoy.breaker, ejection: { ...rules, ...of }, ...more }, table);
    const told: string[] = [];
    breakers.onTransition = (node, _from, to, cause, atMs, _counters, nextMs) =>
      told.push(`${atMs}: n${node} ${to}, ${cause}; next ${nextMs}`);
    const call = (node: number, times: number, outcome: keyof typeof OUTCOME_CODE, atMs: number): void => {
      for (let i = 0; i < times; i++) breakers.heard(node, OUTCOME_CODE[outcome], 20, NaN, atMs);
    };
    return { breakers, told, call };
  }

  it('ejects the node that stands out, and takes it back at the sweep after its time', () => {
    const { breakers, told, call } = fleet(10);
    for (let node = 0; node < 10; node++) {
      // Never five in a row: only the comparison can tell.
      for (let i = 0; i < 50; i++) {
        if (node === 3) call(node, 1, 'error', 1_000);
        call(node, node === 3 ? 1 : 2, 'ok', 1_000);
      }
    }
    expect(told).toEqual([]);
    breakers.catchUp(39_999);
    expect(told).toEqual(['10000: n3 open, success rate 50.0 %, below 66.5 %; next 40000']);
    breakers.catchUp(40_000);
    expect(told[1]).toBe('40000: n3 closed, open time over; next null');
  });

  it('says nothing of a fleet with too few calls', () => {
    const { breakers, told, call } = fleet(10);
    for (let node = 0; node < 10; node++) call(node, 99, node === 3 ? 'stalled' : 'ok', 1_000);
    expect(told.map((line) => line.slice(0, 14))).toEqual(['1000: n3 open,']);
    breakers.catchUp(20_000);
    expect(told.length).toBe(1);
  });

  it('compares shares of failures where that rule is on', () => {
    const failureShare = { minimumNodes: 2, minimumCalls: 4, fraction: 0.75 };
    const { breakers, told, call } = fleet(
      2,
      { failureShare, successRate: null, maxEjectedFraction: 0.5 },
      { failureThreshold: null },
    );
    call(0, 3, 'error', 1);
    call(0, 1, 'ok', 2);
    call(1, 4, 'ok', 3);
    breakers.catchUp(10_000);
    expect(told).toEqual(['10000: n0 open, 3 of 4 calls failed since the last sweep; next 40000']);
  });

  it('ejects a node for longer each time, and for less after calm sweeps', () => {
    const { breakers, told, call } = fleet(10);
    const trips = (atMs: number): void => call(0, 5, 'error', atMs);
    for (const atMs of [1_000, 41_000, 111_000, 231_000]) trips(atMs);
    breakers.catchUp(1_000_000);
    // Ejected at 1 s for 30 s, at 41 s for 60 s, at 111 s for 90 s. It is back at 210 s, and 21 s of calm take two off.
    expect(told.filter((line) => line.includes('open,')).map((line) => Number(/next (\d+)/.exec(line)![1]))).toEqual([
      40_000, 110_000, 210_000, 300_000,
    ]);
  });

  it('is at whole multiples of its time, however late it is made up for', () => {
    expect([multipleFrom(10, 0, 0), multipleFrom(10, 25, 20), multipleFrom(10, 30, 20), multipleFrom(10, 5, 30)]).toEqual([
      10, 30, 30, 40,
    ]);
    for (let k = 1; k < 2_000; k++) expect(multipleFrom(0.1, k * 0.1, 0)).toBe(k * 0.1);
  });

  it('remembers how often a trip was refused', () => {
    const { breakers, told, call } = fleet(9);
    call(0, 7, 'error', 5);
    expect([told, breakers.refusedTrips(0), breakers.at(0)]).toEqual([[], 3, { kind: 'closed', failures: 7 }]);
  });
});

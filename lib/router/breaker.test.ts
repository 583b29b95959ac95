import { describe, expect, it } from 'vitest';
import { CLOSED, giveBack, probesInFlight, stepBreaker, type Breaker } from './breaker';
import { CircuitBreaker } from './circuit-breaker';
import { SETTINGS, type BreakerSettings } from './settings';

const rules: BreakerSettings = { ...SETTINGS.switchyard.breaker, failureThreshold: 2, openMs: 100, halfOpenSuccesses: 2 };

describe('the pure machine', () => {
  const halfOpen: Breaker = { kind: 'half-open', failures: 2, successes: 0, sinceMs: 130, leases: [] };

  it('goes round: closed, open, half-open, closed', () => {
    const one = stepBreaker(CLOSED, 'failed', 20, rules);
    expect(one).toEqual({ kind: 'closed', failures: 1 });
    const open = stepBreaker(one, 'failed', 30, rules);
    expect(open).toEqual({ kind: 'open', failures: 2, untilMs: 130 });
    expect(stepBreaker(open, 'asked', 129.999, rules)).toBe(open);
    expect(stepBreaker(open, 'asked', 130, rules)).toEqual(halfOpen);
    const answered = stepBreaker(halfOpen, 'succeeded', 140, rules);
    expect(answered).toEqual({ ...halfOpen, successes: 1 });
    expect(stepBreaker(answered, 'succeeded', 150, rules)).toBe(CLOSED);
  });

  it('opens again at one failure while half-open, and keeps counting failures', () => {
    expect(stepBreaker(halfOpen, 'failed', 140, rules)).toEqual({ kind: 'open', failures: 3, untilMs: 240 });
  });

  it('lends slots that come back by themselves', () => {
    const leased = stepBreaker(stepBreaker(halfOpen, 'leased', 140, rules), 'leased', 150, rules);
    expect(probesInFlight(leased, 30_139)).toBe(2);
    expect(probesInFlight(leased, 30_140)).toBe(1);
    expect(probesInFlight(leased, 30_150)).toBe(0);
  });

  it('takes back the very slot that was lent, and nothing for one that has run out', () => {
    const leased = stepBreaker(stepBreaker(halfOpen, 'leased', 140, rules), 'leased', 150, rules);
    expect(giveBack(leased, 140, 200, rules)).toEqual({ ...halfOpen, leases: [30_150] });
    expect(giveBack(leased, 150, 200, rules)).toEqual({ ...halfOpen, leases: [30_140] });
    expect(probesInFlight(giveBack(leased, 140, 30_145, rules), 30_145)).toBe(1);
  });
});

describe('the breakers of a fleet', () => {
  it('tell each transition with its cause and its counters', () => {
    const breaker = new CircuitBreaker(rules);
    const told: unknown[] = [];
    breaker.onTransition = (node, from, to, cause, nowMs, { failures, successes }, nextMs) =>
      told.push([node, from, to, cause, nowMs, { failures, successes }, nextMs]);
    breaker.isOpen('quiet', 0);
    for (const atMs of [10, 20]) breaker.reportFailure('n', atMs);
    breaker.isOpen('n', 120);
    breaker.reportFailure('n', 125);
    breaker.isOpen('n', 225);
    for (const atMs of [226, 227]) breaker.reportSuccess('n', atMs);
    expect(told).toEqual([
      [1, 'closed', 'open', '2 failures in a row', 20, { failures: 2, successes: 0 }, 120],
      [1, 'open', 'half-open', 'open time over', 120, { failures: 2, successes: 0 }, null],
      [1, 'half-open', 'open', 'a probe failed', 125, { failures: 3, successes: 0 }, 225],
      [1, 'open', 'half-open', 'open time over', 225, { failures: 3, successes: 0 }, null],
      [1, 'half-open', 'closed', '2 probes answered', 227, { failures: 0, successes: 1 }, null],
    ]);
  });

  it('count an epoch at each trip', () => {
    const breaker = new CircuitBreaker(rules);
    const epochs = [5, 6, 106, 107, 207, 208].map((atMs, i) => {
      if (i % 2 === 0 && i > 0) breaker.isOpen('n', atMs);
      else breaker.reportFailure('n', atMs);
      if (i === 0) breaker.reportFailure('n', atMs);
      return breaker.epoch(0);
    });
    expect(epochs).toEqual([1, 1, 1, 2, 2, 3]);
  });

  it('know the earliest time at which one can turn', () => {
    const breaker = new CircuitBreaker({ ...rules, failureThreshold: 1 });
    expect(breaker.earliestMs).toBe(Infinity);
    breaker.reportFailure('a', 50);
    breaker.reportFailure('b', 20);
    expect(breaker.earliestMs).toBe(120);
    breaker.isOpen('b', 120);
    breaker.findEarliest();
    expect(breaker.earliestMs).toBe(150);
    expect([breaker.open, breaker.halfOpen]).toEqual([[0], [1]]);
  });
});

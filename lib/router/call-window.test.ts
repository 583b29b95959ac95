import { describe, expect, it } from 'vitest';
import { MARK, reachedShare } from './call-tally';
import { createWindow, type CallWindow } from './call-window';
import type { RateRule } from './settings';

const sums = ({ tally }: CallWindow, node = 0): number[] => [
  tally.calls[node]!,
  tally.failed[node]!,
  tally.slow[node]!,
  tally.slowFirstToken[node]!,
];

describe('a count window', () => {
  it('holds the last calls of each node, and forgets the oldest first', () => {
    const window = createWindow({ kind: 'count', calls: 3 });
    window.fit(2);
    for (const marks of [MARK.failed, MARK.slow, 0]) window.add(0, marks, 5);
    window.add(1, MARK.failed | MARK.slowFirstToken, 5);
    expect([sums(window, 0), sums(window, 1)]).toEqual([
      [3, 1, 1, 0],
      [1, 1, 0, 1],
    ]);
    window.add(0, MARK.slow, 5);
    expect(sums(window)).toEqual([3, 0, 2, 0]);
    window.clear(0);
    window.add(0, 0, 5);
    expect(sums(window)).toEqual([1, 0, 0, 0]);
  });

  it('keeps what it holds when the fleet grows', () => {
    const window = createWindow({ kind: 'count', calls: 2 });
    window.fit(1);
    window.add(0, MARK.failed, 0);
    window.fit(100);
    window.add(0, 0, 0);
    window.add(0, 0, 0);
    expect(sums(window)).toEqual([2, 0, 0, 0]);
  });
});

describe('a time window', () => {
  it('forgets a slice when its tenth of the window has left, so up to a tenth early', () => {
    const window = createWindow({ kind: 'time', ms: 100 });
    window.fit(1);
    window.add(0, MARK.failed, 9.9);
    window.add(0, 0, 99.9);
    expect(sums(window)).toEqual([2, 1, 0, 0]);
    window.add(0, 0, 100);
    expect(sums(window)).toEqual([2, 0, 0, 0]);
  });

  it('is empty after a pause of its length', () => {
    const window = createWindow({ kind: 'time', ms: 100 });
    window.fit(1);
    for (let at = 0; at < 100; at += 10) window.add(0, MARK.failed | MARK.slow, at);
    expect(sums(window)).toEqual([10, 10, 10, 0]);
    window.add(0, MARK.slow, 1_000_000);
    expect(sums(window)).toEqual([1, 0, 1, 0]);
  });
});

describe('a share', () => {
  const rule: RateRule = {
    window: { kind: 'count', calls: 100 },
    minimumCalls: 1,
    failureFraction: 0.29,
    slow: { ms: 50, fraction: 0.5 },
    slowFirstToken: null,
  };

  it('is reached at the fraction itself, without a rounding error in between', () => {
    const window = createWindow(rule.window);
    window.fit(1);
    for (let i = 0; i < 100; i++) window.add(0, i < 28 ? MARK.failed : 0, 0);
    expect(reachedShare(rule, window.tally, 0)).toBeNull();
    for (let i = 0; i < 29; i++) window.add(0, MARK.failed, 0);
    expect([window.tally.failed[0], reachedShare(rule, window.tally, 0)]).toEqual([29, 'failed']);
  });
});

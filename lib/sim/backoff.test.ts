import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';
import { CounterStream } from '@/lib/base/random';

import { Backoff } from './backoff';

function backoff(settings: ConstructorParameters<typeof Backoff>[0]['backoff'], retries = 100, seed = 3): Backoff {
  return new Backoff({ backoff: settings, retries }, new CounterStream(seed));
}
const firstFive = (of: Backoff): number[] => [1, 2, 3, 4, 5].map((made) => of.pauseMs(made, 0, 17, made - 1, 0));

describe('a back-off', () => {
  it('is nothing, always the same, or grows with the tries made', () => {
    expect(firstFive(backoff({ kind: 'none' }))).toEqual([0, 0, 0, 0, 0]);
    expect(firstFive(backoff({ kind: 'fixed', ms: 7 }))).toEqual([7, 7, 7, 7, 7]);
    expect(firstFive(backoff({ kind: 'linear', ms: 7 }))).toEqual([7, 14, 21, 28, 35]);
  });

  it('grows by its factor up to its cap, however many the retries', () => {
    const exponential = backoff({ kind: 'exponential', ms: 5, factor: 3, capMs: 100, jitter: 'none' });
    expect(firstFive(exponential)).toEqual([5, 15, 45, 100, 100]);
    expect(exponential.pauseMs(100, 0, 1, 99, 0)).toBe(100);
    expect(firstFive(backoff({ kind: 'exponential', ms: 900, factor: 2, capMs: 400, jitter: 'none' }))[0]).toBe(400);
  });

  it('with full jitter is uniform below that: the mean is half, and a tenth of the pauses lie below a tenth', () => {
    const jittered = backoff({ kind: 'exponential', ms: 10, factor: 2, capMs: 1_000, jitter: 'full' });
    let sum = 0;
    let low = 0;
    let least = Infinity;
    let most = 0;
    const draws = 20_000;
    for (let n = 0; n < draws; n++) {
      const pauseMs = jittered.pauseMs(4, 2, n, 3, 0);
      least = Math.min(least, pauseMs);
      most = Math.max(most, pauseMs);
      sum += pauseMs;
      if (pauseMs < 8) low++;
    }
    expect(least).toBeGreaterThanOrEqual(0);
    expect(most).toBeLessThan(80);
    // Standard deviations 0.16 ms and 0.21 %; six of each.
    expect(Math.abs(sum / draws - 40)).toBeLessThan(1);
    expect(Math.abs(low / draws - 0.1)).toBeLessThan(0.013);
  });

  it('without correlation lies between its base and three times the pause before, and forgets nothing but that', () => {
    const decorrelated = backoff({ kind: 'decorrelated', ms: 20, capMs: 500 });
    expect(decorrelated.remembers).toBe(true);
    fc.assert(
      fc.property(fc.nat(100_000), fc.double({ min: 20, max: 500, noNaN: true }), (n, beforeMs) => {
        const first = decorrelated.pauseMs(1, 1, n, 0, 0);
        expect(first).toBeGreaterThanOrEqual(20);
        expect(first).toBeLessThan(60);
        const later = decorrelated.pauseMs(2, 1, n, 1, beforeMs);
        expect(later).toBeGreaterThanOrEqual(20);
        expect(later).toBeLessThanOrEqual(Math.min(500, 3 * beforeMs));
      }),
      lawRuns(300),
    );
  });

  it('is drawn from request and try alone', () => {
    const settings = { kind: 'exponential', ms: 10, factor: 2, capMs: 1_000, jitter: 'full' } as const;
    const one = backoff(settings);
    const other = backoff(settings);
    for (let n = 0; n < 50; n++) other.pauseMs(1, 3, n, 0, 0);
    expect(other.pauseMs(2, 1, 9, 1, 0)).toBe(one.pauseMs(2, 1, 9, 1, 0));
    // Of two classes, of tries near and far.
    const seen = new Set<number>();
    for (const classIndex of [0, 1, 19]) for (let t = 0; t < 60; t++) seen.add(one.pauseMs(9, classIndex, 4, t, 0));
    expect(seen.size).toBe(180);
  });
});

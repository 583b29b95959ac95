import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '@/lib/base/law-runs';
import { SessionMemory } from './session-memory';

const TTL_MS = 100;
const CAPACITY = 128;

/** The slow, obvious way: everything ever kept, newest last, and a look at the end of it. */
class Diary {
  private entries: { readonly key: number; readonly deployment: number; readonly atMs: number }[] = [];

  at(key: number, nowMs: number): number {
    const entry = this.entries.find((one) => one.key === key);
    return entry === undefined || nowMs - entry.atMs > TTL_MS ? -1 : entry.deployment;
  }

  keep(key: number, deployment: number, atMs: number): void {
    this.entries = this.entries.filter((one) => one.key !== key);
    this.entries.push({ key, deployment, atMs });
    this.entries = this.entries.slice(-CAPACITY);
  }
}

describe('session memory', () => {
  it('knows what a diary of the newest keys knows, through growth, eviction, expiry and restored states', () => {
    // Keys that fall into one bucket now and then, and more of them than there is room for.
    const key = fc.oneof(
      fc.integer({ min: 0, max: 400 }),
      fc.integer({ min: 0, max: 9 }).map((n) => 4_294_967_295 - 1_024 * n),
    );
    const steps = fc.array(
      fc.record({ key, deployment: fc.nat(9), afterMs: fc.constantFrom(0, 0, 0, 1, 40), saves: fc.nat(60) }),
      { minLength: 100, maxLength: 600, size: 'max' },
    );
    fc.assert(
      fc.property(steps, (list) => {
        let memory = new SessionMemory(TTL_MS, CAPACITY);
        const diary = new Diary();
        let nowMs = 0;
        for (const step of list) {
          nowMs += step.afterMs;
          expect(memory.at(step.key, nowMs)).toBe(diary.at(step.key, nowMs));
          memory.keep(step.key, step.deployment, nowMs);
          diary.keep(step.key, step.deployment, nowMs);
          if (step.saves === 0) {
            const other = new SessionMemory(TTL_MS, CAPACITY);
            other.keep(77, 7, 0);
            other.restore(JSON.parse(JSON.stringify(memory.save())) as number[]);
            expect(other.save()).toEqual(memory.save());
            memory = other;
          }
        }
        expect(memory.size).toBeLessThanOrEqual(CAPACITY);
        for (let one = 0; one <= 400; one++) expect(memory.at(one, nowMs)).toBe(diary.at(one, nowMs));
      }),
      lawRuns(60),
    );
  });

  it('forgets a session after its time without a request, not after its time since the first', () => {
    const memory = new SessionMemory(TTL_MS);
    memory.keep(5, 2, 0);
    memory.keep(5, 3, 80);
    expect(memory.at(5, 180)).toBe(3);
    expect(memory.at(5, 180.001)).toBe(-1);
    expect(memory.at(6, 80)).toBe(-1);
  });

  it('takes no more room for keys that are forgotten, and lets the oldest go where there is none', () => {
    const memory = new SessionMemory(TTL_MS, 64);
    for (let key = 0; key < 1_000; key++) memory.keep(key, 0, 200 * key);
    expect(memory.size).toBe(1);
    for (let key = 0; key < 1_000; key++) memory.keep(key, 0, 300_000);
    expect(memory.size).toBe(64);
    expect([memory.at(935, 300_000), memory.at(936, 300_000)]).toEqual([-1, 0]);
  });
});

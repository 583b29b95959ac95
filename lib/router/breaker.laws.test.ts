import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '@/lib/base/law-runs';
import { BREAKER_CODE } from '@/lib/fleet/snapshot';
import { CLOSED, giveBack, probesInFlight, stepBreaker, type Breaker } from './breaker';
import { CircuitBreaker } from './circuit-breaker';
import { SETTINGS, type BreakerSettings } from './settings';

/** The reference's machine as its description has it: four fields, no union. The slow, obvious twin. */
class FourFields {
  state = 'closed';
  private failures = 0;
  private successes = 0;
  private lastFailure = 0;
  private readonly rules: BreakerSettings;

  constructor(rules: BreakerSettings) {
    this.rules = rules;
  }

  asked(nowMs: number): void {
    if (this.state === 'open' && nowMs - this.lastFailure >= this.rules.openMs) {
      this.state = 'half-open';
      this.successes = 0;
    }
  }

  succeeded(): void {
    if (this.state === 'half-open' && ++this.successes < this.rules.halfOpenSuccesses) return;
    this.state = 'closed';
    this.failures = 0;
    this.successes = 0;
  }

  failed(nowMs: number): void {
    this.failures++;
    this.lastFailure = nowMs;
    if (this.state === 'closed' && this.failures < this.rules.failureThreshold!) return;
    this.state = 'open';
    this.successes = 0;
  }
}

const NODES = ['a', 'b', 'c'];
const rules: fc.Arbitrary<BreakerSettings> = fc
  .record({
    failureThreshold: fc.integer({ min: 0, max: 4 }),
    openMs: fc.integer({ min: 0, max: 60 }),
    halfOpenSuccesses: fc.integer({ min: 0, max: 4 }),
    probes: fc.option(fc.record({ max: fc.integer({ min: 1, max: 3 }), leaseMs: fc.integer({ min: 1, max: 50 }) })),
    ignoreLate: fc.boolean(),
    resetHealthOnClose: fc.boolean(),
  })
  .map((of) => ({ ...SETTINGS.reference.breaker, ...of }));
const events = fc.array(
  fc.record({
    node: fc.nat(2),
    event: fc.constantFrom(
      'asked' as const,
      'asked' as const,
      'succeeded' as const,
      'failed' as const,
      'leased' as const,
      'returned' as const,
    ),
    afterMs: fc.nat(25),
  }),
  { maxLength: 80 },
);

describe('breakers', () => {
  it('L1 the fleet’s breakers are the pure machine, node by node, and move as the four-field twin', () => {
    fc.assert(
      fc.property(rules, events, (rules, events) => {
        const fleet = new CircuitBreaker(rules);
        for (const name of NODES) fleet.isOpen(name, 0);
        const pure: Breaker[] = NODES.map(() => CLOSED);
        const twins = NODES.map(() => new FourFields(rules));
        let nowMs = 0;
        for (const { node, event, afterMs } of events) {
          nowMs += afterMs;
          const sinceMs = nowMs - 10;
          if (event === 'returned') {
            fleet.giveBack(node, sinceMs, nowMs);
            pure[node] = giveBack(pure[node]!, sinceMs, nowMs, rules);
          } else {
            pure[node] = stepBreaker(pure[node]!, event, nowMs, rules);
            if (event === 'asked') expect(fleet.blocks(node, nowMs)).toBe(pure[node].kind === 'open');
            else if (event === 'leased') fleet.lease(node, nowMs);
            else fleet[event](node, nowMs);
            if (event !== 'leased') twins[node]![event](nowMs);
          }
          NODES.forEach((_, i) => {
            const breaker = pure[i]!;
            expect(fleet.at(i)).toEqual(breaker);
            expect(fleet.codes[i]).toBe(BREAKER_CODE[breaker.kind]);
            expect(twins[i]!.state).toBe(breaker.kind);
            const free =
              breaker.kind === 'half-open' && rules.probes ? Math.max(0, rules.probes.max - probesInFlight(breaker, nowMs)) : 0;
            expect(fleet.freeProbes(i, nowMs)).toBe(free);
          });
          const of = (kind: Breaker['kind']): number[] => NODES.map((_, i) => i).filter((i) => pure[i]!.kind === kind);
          expect([...fleet.open].sort()).toEqual(of('open'));
          expect([...fleet.halfOpen].sort()).toEqual(of('half-open'));
          for (const breaker of pure) if (breaker.kind === 'open') expect(fleet.earliestMs).toBeLessThanOrEqual(breaker.untilMs);
        }
      }),
      lawRuns(300),
    );
  });

  it('L2 a saved fleet goes on as if nothing had happened', () => {
    fc.assert(
      fc.property(rules, events, events, (rules, before, after) => {
        const [one, two] = [new CircuitBreaker(rules), new CircuitBreaker(rules)];
        const play = (fleet: CircuitBreaker, script: typeof before, fromMs: number): void => {
          let nowMs = fromMs;
          for (const { node, event, afterMs } of script) {
            nowMs += afterMs;
            if (event === 'asked') fleet.isOpen(NODES[node]!, nowMs);
            else if (event === 'succeeded') fleet.reportSuccess(NODES[node]!, nowMs);
            else if (event === 'failed') fleet.reportFailure(NODES[node]!, nowMs);
          }
        };
        for (const name of NODES) for (const fleet of [one, two]) fleet.isOpen(name, 0);
        play(one, before, 0);
        two.restore(one.save());
        expect(two.save()).toEqual(one.save());
        play(one, after, 2_000);
        play(two, after, 2_000);
        expect(two.save()).toEqual(one.save());
        expect([...two.codes.subarray(0, 3)]).toEqual([...one.codes.subarray(0, 3)]);
      }),
      lawRuns(),
    );
  });
});

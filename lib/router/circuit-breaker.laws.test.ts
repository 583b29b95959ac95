import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '@/lib/base/law-runs';
import { OUTCOMES, OUTCOME_CODE, type Outcome } from '@/lib/fleet/outcome';
import { BREAKER_CODE } from '@/lib/fleet/snapshot';
import { probesInFlight } from './breaker';
import { CircuitBreaker } from './circuit-breaker';
import { SlowBreakers, type Told } from './circuit-breaker.twin.fixture';
import { NodeTable } from './node-table';
import type { BreakerSettings } from './settings';

const NAMES = ['a', 'b', 'c', 'd'];
const SALT = 99;

const share = fc.constantFrom(0.25, 0.5, 1);
const verdict = fc.constantFrom('failure' as const, 'failure' as const, 'success' as const, 'ignored' as const, 'trip' as const);
const count = (min: number, max: number) => fc.integer({ min, max });
const rules: fc.Arbitrary<BreakerSettings> = fc.record({
  failureThreshold: fc.option(count(0, 4)),
  rate: fc.option(
    fc.record({
      window: fc.oneof(
        fc.record({ kind: fc.constant('count' as const), calls: count(1, 6) }),
        fc.record({ kind: fc.constant('time' as const), ms: fc.constantFrom(10, 33, 150) }),
      ),
      minimumCalls: count(1, 5),
      failureFraction: fc.option(share),
      slow: fc.option(fc.record({ ms: fc.constant(50), fraction: share })),
      slowFirstToken: fc.option(fc.record({ ms: fc.constant(20), fraction: share })),
    }),
  ),
  openMs: count(0, 60),
  growth: fc.option(
    fc.record({
      kind: fc.constantFrom('exponential' as const, 'linear' as const),
      factor: fc.constantFrom(1, 1.5, 3),
      capMs: count(10, 200),
      jitterFraction: fc.constantFrom(0, 0.5),
      calmMs: fc.option(count(5, 60)),
    }),
  ),
  afterOpen: fc.constantFrom('half-open' as const, 'half-open' as const, 'closed' as const),
  halfOpenSuccesses: count(0, 3),
  halfOpenCalls: fc.option(count(1, 4)),
  probes: fc.option(fc.record({ max: count(1, 3), leaseMs: fc.option(count(1, 50)) })),
  ignoreLate: fc.boolean(),
  hearsWhileOpen: fc.boolean(),
  resetHealthOnClose: fc.boolean(),
  outcomes: fc.record({
    error: verdict,
    rejected: verdict,
    unreachable: verdict,
    'timed-out': verdict,
    cancelled: verdict,
    'rate-limited': verdict,
    'client-error': verdict,
    'first-token-timeout': verdict,
    stalled: verdict,
  }),
  ejection: fc.option(
    fc.record({
      maxEjectedFraction: fc.constantFrom(0, 0.25, 0.5, 1),
      alwaysOne: fc.boolean(),
      panicFraction: fc.constantFrom(0, 0.5, 1),
      sweepMs: fc.option(fc.constantFrom(10, 33.3, 70), { freq: 5 }),
      successRate: fc.option(
        fc.record({ minimumNodes: count(1, 3), minimumCalls: count(1, 2), deviations: fc.constantFrom(0, 0.5, 1.2) }),
      ),
      failureShare: fc.option(fc.record({ minimumNodes: count(1, 2), minimumCalls: count(1, 2), fraction: share })),
    }),
  ),
});

interface Real {
  breakers: CircuitBreaker;
  told: Told[];
  readonly rules: BreakerSettings;
}

function born(rules: BreakerSettings, told: Told[], causes: Map<string, number>): CircuitBreaker {
  const table = new NodeTable();
  for (const name of NAMES) table.intern(name);
  const breakers = new CircuitBreaker(rules, table, SALT);
  breakers.onTransition = (node, from, to, cause, atMs, { calls, failed }, nextMs) => {
    told.push({ node, from, to, atMs, nextMs, calls, failed });
    const kind = cause.replaceAll(/-?[\d.]+/g, 'n');
    causes.set(kind, (causes.get(kind) ?? 0) + 1);
  };
  return breakers;
}

/** All that can be seen of the two is the same. Compared as text, for there are hundreds of thousands of comparisons. */
function compare(twin: SlowBreakers, { breakers, told }: Real): void {
  breakers.catchUp(twin.nowMs);
  const inState = (state: string): number[] => NAMES.map((_, i) => i).filter((i) => twin.nodes[i]!.state === state);
  const expected = twin.nodes.map((node, i) => [
    node.state,
    BREAKER_CODE[node.state],
    node.failures,
    node.state === 'open' ? node.untilMs : 0,
    node.state === 'half-open' ? node.successes : 0,
    twin.nextMoveMs(i),
    node.epoch,
    node.refusals,
    twin.free(i),
    node.state === 'half-open' ? twin.held(i).length : 0,
  ]);
  const actual = NAMES.map((_, i) => {
    const breaker = breakers.at(i);
    return [
      breaker.kind,
      breakers.codes[i],
      breaker.failures,
      breaker.kind === 'open' ? breaker.untilMs : 0,
      breaker.kind === 'half-open' ? breaker.successes : 0,
      breakers.nextMoveMs(i),
      breakers.epoch(i),
      breakers.refusedTrips(i),
      breakers.freeProbes(i, twin.nowMs),
      probesInFlight(breaker, twin.nowMs),
    ];
  });
  same(
    [twin.panic, twin.told.splice(0), inState('open'), inState('half-open'), expected],
    [breakers.panic, told.splice(0), breakers.open.toSorted(), breakers.halfOpen.toSorted(), actual],
  );
}

function same(expected: unknown, actual: unknown): void {
  if (JSON.stringify(expected) !== JSON.stringify(actual)) expect(actual).toEqual(expected);
}

abstract class Step implements fc.Command<SlowBreakers, Real> {
  protected readonly node: number;
  private readonly afterMs: number;

  constructor(node: number, afterMs: number) {
    this.node = node;
    this.afterMs = afterMs;
  }

  check(_twin: Readonly<SlowBreakers>): boolean {
    return true;
  }

  run(twin: SlowBreakers, real: Real): void {
    twin.pass(this.afterMs);
    this.act(twin, real);
    compare(twin, real);
  }

  toString(): string {
    return `${this.words()} after ${this.afterMs}`;
  }

  protected abstract words(): string;
  protected abstract act(twin: SlowBreakers, real: Real): void;
}

class Ask extends Step {
  protected words = (): string => `ask ${this.node}`;

  protected act(twin: SlowBreakers, { breakers }: Real): void {
    expect(breakers.blocks(this.node, twin.nowMs)).toBe(twin.asked(this.node));
  }
}

class Hear extends Step {
  private readonly outcome: Outcome;
  private readonly latencyMs: number;
  private readonly firstTokenMs: number | null;

  constructor(node: number, afterMs: number, outcome: Outcome, latencyMs: number, firstTokenMs: number | null) {
    super(node, afterMs);
    this.outcome = outcome;
    this.latencyMs = latencyMs;
    this.firstTokenMs = firstTokenMs;
  }

  protected words = (): string => `hear ${this.outcome} of ${this.node} (${this.latencyMs}, ${this.firstTokenMs})`;

  protected act(twin: SlowBreakers, { breakers }: Real): void {
    twin.heard(this.node, this.outcome, this.latencyMs, this.firstTokenMs);
    breakers.heard(this.node, OUTCOME_CODE[this.outcome], this.latencyMs, this.firstTokenMs ?? NaN, twin.nowMs);
  }
}

class Lease extends Step {
  protected words = (): string => `lease ${this.node}`;

  protected act(twin: SlowBreakers, { breakers }: Real): void {
    breakers.catchUp(twin.nowMs);
    if (breakers.freeProbes(this.node, twin.nowMs) === 0) return;
    twin.lease(this.node);
    breakers.lease(this.node, twin.nowMs);
  }
}

class GiveBack extends Step {
  protected words = (): string => `give back of ${this.node}`;

  protected act(twin: SlowBreakers, { breakers }: Real): void {
    breakers.catchUp(twin.nowMs);
    const held = twin.held(this.node);
    const lease = held[held.length >> 1];
    if (lease === undefined) return;
    const { leases } = twin.nodes[this.node]!;
    leases.splice(leases.indexOf(lease), 1);
    breakers.giveBack(this.node, lease.sinceMs, twin.nowMs);
  }
}

describe('the breakers of a fleet', () => {
  it('L1 are their slow twin under any settings and any sequence, a save in the middle of it included', () => {
    const causes = new Map<string, number>();
    /** Goes on with other breakers, restored from a state that went the way of a checkpoint. */
    class SaveAndRestore extends Step {
      protected words = (): string => 'save and restore';

      protected act(_twin: SlowBreakers, real: Real): void {
        const state = structuredClone(real.breakers.save());
        real.breakers = born(real.rules, real.told, causes);
        real.breakers.restore(state);
        same(state, real.breakers.save());
      }
    }
    const node = fc.nat(NAMES.length - 1);
    const afterMs = fc.oneof({ weight: 5, arbitrary: fc.nat(12) }, { weight: 1, arbitrary: fc.nat(120) });
    const outcome = fc.oneof(fc.constantFrom<Outcome>('ok', 'error', 'error'), fc.constantFrom(...OUTCOMES));
    const commands = [
      fc.tuple(node, afterMs, outcome, fc.constantFrom(5, 51), fc.option(fc.constantFrom(5, 21))).map((of) => new Hear(...of)),
      fc.tuple(node, afterMs).map((of) => new Ask(...of)),
      fc.tuple(node, afterMs).map((of) => new Lease(...of)),
      fc.tuple(node, afterMs).map((of) => new GiveBack(...of)),
      fc.tuple(node, afterMs).map((of) => new SaveAndRestore(...of)),
    ];
    const weighted = [commands[0]!, commands[0]!, commands[0]!, ...commands.slice(1, 4), commands[1]!, commands[4]!];
    fc.assert(
      fc.property(rules, fc.commands<SlowBreakers, Real>(weighted, { maxCommands: 60, size: 'max' }), (rules, steps) => {
        const told: Told[] = [];
        const setup = () => ({
          model: new SlowBreakers(NAMES, rules, SALT),
          real: { breakers: born(rules, told, causes), told, rules } satisfies Real,
        });
        fc.modelRun(setup, steps);
      }),
      lawRuns(600),
    );
    // Whatever the seed, every way to move is met often enough to mean something.
    const wanted = [
      'n failures in a row',
      'n of n calls failed',
      'n of n calls took over n ms',
      'n of n calls had no token after n ms',
      'n of n calls failed since the last sweep',
      'success rate n %, below n %',
      'a rate limit, which opens at once',
      'open time over',
      'a late success',
      'a probe failed',
      'a request failed',
      'n probes answered',
      'n of n probes answered',
      'n of n probes failed',
    ];
    expect(wanted.filter((cause) => (causes.get(cause) ?? 0) < 5)).toEqual([]);
  });
});

/** The ways in which the reference's settings leave a fleet broken, each next to what switchyard's do. */
import { describe, expect, it } from 'vitest';
import { BREAKER_SETS, type BreakerSetName } from './breaker-sets';
import { SETTINGS, type SettingsSet } from './settings';
import { aimed, end, load, nameOf, send, smallFleet, trip, type SmallFleet } from './small-fleet.fixture';

const OPEN_MS = 5_000;
const fleetOf = (set: SettingsSet, names: readonly string[] = ['sick', 'well']): SmallFleet =>
  smallFleet(names, { set, breaker: { openMs: OPEN_MS }, config: { strategy: { id: 'least-latency' } } });
const breakerOf = (fleet: SmallFleet, node = 0): string => fleet.breaker.at(node).kind;
/** Past the trip at 0 ms and the open time. */
const LATER_MS = OPEN_MS + 10;

describe('an unhealthy node that never returns', () => {
  it('reference: its breaker turns half-open, but no request is sent to it', () => {
    const fleet = fleetOf(SETTINGS.reference);
    trip(fleet, 0, 0);
    const picks = Array.from({ length: 50 }, (_, i) => nameOf(fleet, send(fleet, LATER_MS + i, i)));
    expect(new Set(picks)).toEqual(new Set(['well']));
    expect(breakerOf(fleet)).toBe('half-open');
  });

  it('switchyard: the half-open node is probed first, and the close makes it healthy', () => {
    const fleet = fleetOf(SETTINGS.switchyard);
    trip(fleet, 0, 0);
    expect(fleet.health.record(0)?.state).toBe('unhealthy');
    for (let i = 0; i < 3; i++) {
      const sent = send(fleet, LATER_MS + i, i);
      expect([nameOf(fleet, sent), sent.probe]).toEqual(['sick', true]);
      end(fleet, sent, 'ok', 90.7, LATER_MS + i + 0.5);
    }
    expect(breakerOf(fleet)).toBe('closed');
    expect(fleet.health.record(0)).toEqual({ state: 'healthy', smoothedLatencyMs: 90, successesInRow: 2, failuresInRow: 0 });
    expect(nameOf(fleet, send(fleet, LATER_MS + 10))).toBe('sick');
  });
});

describe('half-open without a bound', () => {
  const flood = (set: SettingsSet): number => {
    const fleet = fleetOf(set, ['sick']);
    fleet.health.deregister('sick');
    trip(fleet, 0, 0);
    return Array.from({ length: 40 }, (_, i) => send(fleet, LATER_MS, i)).filter(({ deployment }) => deployment === 0).length;
  };

  it('reference: everyone is let through at once', () => expect(flood(SETTINGS.reference)).toBe(40));
  it('switchyard: three are', () => expect(flood(SETTINGS.switchyard)).toBe(3));
});

describe('half-open that is stuck', () => {
  const names = ['sick', ...Array.from({ length: 12 }, (_, i) => `well-${i}`)];

  it('reference: a degraded half-open node scores too low for a window of 10', () => {
    const fleet = smallFleet(names, {
      set: SETTINGS.reference,
      breaker: { failureThreshold: 2, openMs: OPEN_MS },
      config: { strategy: { id: 'round-robin' } },
    });
    for (const name of names) for (let i = 0; i < 3; i++) fleet.health.reportSuccess(name, 40);
    trip(fleet, 0, 0);
    expect(fleet.health.record(0)?.state).toBe('degraded');
    const picks = Array.from({ length: 60 }, (_, i) => nameOf(fleet, send(fleet, LATER_MS + i, i)));
    expect(picks).not.toContain('sick');
    expect(breakerOf(fleet)).toBe('half-open');
  });

  it('switchyard: a probe goes outside the window', () => {
    const window = { maxCandidates: 10, minScore: 0.1 };
    const fleet = smallFleet(names, { breaker: { openMs: OPEN_MS }, config: { strategy: { id: 'round-robin' }, window } });
    trip(fleet, 0, 0);
    expect(nameOf(fleet, send(fleet, LATER_MS))).toBe('sick');
  });

  it('switchyard: a probe that never ends gives its slot back when the lease is over', () => {
    const fleet = fleetOf(SETTINGS.switchyard, ['sick']);
    trip(fleet, 0, 0);
    for (let i = 0; i < 3; i++) expect(send(fleet, LATER_MS + i).probe).toBe(true);
    expect(send(fleet, LATER_MS + 29_999).deployment).toBe(-1);
    expect(send(fleet, LATER_MS + 30_000).probe).toBe(true);
    expect(send(fleet, LATER_MS + 30_000).deployment).toBe(-1);
  });
});

describe('a late success', () => {
  const afterTrip = (set: SettingsSet, outcome: 'ok' | 'error'): SmallFleet => {
    const fleet = fleetOf(set);
    const [slow] = load(fleet, 0, 1);
    trip(fleet, 0, 100);
    end(fleet, slow!, outcome, 300, 300);
    return fleet;
  };

  it('reference: closes the open breaker', () => expect(breakerOf(afterTrip(SETTINGS.reference, 'ok'))).toBe('closed'));

  it('switchyard: changes neither breaker nor health record', () => {
    const fleet = afterTrip(SETTINGS.switchyard, 'ok');
    expect(breakerOf(fleet)).toBe('open');
    expect(fleet.health.record(0)).toMatchObject({ state: 'unhealthy', failuresInRow: 5 });
    expect(fleet.router.inFlight(0)).toBe(0);
  });

  it('a late failure prolongs the open time in the reference alone', () => {
    expect(afterTrip(SETTINGS.reference, 'error').breaker.at(0)).toMatchObject({ untilMs: 300 + OPEN_MS });
    expect(afterTrip(SETTINGS.switchyard, 'error').breaker.at(0)).toMatchObject({ untilMs: 100 + OPEN_MS });
  });
});

describe('cold records', () => {
  it('reference: the first node to answer is ahead of all; switchyard: it is not', () => {
    const second = (set: SettingsSet): string | null => {
      const fleet = fleetOf(set, ['a', 'b', 'c']);
      for (let i = 0; i < 2; i++) end(fleet, load(fleet, 1, 1)[0]!, 'ok', 900, 900);
      return nameOf(fleet, send(fleet, 1_000));
    };
    expect([second(SETTINGS.reference), second(SETTINGS.switchyard)]).toEqual(['b', 'a']);
  });
});

describe('probes first', () => {
  it('go to the node that has been half-open longest, ties by registration, and not to retries', () => {
    const fleet = fleetOf(SETTINGS.switchyard, ['a', 'b', 'c', 'd']);
    trip(fleet, 2, 0);
    trip(fleet, 0, 50);
    trip(fleet, 1, 50);
    expect(nameOf(fleet, send(fleet, OPEN_MS + 10))).toBe('c');
    const picks = Array.from({ length: 9 }, () => nameOf(fleet, send(fleet, OPEN_MS + 60)));
    expect(picks).toEqual(['c', 'c', 'a', 'a', 'a', 'b', 'b', 'b', 'd']);
  });

  it('serve a retry only where nobody else is left', () => {
    const fleet = fleetOf(SETTINGS.switchyard, ['a', 'b']);
    trip(fleet, 0, 0);
    const retry = { attempt: 1, tried: new Int32Array(2), triedCount: 0 };
    expect(nameOf(fleet, send(fleet, LATER_MS, 1, retry))).toBe('b');
    expect(nameOf(fleet, send(fleet, LATER_MS, 1, { attempt: 1, tried: Int32Array.of(1), triedCount: 1 }))).toBe('a');
    expect(nameOf(fleet, send(fleet, LATER_MS, 1, { attempt: 2, tried: Int32Array.of(1, 0), triedCount: 2 }))).toBe('b');
  });

  it('are told in a sentence, with the slot and the transition', () => {
    const fleet = fleetOf(SETTINGS.switchyard);
    trip(fleet, 0, 0);
    const receipt = fleet.router.explain(fleet.query, LATER_MS, aimed());
    expect(receipt.decision).toMatchObject({
      decision: { target: { node: 'sick' }, reasoning: 'sick is half-open and has a free probe slot (1 of 3).' },
    });
    expect(receipt.transitions).toEqual(['sick: open -> half-open']);
    expect(receipt.candidates.find(({ node }) => node === 'sick')).toMatchObject({ standing: 'probe', reason: null });
    expect([receipt.runnerUp, receipt.tiePoints]).toEqual(['well', []]);
    expect(breakerOf(fleet)).toBe('open');
  });

  it('respect privacy', () => {
    const policies = [{ kind: 'privacy', regions: [{ id: 'open', privacy: 'public' }] }] as const;
    const fleet = smallFleet(['sick@open', 'well@here'], { config: { policies } });
    trip(fleet, 0, 0);
    expect(nameOf(fleet, send(fleet, 10_000))).toBe('well');
    expect(fleet.router.explain(fleet.query, 10_000, aimed()).candidates.find(({ node }) => node === 'sick')).toMatchObject({
      standing: 'policy-rejected',
      reason: 'privacy: open may serve public, not internal',
    });
  });

  it('give the slot back when cancelled, and a failed one opens the breaker again', () => {
    const fleet = fleetOf(SETTINGS.switchyard, ['sick']);
    trip(fleet, 0, 0);
    const [one, two, three] = [0, 1, 2].map((i) => send(fleet, LATER_MS + i));
    end(fleet, one!, 'cancelled', 5, LATER_MS + 5);
    expect(fleet.breaker.freeProbes(0, LATER_MS + 5)).toBe(1);
    end(fleet, two!, 'error', 5, LATER_MS + 6);
    expect(breakerOf(fleet)).toBe('open');
    end(fleet, three!, 'ok', 5, LATER_MS + 7);
    expect(breakerOf(fleet)).toBe('open');
    expect(fleet.router.inFlight(0)).toBe(0);
  });
});

describe('a slow record that nothing would ever mend', () => {
  /** Answers so slow that the latency policy refuses the node, then none at all. */
  const slowed = (set: SettingsSet): SmallFleet => {
    const fleet = fleetOf(set);
    for (let i = 0; i < 60; i++) fleet.health.reportSuccess('sick', 9_000);
    expect(nameOf(fleet, send(fleet, 0, 1))).toBe('well');
    return fleet;
  };

  it('reference: the node is refused for good', () => {
    const fleet = slowed(SETTINGS.reference);
    for (let i = 0; i < 50; i++) end(fleet, send(fleet, 100 + i, i), 'ok', 20, 100 + i);
    expect(fleet.health.record(0)?.smoothedLatencyMs).toBeGreaterThan(5_000);
  });

  it('switchyard: active probes of the idle node bring its record down until it is asked again', () => {
    const fleet = slowed(SETTINGS.switchyard);
    for (let i = 0; i < 30; i++) fleet.router.probed(0, true, 3, 1_000 * i);
    expect(fleet.health.record(0)).toMatchObject({ state: 'healthy' });
    expect(fleet.health.record(0)?.smoothedLatencyMs).toBeLessThanOrEqual(1_000);
    expect(fleet.router.explain(fleet.query, 30_000, aimed(1)).candidates.find(({ node }) => node === 'sick')?.standing).toBe(
      'in-pool',
    );
  });
});

/** A fleet whose breakers are of a named set, with its very settings; health and window are switchyard's. */
const fleetLike = (name: BreakerSetName, names: readonly string[]): SmallFleet =>
  smallFleet(names, { breaker: BREAKER_SETS[name].breaker, config: { strategy: { id: 'round-robin' } } });

/** So many attempts on the first node past the strategy, all ended alike. */
function ends(fleet: SmallFleet, outcome: Parameters<typeof end>[2], times: number, atMs: number): void {
  for (const sent of load(fleet, 0, times)) end(fleet, sent, outcome, 5, atMs);
}

describe('half-open for ever, because probes never report', () => {
  /** The node fails until it is cut off; then its open time is over, and every probe is lost. Who is admitted a day later? */
  const admittedADayLater = (name: BreakerSetName): number => {
    const fleet = fleetLike(name, ['sick']);
    ends(fleet, 'error', 100, 0);
    expect(breakerOf(fleet)).toBe('open');
    for (let i = 0; i < 20; i++) send(fleet, 60_000 + i, i);
    expect(breakerOf(fleet)).toBe('half-open');
    return Array.from({ length: 20 }, (_, i) => send(fleet, 86_400_000 + i, i)).filter(({ deployment }) => deployment === 0)
      .length;
  };

  it('resilience4j: its ten permits are gone, and nobody is admitted again', () =>
    expect(admittedADayLater('resilience4j')).toBe(0));
  it('Hystrix: nor is anybody after its single call', () => expect(admittedADayLater('hystrix')).toBe(0));
  it('switchyard: leases run out, and three are', () => expect(admittedADayLater('switchyard')).toBe(3));
});

describe('half-open without a bound, in the gateway that is built so', () => {
  const flood = (name: BreakerSetName): number => {
    const fleet = fleetLike(name, ['sick']);
    ends(fleet, 'error', 10, 0);
    for (let i = 0; i < 2; i++) fleet.router.probed(0, true, 3, 1_000 + i);
    return Array.from({ length: 40 }, (_, i) => send(fleet, 60_000, i)).filter(({ deployment }) => deployment === 0).length;
  };

  it('gateway: everyone is let through at once', () => expect(flood('gateway')).toBe(40));
  it('switchyard: three are', () => expect(flood('switchyard')).toBe(3));
});

describe('wrong requests that trip a healthy node', () => {
  const after = (name: BreakerSetName, count: number): readonly unknown[] => {
    const fleet = fleetLike(name, ['well', 'other']);
    ends(fleet, 'client-error', count, 0);
    return [breakerOf(fleet), fleet.health.record(0)?.state];
  };

  it('reference: five open the breaker, and the health record suffers', () =>
    expect(after('reference', 5)).toEqual(['open', 'unhealthy']));
  it('resilience4j: a hundred do', () => expect(after('resilience4j', 100)[0]).toBe('open'));
  it('LiteLLM: one does', () => expect(after('litellm', 1)[0]).toBe('open'));
  it('switchyard: no number of them does either', () => expect(after('switchyard', 1_000)).toEqual(['closed', 'healthy']));
  it('switchyard: nor do quotas', () => {
    const fleet = fleetLike('switchyard', ['well', 'other']);
    ends(fleet, 'rate-limited', 1_000, 0);
    expect([breakerOf(fleet), fleet.health.record(0)?.state]).toEqual(['closed', 'healthy']);
  });
});

describe('every way to end gives the probe slot back', () => {
  const { ok: _, ...outcomes } = { ok: null, ...SETTINGS.switchyard.breaker.outcomes };

  it.each(Object.keys(outcomes) as (keyof typeof outcomes)[])('%s', (outcome) => {
    const breaker = { ...SETTINGS.switchyard.breaker, outcomes: { ...outcomes, [outcome]: 'ignored' as const } };
    const fleet = smallFleet(['sick'], { breaker });
    for (let i = 0; i < 5; i++) fleet.breaker.failed(0, 0);
    const sent = [0, 1, 2].map((i) => send(fleet, LATER_MS + i, i));
    expect(sent.map(({ probe }) => probe)).toEqual([true, true, true]);
    expect(fleet.breaker.freeProbes(0, LATER_MS + 5)).toBe(0);
    end(fleet, sent[1]!, outcome, 4, LATER_MS + 5);
    expect([breakerOf(fleet), fleet.breaker.freeProbes(0, LATER_MS + 5)]).toEqual(['half-open', 1]);
  });
});

describe('a fleet that ejects itself', () => {
  const NAMES = Array.from({ length: 12 }, (_, i) => `n${i}`);
  /** A node on its knees: how many of 60 requests it gets, in turn with everyone else. */
  const picks = (fleet: SmallFleet, atMs: number): number[] =>
    Array.from({ length: 60 }, (_, i) => send(fleet, atMs + i, i)).map(({ deployment }) => deployment);

  it('Envoy: below ten nodes not even one is ever ejected', () => {
    const fleet = fleetLike('envoy', NAMES.slice(0, 9));
    ends(fleet, 'error', 1_000, 0);
    expect([breakerOf(fleet), fleet.breaker.refusedTrips(0)]).toEqual(['closed', 996]);
  });

  it('Envoy: of twelve, one is; the second stays whatever it does', () => {
    const fleet = fleetLike('envoy', NAMES);
    for (const node of [0, 1]) for (const sent of load(fleet, node, 50)) end(fleet, sent, 'error', 5, 10);
    expect([breakerOf(fleet, 0), breakerOf(fleet, 1)]).toEqual(['open', 'closed']);
  });

  it('switchyard: every sick node is ejected, so the last one takes all', () => {
    const fleet = fleetLike('switchyard', NAMES.slice(0, 4));
    for (let node = 0; node < 3; node++) trip(fleet, node, 10);
    expect(new Set(picks(fleet, 20))).toEqual(new Set([3]));
  });

  it('panic: while fewer than half are left, breakers and health records are overlooked', () => {
    const ejection = { ...BREAKER_SETS.envoy.breaker.ejection, maxEjectedFraction: 1, sweepMs: null, successRate: null };
    const breaker = { ...SETTINGS.switchyard.breaker, ejection };
    const fleet = smallFleet(NAMES.slice(0, 4), { breaker, config: { strategy: { id: 'round-robin' } } });
    for (let node = 0; node < 2; node++) trip(fleet, node, 10);
    expect(new Set(picks(fleet, 20))).toEqual(new Set([2, 3]));
    trip(fleet, 2, 30);
    expect(fleet.breaker.panic).toBe(true);
    expect(new Set(picks(fleet, 40))).toEqual(new Set([0, 1, 2, 3]));
    const receipt = fleet.router.explain(fleet.query, 200, aimed());
    expect(receipt.steps[0]).toEqual({
      label: 'panic',
      value: 'breakers and health records are overlooked: 1 of 4 nodes are not ejected',
    });
    // What comes of such a request neither closes the breaker nor prolongs its open time.
    const sent = send(fleet, 300);
    expect(nameOf(fleet, sent)).toBe('n0');
    const before = fleet.breaker.at(0);
    end(fleet, sent, 'ok', 5, 305);
    expect(fleet.breaker.at(0)).toEqual(before);
    // Half-open nodes are still ejected; two that have closed end the panic.
    for (let i = 0; i < 6; i++) {
      const probe = send(fleet, LATER_MS + 100 + i);
      expect(probe.probe).toBe(true);
      end(fleet, probe, 'ok', 1, LATER_MS + 100 + i);
    }
    expect([fleet.breaker.panic, breakerOf(fleet, 0), breakerOf(fleet, 1)]).toEqual([false, 'closed', 'closed']);
  });
});

describe('a node that returns in full although it is still sick', () => {
  /** Attempts that reach a dead node in five minutes of 20 requests a second over ten nodes, where only breakers keep watch. */
  const wasted = (name: BreakerSetName): number => {
    const fleet = fleetLike(name, ['sick', ...Array.from({ length: 9 }, (_, i) => `well-${i}`)]);
    fleet.health.deregister('sick');
    let count = 0;
    for (let atMs = 0; atMs < 300_000; atMs += 50) {
      const sent = send(fleet, atMs, atMs);
      const sick = sent.deployment === 0;
      if (sick) count++;
      end(fleet, sent, sick ? 'error' : 'ok', 5, atMs);
    }
    return count;
  };

  it('LiteLLM tries it with ordinary traffic all the time; Envoy ever more rarely; switchyard with a probe each time', () => {
    // 43 cool-downs and 4 ejections of five failures each; five failures, then a probe after each of 59 open times.
    expect([wasted('litellm'), wasted('envoy'), wasted('switchyard')]).toEqual([215, 20, 64]);
  });
});

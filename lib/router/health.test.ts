import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HealthChecker, NO_RECORD_LATENCY_MS } from './health';
import { latencyQuantiles } from './latency-window';
import { SETTINGS } from './settings';

const record = (health: HealthChecker, node = 'n'): unknown[] | null => {
  const found = health.record(health.nodes.intern(node));
  return found && [found.state, found.smoothedLatencyMs, found.successesInRow, found.failuresInRow];
};

describe('a health record', () => {
  it('starts unknown with the reference’s settings and warm with switchyard’s', () => {
    const cold = new HealthChecker();
    cold.register('n');
    expect(record(cold)).toEqual(['unknown', 0, 0, 0]);
    const warm = new HealthChecker(SETTINGS.switchyard.health);
    warm.register('n');
    expect(record(warm)).toEqual(['healthy', 500, 2, 0]);
  });

  it('does not exist before registration or after deregistration', () => {
    const health = new HealthChecker();
    health.reportSuccess('n', 40);
    expect(record(health)).toBeNull();
    health.fit();
    expect(health.smoothedMs[health.nodes.indexOf('n')]).toBe(NO_RECORD_LATENCY_MS);
    health.register('n');
    health.reportFailure('n');
    health.deregister('n');
    expect(record(health)).toBeNull();
    expect(health.smoothedMs[0]).toBe(NO_RECORD_LATENCY_MS);
  });

  it('is not moved in its latency by active probes, but in its state and counters', () => {
    const health = new HealthChecker();
    const node = health.register('n');
    health.reportSuccess('n', 300);
    for (let i = 0; i < 3; i++) health.probed(node, false, 0, true);
    expect(record(health)).toEqual(['unhealthy', 30, 0, 3]);
    health.probed(node, true, 12, true);
    expect(record(health)).toEqual(['unhealthy', 30, 1, 0]);
    health.probed(node, true, 12, true);
    expect(record(health)).toEqual(['healthy', 30, 2, 0]);
    health.probed(node, true, 1_001, false);
    expect(record(health)).toEqual(['degraded', 30, 3, 0]);
  });

  it('is made healthy by a reset', () => {
    const health = new HealthChecker();
    const node = health.register('n');
    for (let i = 0; i < 4; i++) health.reportFailure('n');
    health.reset(node, 321.9);
    expect(record(health)).toEqual(['healthy', 321, 2, 0]);
  });

  it('comes back from a saved state, also into a table that has grown', () => {
    const health = new HealthChecker();
    health.register('n');
    health.reportSuccess('n', 70);
    const saved = health.save();
    for (let i = 0; i < 40; i++) health.register(`other-${i}`);
    health.reportFailure('n');
    health.restore(saved);
    expect(record(health)).toEqual(['unknown', 7, 1, 0]);
    expect(record(health, 'other-39')).toBeNull();
    expect(health.smoothedMs[40]).toBe(NO_RECORD_LATENCY_MS);
  });
});

it('every change of health has its cause', () => {
  const probes = { intervalMs: 1_000, timeoutMs: 500, failureThreshold: 4, recoveryThreshold: 3 };
  const health = new HealthChecker({ ...SETTINGS.switchyard.health, probes });
  health.register('n');
  const times = (count: number, report: () => void): string => {
    for (let i = 0; i < count; i++) report();
    return `${health.record(0)!.state}: ${health.cause}`;
  };
  const fail = (): void => health.reportFailure('n');
  expect(times(1, () => health.reportSuccess('n', 1_234.5))).toBe('degraded: an answer took 1235 ms (limit 1000 ms)');
  expect(times(1, () => health.reportSuccess('n', 20))).toBe('healthy: 4 successes in a row and an answer within 1000 ms');
  expect(times(1, fail)).toBe('degraded: 1 failure');
  expect(times(2, fail)).toBe('unhealthy: 3 failures in a row');
  expect(times(3, () => health.probed(0, true, 5, false))).toBe('healthy: 3 probes passed in a row');
  expect(times(4, () => health.probed(0, false, 5, false))).toBe('unhealthy: 4 probes failed in a row');
  expect(times(1, () => health.reset(0, 40))).toBe('healthy: its breaker closed');
});

it('slow nodes are counted as they come and go, whatever limit is watched', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.record({ node: fc.nat(20), ms: fc.nat(12_000) }),
          fc.record({ node: fc.nat(20), gone: fc.constant(true) }),
          fc.record({ limitMs: fc.constantFrom(300, 1_000, 5_000, Infinity) }),
        ),
        { maxLength: 150 },
      ),
      (steps) => {
        const health = new HealthChecker(SETTINGS.switchyard.health);
        let limitMs = Infinity;
        for (const one of steps) {
          if ('limitMs' in one) health.watch((limitMs = one.limitMs));
          else if ('gone' in one) health.deregister(`n${one.node}`);
          else {
            if (health.record(health.nodes.intern(`n${one.node}`)) === null) health.register(`n${one.node}`);
            health.reportSuccess(`n${one.node}`, one.ms);
          }
          expect(health.slow).toBe(health.smoothedMs.filter((ms) => ms > limitMs).length);
        }
      },
    ),
  );
});

describe('latency quantiles', () => {
  it('are over requests’ successes alone, and start again with the record', () => {
    const health = new HealthChecker(SETTINGS.switchyard.health);
    const node = health.register('n');
    for (const latencyMs of [10, 20, 30, 40.25]) health.reportSuccess('n', latencyMs);
    health.reportFailure('n');
    health.probed(node, true, 5_000, true);
    health.reset(node, 7);
    expect(latencyQuantiles([health.latencies], node)).toEqual({ p50Ms: 20, p99Ms: 40.25, samples: 4 });
    health.register('n');
    expect(health.latencies.count(node)).toBe(0);
  });

  it('hold the last so many, and come back from a saved state', () => {
    const health = new HealthChecker({ ...SETTINGS.reference.health, quantileSamples: 16 });
    const node = health.register('n');
    for (let i = 1; i <= 100; i++) health.reportSuccess('n', i);
    const saved = structuredClone(health.save());
    for (let i = 0; i < 100; i++) health.reportSuccess('n', 1);
    health.restore(saved);
    expect(latencyQuantiles([health.latencies], node)).toEqual({ p50Ms: 92, p99Ms: 100, samples: 16 });
  });
});

describe('probes with thresholds of their own', () => {
  const probes = { intervalMs: 1_000, timeoutMs: 500, failureThreshold: 4, recoveryThreshold: 3 };
  const warm = (changes: Partial<typeof probes> | { readonly [key: string]: null } = {}): [HealthChecker, number] => {
    const health = new HealthChecker({ ...SETTINGS.switchyard.health, probes: { ...probes, ...changes } });
    return [health, health.register('n')];
  };
  const probe = (health: HealthChecker, passed: boolean, times: number): unknown[] | null => {
    for (let i = 0; i < times; i++) health.probed(0, passed, 12, false);
    return record(health);
  };

  it('take a node out after so many failed in a row, and before that change nothing', () => {
    const [health] = warm();
    expect(probe(health, false, 3)).toEqual(['healthy', 500, 2, 0]);
    probe(health, true, 1);
    expect(probe(health, false, 3)).toEqual(['healthy', 500, 2, 0]);
    expect(probe(health, false, 1)).toEqual(['unhealthy', 500, 0, 0]);
  });

  it('bring it back after so many passed in a row, counted from its fall', () => {
    const [health] = warm();
    probe(health, true, 50);
    for (let i = 0; i < 3; i++) health.reportFailure('n');
    expect(probe(health, true, 2)).toEqual(['unhealthy', 500, 0, 3]);
    expect(probe(health, true, 1)).toEqual(['healthy', 500, 2, 0]);
  });

  it('do not wipe out the failures of requests, so a node whose probes pass and whose requests fail is found', () => {
    const [own] = warm();
    const [shared] = warm({ failureThreshold: null, recoveryThreshold: null });
    for (const health of [own, shared]) {
      for (let i = 0; i < 3; i++) {
        health.reportFailure('n');
        probe(health, true, 1);
      }
    }
    expect(own.record(0)!.state).toBe('unhealthy');
    expect(shared.record(0)!.state).not.toBe('unhealthy');
  });

  it('leave a node that they took out to a row of successes, too', () => {
    const [health] = warm();
    for (let i = 0; i < 9; i++) health.reportSuccess('n', 500);
    probe(health, false, 4);
    health.reportSuccess('n', 500);
    expect(health.record(0)!.state).toBe('unhealthy');
    health.reportSuccess('n', 500);
    expect(health.record(0)!.state).toBe('healthy');
    // The probes have not passed yet, so the next that fails takes it out again.
    expect(probe(health, false, 1)![0]).toBe('unhealthy');
  });

  it('may have one threshold and share the other side with requests', () => {
    const [failing] = warm({ recoveryThreshold: null });
    probe(failing, false, 4);
    expect(probe(failing, true, 2)).toEqual(['healthy', 500, 2, 0]);
    const [passing] = warm({ failureThreshold: null });
    expect(probe(passing, false, 3)).toEqual(['unhealthy', 500, 0, 3]);
    expect(probe(passing, true, 2)![0]).toBe('unhealthy');
    expect(probe(passing, true, 1)![0]).toBe('healthy');
  });

  it('leave a degraded node to its requests', () => {
    const [health] = warm();
    health.reportFailure('n');
    expect(probe(health, true, 9)![0]).toBe('degraded');
  });

  it('go on in the middle of a row after save and restore', () => {
    const [health] = warm();
    probe(health, false, 3);
    const saved = structuredClone(health.save());
    const [other] = warm();
    other.restore(saved);
    expect(probe(other, false, 1)![0]).toBe('unhealthy');
  });
});

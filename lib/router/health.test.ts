import { describe, expect, it } from 'vitest';
import { HealthChecker, NO_RECORD_LATENCY_MS } from './health';
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

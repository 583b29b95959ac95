import { FOUR_REGIONS, TEN_NODES, users, type Preset } from './common';

/** The other three regions can do 132/s (5 nodes of 8 slots at 20/s, 2 at 16/s), so 80/s is 61 % of what is left. */
export const regionOutage: Preset = {
  id: 'region-outage',
  title: 'Outage of us-east',
  question: 'Can the other regions carry the load when one is gone, and does traffic come back by itself?',
  lookFor:
    'us-east crashes for 12 s: some thirty attempts fail and are retried elsewhere, no user sees an error, its three breakers open within half a second, and all close again within 5 s of its recovery.',
  scenario: {
    version: 1,
    title: 'Outage of us-east',
    notes:
      'Every node of us-east is down from 10 s to 22 s. The health checker waits for 10 failures in a row here, so that the breakers, at 5, are always first. Try no retries: each failed attempt then reaches a user.',
    durationMs: 45_000,
    ...FOUR_REGIONS,
    groups: TEN_NODES,
    workload: users(80),
    router: { strategy: { id: 'power-of-two' } },
    health: { failureThreshold: 10 },
    timeline: [
      {
        id: 'outage',
        kind: 'fault',
        atMs: 10_000,
        untilMs: 22_000,
        target: { kind: 'region', id: 'us-east' },
        fault: { kind: 'crash' },
      },
    ],
  },
};

import { COUNTS, fleet, FOUR_REGIONS, users, type Preset } from './common';

export const sickNeverEjected: Preset = {
  id: 'sick-never-ejected',
  title: 'Sick, never ejected',
  question: 'Why was my sick node not ejected?',
  lookFor:
    'eu-west-02 fails every seventh request for 20 s and no breaker trips, because five failures in a row almost never happen at that rate; its failures are fast, so it looks idle and takes more requests than its two neighbours.',
  scenario: {
    version: 1,
    title: 'Sick, never ejected',
    notes:
      'eu-west-02 fails 15 % of its requests after 5 ms from 5 s to 25 s, and nobody retries. The health checker would drop it now and then at its usual 3 failures in a row, so here it waits for 10. At 30 % a breaker trips by luck in every third run; at 70 % always.',
    durationMs: 40_000,
    ...FOUR_REGIONS,
    groups: fleet({ counts: COUNTS, slots: 8 }),
    workload: users(100),
    router: { strategy: { id: 'least-connections' } },
    health: { failureThreshold: 10 },
    client: { retries: 0 },
    timeline: [
      {
        id: 'sick-node',
        kind: 'fault',
        atMs: 5_000,
        untilMs: 25_000,
        target: { kind: 'node', id: 'eu-west-02' },
        fault: { kind: 'error-rate', fraction: 0.15, afterMs: 5 },
      },
    ],
  },
};

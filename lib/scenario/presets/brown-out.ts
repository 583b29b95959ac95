import { FOUR_REGIONS, TEN_NODES, users, type Preset } from './common';

export const brownOut: Preset = {
  id: 'brown-out',
  title: 'Brown-out in eu-west',
  question: 'What does one slow region do to my users, and how soon does the router notice?',
  lookFor:
    'While eu-west is ten times slower, p95 grows about threefold and p50 far less; its three breakers open about 2 s late, because a 2 s time-out is the first evidence, and no request fails, because retries pay.',
  scenario: {
    version: 1,
    title: 'Brown-out in eu-west',
    notes: 'Every node of eu-west works ten times slower from 5 s to 12 s. Try another strategy, or an open time of 30 s.',
    durationMs: 40_000,
    ...FOUR_REGIONS,
    groups: TEN_NODES,
    workload: users(120),
    router: { strategy: { id: 'power-of-two' } },
    timeline: [
      {
        id: 'brown-out',
        kind: 'fault',
        atMs: 5_000,
        untilMs: 12_000,
        target: { kind: 'region', id: 'eu-west' },
        fault: { kind: 'slow-down', factor: 10 },
      },
    ],
  },
};

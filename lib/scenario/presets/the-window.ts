import { fleet, FOUR_REGIONS, users, type Preset } from './common';

export const theWindow: Preset = {
  id: 'the-window',
  title: 'The window',
  question: 'Half of my fleet is idle: why do requests queue?',
  lookFor:
    "Half of the fleet's capacity is idle, yet requests queue and p99 is about 2.5 s, because the strategy sees the ten best scores at a time; with the window open it is below 1.3 s.",
  scenario: {
    version: 1,
    title: 'The window',
    notes:
      'Forty nodes at half load, round-robin among the ten best scores, as the reference router does. Set router.window.maxCandidates to null to open the window.',
    durationMs: 40_000,
    ...FOUR_REGIONS,
    groups: fleet({ counts: { 'us-east': 14, 'us-west': 10, 'eu-west': 10, 'ap-south': 6 }, slots: 4 }),
    workload: users(200),
    router: {
      strategy: { id: 'round-robin' },
      policies: [
        { kind: 'health' },
        { kind: 'latency' },
        { kind: 'privacy' },
        { kind: 'locality', signal: 'constant' },
        { kind: 'cost' },
      ],
      window: { maxCandidates: 10, minScore: 0.1 },
    },
    client: { timeoutMs: 5_000, retries: 1 },
  },
};

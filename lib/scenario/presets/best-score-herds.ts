import { FOUR_REGIONS, TEN_NODES, users, type Preset } from './common';

export const bestScoreHerds: Preset = {
  id: 'best-score-herds',
  title: 'Best score herds',
  question: 'Why do breakers trip on a fleet with nothing wrong?',
  lookFor:
    'Nothing is broken, yet every breaker trips and fewer than half of the requests are answered, because all go to the same best score until that node times out; power-of-two, or a load policy in the score, ends it.',
  scenario: {
    version: 1,
    title: 'Best score herds',
    notes:
      'The best composite score takes every request, and the score has no term for load. There is no fault. Try power-of-two, or add a load policy of weight 2: no breaker trips then.',
    durationMs: 40_000,
    ...FOUR_REGIONS,
    groups: TEN_NODES,
    workload: users(120),
    router: {
      strategy: { id: 'least-latency' },
      policies: [
        { kind: 'health' },
        { kind: 'latency' },
        { kind: 'privacy' },
        { kind: 'locality', signal: 'constant' },
        { kind: 'cost' },
      ],
    },
  },
};

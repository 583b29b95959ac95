/** Small scenarios and experiments for the tests of this room. */
import { parseScenario } from '@/lib/scenario/parse';
import type { Scenario, ScenarioInput } from '@/lib/scenario/schema';

import { parseExperiment } from './parse';
import type { ExperimentInput, ExperimentOf, PlanKind } from './schema';

/** Two regions of two nodes each, the second at half speed, at about half load for a few seconds. */
export function smallFleet(rest: Partial<ScenarioInput> = {}): ScenarioInput {
  return {
    version: 1,
    title: 'Small',
    durationMs: 6_000,
    regions: [
      { id: 'east', cost: 0.8 },
      { id: 'west', cost: 0.3 },
    ],
    network: { remoteMs: 40 },
    models: [{ id: 'chat', capabilities: ['generate'] }],
    groups: [
      { id: 'east', region: 'east', count: 2, models: ['chat'], engine: { kind: 'slots', slots: 2 } },
      { id: 'west', region: 'west', count: 2, models: ['chat'], engine: { kind: 'slots', slots: 2, speed: 0.5 } },
    ],
    workload: [
      {
        id: 'users',
        origins: [
          { region: 'east', weight: 2 },
          { region: 'west', weight: 1 },
        ],
        arrivals: { kind: 'poisson', ratePerS: 30 },
        service: { kind: 'exponential', meanMs: 80 },
      },
    ],
    slos: [{ id: 'latency', latencyMs: 250 }],
    ...rest,
  };
}

export function scenarioOf(input: ScenarioInput = smallFleet()): Scenario {
  const parsed = parseScenario(input);
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  return parsed.value;
}

/** A whole experiment of the kind that its plan has. */
export function experimentOf<K extends PlanKind>(
  plan: Extract<ExperimentInput['plan'], { kind: K }>,
  rest: Partial<ExperimentInput> = {},
): ExperimentOf<K> {
  const parsed = parseExperiment({ version: 1, scenario: smallFleet(), plan, ...rest });
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  return parsed.value as ExperimentOf<K>;
}

/** What is wrong with a plan, as `path: rule` each. */
export function problemsWith(plan: unknown, rest: object = {}): string[] {
  const parsed = parseExperiment({ version: 1, scenario: smallFleet(), plan, ...rest });
  return parsed.ok ? [] : parsed.problems.map(({ path, rule }) => `${path}: ${rule}`);
}

export const THREE_STRATEGIES = [
  { id: 'two', patch: [] },
  { id: 'random', patch: [{ path: 'router.strategy', value: 'random' }] },
  { id: 'fewest', patch: [{ path: 'router.strategy', value: 'least-connections' }] },
];

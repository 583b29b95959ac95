import { expect, it } from 'vitest';

import { PRESETS, preset } from '@/lib/scenario/presets';

import { conductHere } from './conduct';
import { experimentOf, scenarioOf, smallFleet } from './experiments.fixture';
import { SensitivityRun } from './sensitivity';
import { rangesAskedFirst } from './usual-ranges';

const firstTwo = (input: Parameters<typeof smallFleet>[0]) =>
  rangesAskedFirst(scenarioOf(smallFleet(input)))
    .slice(0, 2)
    .map(({ id }) => id);

it.each(PRESETS.map(({ id }) => [id] as const))('asks first for settings that change what happens in %s', (id) => {
  const scenario = preset(id)!;
  const run = new SensitivityRun(
    experimentOf({ kind: 'sensitivity', parameters: rangesAskedFirst(scenario).slice(0, 2), replications: 2 }, { scenario }),
  );
  conductHere(run);
  const found = run.report();
  if (found.method === 'morris') throw new Error('one setting at a time was asked for');
  expect(found.parameters.map(({ swing }) => swing! > 0)).toEqual([true, true]);
});

it('asks first for the window where it leaves nodes out', () => {
  const router = { strategy: { id: 'round-robin' } } as const;
  expect(firstTwo({ router: { ...router, window: { maxCandidates: 3 } } })).toEqual([
    'router.window.maxCandidates',
    'health.degradedLatencyMs',
  ]);
  expect(firstTwo({ router: { ...router, window: { maxCandidates: 4 } } })).toEqual(['client.timeoutMs', 'client.retries']);
});

it('asks first for weights where the best score wins and one of its terms follows the load, of terms that tell nodes apart', () => {
  const terms = [
    { kind: 'health' },
    { kind: 'privacy' },
    { kind: 'locality', signal: 'constant' },
    { kind: 'cost' },
    { kind: 'load' },
  ] as const;
  const strategy = { id: 'least-latency' } as const;
  expect(firstTwo({ router: { strategy, policies: [...terms] } })).toEqual(['weight.cost', 'weight.load']);
  const blind = [...terms.slice(0, 4)];
  expect(firstTwo({ router: { strategy, policies: blind } })).toEqual(['client.timeoutMs', 'client.retries']);
});

import { expect, it } from 'vitest';

import { firstScenario } from '@/components/scenario/scenario-store';

import { strategyVariant } from '../first-plans';
import { variantLooks } from './variant-looks';

it('gives a variant the look of the strategy that it has, its own or the scenario’s', () => {
  const scenario = firstScenario();
  const looks = variantLooks(scenario, [{ id: 'as it is', title: '', patch: [] }, strategyVariant('peak-ewma')]);
  expect(looks.map(({ strategy, name, dash, hollow }) => ({ strategy, name, dash, hollow }))).toEqual([
    { strategy: scenario.router.strategy.id, name: 'as it is', dash: undefined, hollow: false },
    { strategy: 'peak-ewma', name: 'Peak EWMA', dash: undefined, hollow: false },
  ]);
});

it('tells variants of one strategy apart by dashes and hollow markers, never by another colour', () => {
  const variants = Array.from({ length: 4 }, (_, i) => ({
    id: `r${i}`,
    title: '',
    patch: [{ path: 'client.retries', value: i }],
  }));
  const looks = variantLooks(firstScenario(), variants);
  expect(new Set(looks.map(({ colour }) => colour)).size).toBe(1);
  expect(new Set(looks.map(({ dash }) => dash)).size).toBe(4);
  expect(looks.map(({ hollow }) => hollow)).toEqual([false, true, true, true]);
});

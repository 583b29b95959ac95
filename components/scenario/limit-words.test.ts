import { expect, it } from 'vitest';

import { admissionSummary, askedSummary, meanTokens, tokensSummary } from './limit-words';

const plain = (text: string): string => text.replaceAll('\u2009', ' ');

it('an admission limit says the bounds that it has', () => {
  expect(admissionSummary(null)).toBe('none');
  expect(plain(admissionSummary({ maxInFlight: 300, ratePerS: null, burst: 1 }))).toBe('300 in flight');
  expect(plain(admissionSummary({ maxInFlight: 40, ratePerS: 120, burst: 9 }))).toBe('40 in flight, 120 /s');
});

it('listed token counts have the mean of their weights', () => {
  const values = [
    { tokens: 100, weight: 3 },
    { tokens: 500, weight: 1 },
  ];
  expect(meanTokens({ kind: 'empirical', values })).toBe(200);
  expect(meanTokens({ kind: 'lognormal', mean: 70, cv: 2 })).toBe(70);
});

it('tokens say their means, or whose they are', () => {
  const service = { kind: 'constant', meanMs: 5 } as const;
  const tokens = { input: { kind: 'constant', mean: 1_200 }, output: { kind: 'exponential', mean: 90.6 } } as const;
  expect(plain(tokensSummary({ tokens, service }))).toBe('1 200 in, 91 out');
  expect(tokensSummary({ tokens: null, service })).toBe('unknown');
});

it('a class that asks for nobody is served by whoever can', () => {
  expect(askedSummary({ regions: [], models: [] })).toBe('whoever can');
  expect(plain(askedSummary({ regions: ['a', 'b'], models: ['m'] }))).toBe('2 regions, 1 model');
});

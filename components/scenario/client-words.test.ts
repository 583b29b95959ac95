import { expect, it } from 'vitest';

import { backoffSentence, budgetSummary, hedgeSummary } from './client-words';

const plain = (text: string | null): string | undefined => text?.replaceAll('\u2009', ' ');
const exponential = { kind: 'exponential', ms: 150, factor: 3, capMs: 1_000, jitter: 'none' } as const;

it('a growing back-off is told by its first pauses', () => {
  expect(plain(backoffSentence({ backoff: { kind: 'linear', ms: 70 }, retries: 2 }))).toBe('Pauses of 70 ms, 140 ms.');
  expect(plain(backoffSentence({ backoff: exponential, retries: 1 }))).toBe('A pause of 150 ms.');
  expect(plain(backoffSentence({ backoff: exponential, retries: 4 }))).toBe(
    'Pauses of 150 ms, 450 ms, 1 s and so on, at most 1 s.',
  );
  expect(plain(backoffSentence({ backoff: { ...exponential, jitter: 'full' }, retries: 2 }))).toBe(
    'Drawn evenly between 0 and 150 ms, 450 ms.',
  );
});

it('a decorrelated pause stays within its cap from the first on', () => {
  expect(plain(backoffSentence({ backoff: { kind: 'decorrelated', ms: 200, capMs: 500 }, retries: 5 }))).toBe(
    'The first pause is between 200 ms and 500 ms, none is above 500 ms.',
  );
});

it('a back-off that its fields tell has no sentence', () => {
  expect(backoffSentence({ backoff: { kind: 'none' }, retries: 3 })).toBeNull();
  expect(backoffSentence({ backoff: { kind: 'fixed', ms: 80 }, retries: 3 })).toBeNull();
  expect(backoffSentence({ backoff: exponential, retries: 0 })).toBeNull();
});

it('a budget says its share, and what passes whatever the traffic', () => {
  expect(budgetSummary(null)).toBe('none: all pass');
  expect(plain(budgetSummary({ fraction: 0.2, minPerS: 0, ttlMs: 10_000 }))).toBe('20 % of first attempts');
  expect(plain(budgetSummary({ fraction: 0.35, minPerS: 7, ttlMs: 10_000 }))).toBe('35 % + 7 /s');
});

it('hedging says when a copy is sent, and how many where more than one', () => {
  expect(hedgeSummary(null)).toBe('none: no further copies');
  expect(plain(hedgeSummary({ after: { kind: 'fixed', ms: 350 }, most: 1, cancelLoser: true }))).toBe('after 350 ms');
  const after = { kind: 'quantile', fraction: 0.999, minimumSamples: 50 } as const;
  expect(plain(hedgeSummary({ after, most: 2, cancelLoser: false }))).toBe('after p99.9, 2 copies');
});

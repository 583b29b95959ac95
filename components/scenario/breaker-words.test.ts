import { describe, expect, it } from 'vitest';

import { BREAKER_SETS } from '@/lib/router/breaker-sets';
import type { BreakerSettings } from '@/lib/scenario/schema';
import { breakerSchema } from '@/lib/scenario/schema/breaker';

import {
  breakerSummary,
  growthSentence,
  guardsSummary,
  openersEdge,
  openersSentence,
  openersSummary,
  openTimeSummary,
  trialSummary,
  trialWords,
} from './breaker-words';
import { outcomesSummary } from './outcome-words';

const plain = (text: string): string => text.replaceAll(' ', ' ').replaceAll('\u2009', ' ');
const sets = Object.entries(BREAKER_SETS).map(([name, { breaker }]) => [name, breakerSchema.parse(breaker)] as const);
const own = (part: Partial<BreakerSettings>): BreakerSettings => ({ ...breakerSchema.parse({}), ...part });

describe('a breaker in few words', () => {
  it('says the essentials of every known system', () => {
    expect(sets.map(([name, rules]) => [name, plain(breakerSummary(rules))])).toEqual([
      ['switchyard', '5 in a row · 5 s'],
      ['reference', '5 in a row · 30 s'],
      ['resilience4j', '50 % of 100 calls +1 · 60 s'],
      ['envoy', '5 in a row +1 · 30 s'],
      ['hystrix', '50 % of calls in 10 s · 5 s'],
      ['litellm', '50 % of calls in 60 s +2 · 5 s'],
      ['gateway', '10 in a row · 60 s'],
    ]);
  });

  it('says how many rules there are besides the first, or that there is none', () => {
    expect(sets.map(([, rules]) => plain(openersSummary(rules)))).toEqual([
      '5 in a row',
      '5 in a row',
      '50 % of 100 calls or 1 more',
      '5 in a row or 1 more',
      '50 % of calls in 10 s',
      '50 % of calls in 60 s or 2 more',
      '10 in a row',
    ]);
    expect(openersSummary(own({ failureThreshold: null }))).toBe('never');
    expect(plain(breakerSummary(own({ failureThreshold: null })))).toBe('never opens · 5 s');
  });

  it('puts what opens it on the diagram’s arrow, or how many rules do', () => {
    expect(sets.map(([, rules]) => plain(openersEdge(rules)))).toEqual([
      '5 failures',
      '5 failures',
      '2 rules',
      '2 rules',
      '50 % fail',
      '3 rules',
      '10 failures',
    ]);
    expect(openersEdge(own({ failureThreshold: 1 }))).toBe('1 failure');
    expect(openersEdge(own({ failureThreshold: null }))).toBe('never');
  });

  it('tells every rule in a sentence', () => {
    const [, resilience4j] = sets[2]!;
    expect(plain(openersSentence(resilience4j))).toBe(
      'The breaker opens at 50 % of 100 calls failing, or 100 % of 100 calls taking over 60 s',
    );
    const [, litellm] = sets[5]!;
    expect(plain(openersSentence(litellm))).toBe(
      'The breaker opens at 50 % of calls in 60 s failing, or one rate limit (429), or one client error (4xx)',
    );
    expect(openersSentence(own({ failureThreshold: null }))).toBe('Nothing opens the breaker');
  });

  it('sums up open time, trial, outcomes and the fleet', () => {
    const summed = Object.fromEntries(
      sets.map(([name, rules]) => [
        name,
        [openTimeSummary(rules), trialSummary(rules), outcomesSummary(rules.outcomes), guardsSummary(rules)].map(plain),
      ]),
    );
    expect(summed['switchyard']).toEqual(['5 s', '3 probes, 3 successes', '3 ignored', 'each for itself']);
    expect(summed['resilience4j']).toEqual(['60 s', '10 probes, 10 calls judged', '1 ignored', 'each for itself']);
    expect(summed['envoy']).toEqual([
      '30 s, growing to 300 s, at sweeps',
      'none: closes at once',
      '1 ignored, 2 as success',
      '10 % ejected at most, panic below 50 %, sweep 10 s',
    ]);
    expect(summed['litellm']![2]).toBe('2 ignored, 2 open at once');
    expect(summed['hystrix']![1]).toBe('1 probe, 1 success');
  });

  it('names what ends a trial', () => {
    expect(trialWords(sets[0]![1])).toEqual({ closes: '3 successes', opens: '1 failure' });
    const judged = trialWords(sets[2]![1]);
    expect([judged.closes, plain(judged.opens)]).toEqual(['10 calls, fewer failing', '50 % of 10 failing']);
  });

  it('shows growth by its first trips, within the cap', () => {
    const growth = { kind: 'exponential', factor: 3, capMs: 40_000, jitterFraction: 0.1, calmMs: null } as const;
    expect(growthSentence(own({}))).toBeNull();
    expect(plain(growthSentence(own({ growth }))!)).toBe(
      'Trips in a row open for 5 s, 15 s, 40 s and so on, at most 40 s, and up to 10 % on top.',
    );
    expect(plain(growthSentence(own({ growth: { ...growth, kind: 'linear', factor: 1, jitterFraction: 0 } }))!)).toBe(
      'Trips in a row open for 5 s, 10 s, 15 s and so on, at most 40 s.',
    );
  });
});

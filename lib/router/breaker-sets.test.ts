import { describe, expect, it } from 'vitest';
import { OUTCOME_CODE, type Outcome } from '@/lib/fleet/outcome';
import { BREAKER_SETS, type BreakerSetName } from './breaker-sets';
import { CircuitBreaker } from './circuit-breaker';

/** One node among ten, so that a tenth may be ejected. */
function alone(name: BreakerSetName) {
  const breakers = new CircuitBreaker(BREAKER_SETS[name].breaker);
  for (let i = 0; i < 10; i++) breakers.isOpen(`n${i}`, 0);
  const causes: string[] = [];
  breakers.onTransition = (_node, _from, to, cause) => causes.push(`${to}: ${cause}`);
  let atMs = 0;
  return {
    breakers,
    causes,
    state: () => breakers.at(0).kind,
    hear: (outcome: Outcome, times = 1, latencyMs = 20) => {
      for (let i = 0; i < times; i++) breakers.heard(0, OUTCOME_CODE[outcome], latencyMs, NaN, ++atMs);
    },
    /** Time passes, and somebody asks. */
    wait: (ms: number) => breakers.blocks(0, (atMs += ms)),
  };
}

describe('resilience4j', () => {
  it('judges nothing before 100 calls, and then opens at half of them', () => {
    const { hear, causes } = alone('resilience4j');
    hear('error', 99);
    expect(causes).toEqual([]);
    hear('ok');
    expect(causes).toEqual(['open: 99 of 100 calls failed']);
    const half = alone('resilience4j');
    half.hear('ok', 51);
    half.hear('error', 49);
    expect(half.causes).toEqual([]);
    half.hear('error');
    expect(half.causes).toEqual(['open: 50 of 100 calls failed']);
  });

  it('opens when every call is slow', () => {
    const { hear, causes } = alone('resilience4j');
    hear('ok', 1);
    hear('ok', 99, 60_001);
    expect(causes).toEqual([]);
    hear('ok', 1, 60_001);
    expect(causes).toEqual(['open: 100 of 100 calls took over 60000 ms']);
  });

  it('permits ten calls after a minute, and judges them together', () => {
    const { hear, causes, wait, breakers, state } = alone('resilience4j');
    hear('error', 100);
    expect([wait(59_999), state()]).toEqual([true, 'open']);
    wait(1);
    expect(breakers.freeProbes(0, 60_101)).toBe(10);
    hear('error', 4);
    hear('ok', 5);
    expect([state(), breakers.freeProbes(0, 60_110)]).toEqual(['half-open', 1]);
    hear('ok');
    expect(causes.at(-1)).toBe('closed: 6 of 10 probes answered');
    hear('error', 100);
    wait(60_000);
    hear('ok', 5);
    hear('error', 5);
    expect(causes.at(-1)).toBe('open: 5 of 10 probes failed');
  });
});

describe('Hystrix', () => {
  it('wants 20 calls within 10 s, and lets one call decide after 5 s', () => {
    const { hear, causes, wait, breakers, state } = alone('hystrix');
    hear('error', 19);
    wait(10_000);
    hear('error', 19);
    expect(causes).toEqual([]);
    hear('error');
    expect(causes).toEqual(['open: 20 of 20 calls failed']);
    wait(5_000);
    expect(breakers.freeProbes(0, 20_000)).toBe(1);
    hear('ok');
    expect([state(), causes.at(-1)]).toEqual(['closed', 'closed: 1 probe answered']);
  });
});

describe('LiteLLM', () => {
  it('cools at one 429 and returns in full after 5 s', () => {
    const { hear, causes, wait, state } = alone('litellm');
    hear('rate-limited');
    expect(causes).toEqual(['open: a rate limit, which opens at once']);
    expect(wait(4_999)).toBe(true);
    wait(1);
    expect([state(), causes.at(-1)]).toEqual(['closed', 'closed: open time over']);
  });

  it('leaves a node alone that refuses every connection', () => {
    const { hear, causes } = alone('litellm');
    hear('unreachable', 1_000);
    expect(causes).toEqual([]);
    hear('error', 5);
    expect(causes).toEqual(['open: 5 of 5 calls failed']);
  });
});

describe('the model gateway', () => {
  it('forgets nine failures at any other answer, a 404 too', () => {
    const { hear, causes } = alone('gateway');
    hear('rejected', 9);
    hear('client-error');
    hear('rate-limited', 9);
    expect(causes).toEqual([]);
    hear('error');
    expect(causes).toEqual(['open: 10 failures in a row']);
  });

  it('only notes a success while open', () => {
    const { hear, state } = alone('gateway');
    hear('error', 10);
    hear('ok', 3);
    expect(state()).toBe('open');
  });
});

describe('Envoy', () => {
  it('counts 503 as a failure and 429 as a success', () => {
    const { hear, causes } = alone('envoy');
    hear('rejected', 4);
    hear('rate-limited');
    hear('rejected', 4);
    expect(causes).toEqual([]);
    hear('rejected');
    expect(causes).toEqual(['open: 5 failures in a row']);
  });
});

it('every set says what it is known for in one sentence', () => {
  for (const { knownFor, departure } of Object.values(BREAKER_SETS)) {
    expect(knownFor).toMatch(/^[A-Z].*\.$/);
    if (departure !== null) expect(departure).toMatch(/^[A-Z].*\.$/);
  }
});

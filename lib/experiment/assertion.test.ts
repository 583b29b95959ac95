import { describe, expect, it } from 'vitest';

import { judge, parseAssertion, unknownNames, type Assertion, type Measured } from './assertion';

function assertion(text: string): Assertion {
  const parsed = parseAssertion(text);
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  return parsed.value;
}

const VALUES: Readonly<Record<string, readonly number[]>> = {
  a: [100, 110, 90, 105, 95],
  b: [104, 115, 93, 110, 99],
  c: [100, 400, 50, 300, 10],
  same: [100, 110, 90, 105, 95],
};
const measured: Measured = {
  names: Object.keys(VALUES),
  paired: true,
  values: (name, metric) => (metric === 'p999' ? null : VALUES[name]!.map((ms) => (metric === 'slo' ? ms / 1_000 : ms))),
};

describe('an assertion', () => {
  it('is a metric, a relation, and a value or another metric', () => {
    expect(assertion('p99<0.8s')).toEqual({
      text: 'p99<0.8s',
      metric: 'p99',
      of: null,
      relation: '<',
      against: { kind: 'value', value: 800 },
    });
    expect(assertion('p99 of b < p95 of "a"')).toMatchObject({ of: 'b', against: { kind: 'metric', metric: 'p95', of: 'a' } });
    expect(assertion('slo of power-of-two >= 99%')).toMatchObject({ of: 'power-of-two', against: { value: 0.99 } });
    expect(assertion(' goodput > 117 /s ')).toMatchObject({ metric: 'goodput', against: { value: 117 } });
    expect(assertion('timedout<=0.01')).toMatchObject({ metric: 'timedOut', against: { value: 0.01 } });
  });

  it.each([
    ['p99', 'must be like'],
    ['p99 < fast', 'must be like'],
    ['p99 = 3ms', 'must be like'],
    ['p98 < 3ms', 'did you mean "p95"?'],
    ['p99 < 800', 'must give p99 in ms or s'],
    ['slo >= 3 ms', 'must give slo in % or as a share of 1'],
    ['p99 of a < slo of b', 'must compare numbers of one unit'],
    ['p99 of a < p99', 'must be like'],
  ])('%s is refused: %s', (text, rule) => {
    const parsed = parseAssertion(text);
    expect(!parsed.ok && parsed.problems[0]!.rule).toContain(rule);
  });

  it('names who is there', () => {
    expect(unknownNames(assertion('p99 of a < p99 of d'), measured)).toMatchObject({
      ok: false,
      problems: [{ rule: 'must name one of a, b, c, same' }],
    });
    expect(unknownNames(assertion('p99 < 3ms'), measured).ok).toBe(true);
  });
});

describe('a judgement', () => {
  const outcome = (text: string): string => judge([assertion(text)], measured)[0]!.outcome;

  it('holds, fails, or is undecided by the whole interval', () => {
    expect(outcome('p99 of a < 120ms')).toBe('holds');
    expect(outcome('p99 of a > 120ms')).toBe('fails');
    expect(outcome('p99 of a < 101ms')).toBe('undecided');
    expect(outcome('p99 of c > 0.1s')).toBe('undecided');
    expect(outcome('slo of a <= 12%')).toBe('holds');
    expect(outcome('p999 of a < 1s')).toBe('unknown');
  });

  it('of two uses their pairs', () => {
    expect(outcome('p99 of a < p99 of b')).toBe('holds');
    expect(outcome('p99 of b < p99 of a')).toBe('fails');
    expect(outcome('p99 of a < p99 of c')).toBe('undecided');
    expect(judge([assertion('p99 of a < p99 of b')], { ...measured, paired: false })[0]!.outcome).toBe('undecided');
  });

  it('of two that are the same knows equal from less', () => {
    expect(outcome('p99 of a <= p99 of same')).toBe('holds');
    expect(outcome('p99 of a < p99 of same')).toBe('fails');
    expect(judge([assertion('p99 of a >= p99 of same')], measured)[0]!.reason).toBe(
      'p99 of a and p99 of same are equal in every replication.',
    );
  });

  it('without a name is made of everyone, and many need wider intervals', () => {
    const all = judge([assertion('p99 < 120ms')], measured);
    expect(all.map(({ text }) => text)).toEqual(['p99 < 120ms (a)', 'p99 < 120ms (b)', 'p99 < 120ms (c)', 'p99 < 120ms (same)']);
    const alone = judge([assertion('p99 of b < 116ms')], measured)[0]!;
    const many = judge(
      Array.from({ length: 20 }, () => assertion('p99 of b < 116ms')),
      measured,
    )[0]!;
    expect(alone.outcome).toBe('holds');
    expect(many.outcome).toBe('undecided');
    expect(many.reason).toMatch(/^p99 of b is 104 ms, interval \S+ to \S+ ms: 5 replications cannot decide it\.$/);
  });
});

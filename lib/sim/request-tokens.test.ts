import { describe, expect, it } from 'vitest';

import { CounterStream } from '@/lib/base/random';
import { TokenSizes } from '@/lib/workload/traces/token-sizes';
import type { RequestTrace } from '@/lib/workload/traces/trace';

import { RequestTokens } from './request-tokens';
import { oneNode, scenarioOf } from './scenarios.contract';

const chance = new CounterStream(5);
const trace: RequestTrace = {
  kind: 'requests',
  timeMs: Float64Array.of(0, 10, 20),
  inputTokens: Int32Array.of(100, 200, 300),
  outputTokens: Int32Array.of(1, 2, 3),
  session: null,
  blocks: null,
};
const recorded = new TokenSizes(trace, { baseMs: 0, msPerInputToken: 1, msPerOutputToken: 1 }, 1);
const [unknown] = scenarioOf(oneNode({})).workload;
const own = {
  ...unknown!,
  tokens: { input: { kind: 'lognormal' as const, mean: 400, cv: 0.5 }, output: { kind: 'constant' as const, mean: 30.4 } },
};

describe('the tokens of a request', () => {
  it('are those of its row of the trace', () => {
    const tokens = new RequestTokens([unknown!], [recorded], chance);
    expect([tokens.of(0, 0), tokens.of(0, 1)]).toEqual([202, 303]);
  });

  it('are drawn by the laws of its class before that, the same every time, in whole tokens', () => {
    const tokens = new RequestTokens([own, own], [recorded, null], chance);
    const list = Array.from({ length: 4_000 }, (_, n) => tokens.of(1, n));
    expect(list.every((count) => Number.isInteger(count) && count > 30)).toBe(true);
    expect(tokens.of(1, 17)).toBe(list[17]);
    expect(tokens.of(0, 17)).not.toBe(list[17]);
    // Standard deviation of the mean 3.2; six of it.
    expect(Math.abs(list.reduce((a, b) => a + b, 0) / 4_000 - 430)).toBeLessThan(20);
  });

  it('are none where nobody knows', () => {
    expect(new RequestTokens([unknown!], [null], chance).of(0, 3)).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';

import { setAt } from '@/lib/scenario/edit';
import { preset } from '@/lib/scenario/presets';
import type { ArrivalLaw, Scenario, Service } from '@/lib/scenario/schema';

import { THIN } from '@/components/chart/format';
import { ruleSentence } from '@/components/control/number-text';

import { toldAt } from './law-words';

const plain = preset('brown-out')!;

function withLaw(part: { readonly arrivals?: ArrivalLaw; readonly service?: Service }): Scenario {
  return { ...plain, workload: [{ ...plain.workload[0]!, ...part }] };
}

/** What the field says that sets `end` of the only class to `value`. */
function said(scenario: Scenario, end: string, value: unknown, style: { scale?: number; unit: string }): string {
  const path = `workload[0].${end}`;
  const made = setAt(scenario, path, value);
  const [first] = made.ok ? [] : toldAt(path, made.problems);
  if (first === undefined) return '';
  return first.path === path ? ruleSentence('It', first.rule, style) : first.message;
}

const SECONDS = { scale: 1_000, unit: 's' };
const MS = { unit: 'ms' };

describe('a rule of two fields', () => {
  const pareto = withLaw({ service: { kind: 'bounded-pareto', shape: 1.5, minMs: 100, maxMs: 5_000 } });
  const points = [2_000, 6_000, 9_000].map((atMs) => ({ atMs, factor: 1 }));
  const curve = withLaw({ arrivals: { kind: 'curve', ratePerS: 10, points, between: 'line', repeatMs: 12_000 } });

  it('reads from the field that was changed, in its unit', () => {
    expect(said(pareto, 'service.maxMs', 80, MS)).toBe(`It must be greater than 100${THIN}ms (the shortest).`);
    expect(said(pareto, 'service.minMs', 7_000, MS)).toBe(`It must be less than 5000${THIN}ms (the longest).`);
    expect(said(curve, 'arrivals.repeatMs', 9_000, SECONDS)).toBe(`It must be greater than 9${THIN}s (the last point).`);
    expect(said(curve, 'arrivals.points[2].atMs', 30_000, SECONDS)).toBe(
      `It must be less than 12${THIN}s (where the curve starts anew).`,
    );
    expect(said(curve, 'arrivals.points[1].atMs', 1_000, SECONDS)).toBe(`It must be at least 2${THIN}s (the point before it).`);
    expect(said(curve, 'arrivals.points[1].atMs', 9_500, SECONDS)).toBe(`It must be at most 9${THIN}s (the point after it).`);
  });

  it('leaves every other rule as it is', () => {
    expect(said(pareto, 'service.shape', 0, MS)).toBe(`It must be at least 0.1${THIN}ms.`);
    expect(said(pareto, 'arrivals.ratePerS', 900_000, MS)).toMatch(
      /^workload: must come to at most 20,000,000 expected requests/,
    );
  });
});

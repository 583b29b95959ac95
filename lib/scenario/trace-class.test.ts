import { describe, expect, it } from 'vitest';

import { preset } from './presets';
import type { Scenario } from './schema';
import { baseRatePerS } from './traffic';
import { withReplayRate, withTrace, type ReadFile, type TraceUse } from './trace-class';

const before = preset('brown-out')!;
const FILE: ReadFile = {
  name: '2024 chat (part 1).csv',
  bytes: 900,
  sha256: 'ab'.repeat(32),
  format: { kind: 'azure' },
  rows: 30,
  requests: 30,
  spanMs: 9_000,
};
const BOTH: TraceUse = { class: null, arrivals: {}, service: { msPerInputToken: 0.1, msPerOutputToken: 8 } };

function done(scenario: Scenario, file: ReadFile, use: TraceUse): Scenario {
  const result = withTrace(scenario, file, use);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join(' '));
  return result.value;
}

describe('a trace becomes part of a scenario', () => {
  it('as a class of its own, like the first', () => {
    const after = done(before, FILE, BOTH);
    expect(after.traces).toEqual([{ ...FILE, id: 'trace-2024-chat-part-1' }]);
    expect(after.workload.map(({ id }) => id)).toEqual([before.workload[0]!.id, 'trace-2024-chat-part-1']);
    const { id: _id, arrivals, service, ...rest } = after.workload[1]!;
    const { id: _first, arrivals: _arrivals, service: _service, ...like } = before.workload[0]!;
    expect(rest).toEqual(like);
    expect(arrivals).toEqual({
      kind: 'trace',
      trace: 'trace-2024-chat-part-1',
      fromMs: 0,
      untilMs: null,
      timeScale: 1,
      rateScale: 1,
      spreadMs: 0,
    });
    expect(service).toMatchObject({ kind: 'trace', baseMs: 0, msPerInputToken: 0.1, msPerOutputToken: 8 });
  });

  it('in place of the arrivals or of the sizes of a class', () => {
    const name = before.workload[0]!.id;
    const arrivals = done(before, FILE, { class: name, arrivals: { timeScale: 0.5 }, service: null });
    expect(arrivals.workload).toHaveLength(1);
    expect(arrivals.workload[0]).toMatchObject({
      arrivals: { kind: 'trace', timeScale: 0.5 },
      service: before.workload[0]!.service,
    });
    const sizes = done(before, FILE, { ...BOTH, class: name, arrivals: null });
    expect(sizes.workload[0]).toMatchObject({ arrivals: before.workload[0]!.arrivals, service: { kind: 'trace' } });
  });

  it('once, however often it is used, and no longer than it is used', () => {
    const name = before.workload[0]!.id;
    const twice = done(done(before, FILE, { ...BOTH, class: name }), FILE, BOTH);
    expect(twice.traces).toHaveLength(1);
    const other = { ...FILE, name: 'other.csv', sha256: 'cd'.repeat(32) };
    const replaced = done(done(before, FILE, { ...BOTH, class: name }), other, { ...BOTH, class: name });
    expect(replaced.traces.map(({ id }) => id)).toEqual(['other']);
  });

  it('or is refused with the reason', () => {
    const said = (file: ReadFile, use: TraceUse): string => {
      const result = withTrace(before, file, use);
      return result.ok ? 'nothing' : result.problems[0]!.message;
    };
    expect(said(FILE, { class: null, arrivals: null, service: null })).toContain('must take arrivals, sizes or both');
    expect(said(FILE, { ...BOTH, class: 'nobody' })).toContain('must hold a class with this id');
    expect(said({ ...FILE, format: { kind: 'servegen' } }, BOTH)).toContain('windows have no token counts');
    expect(said(FILE, { ...BOTH, arrivals: { fromMs: 9_001 } })).toContain('must lie within the trace');
  });
});

describe('the rate of a replay', () => {
  const name = before.workload[0]!.id;
  const rateOf = (scenario: Scenario): number => baseRatePerS(scenario.workload[0]!.arrivals, scenario)!;

  it('moves the time scale of requests and the rate scale of windows', () => {
    const requests = done(before, FILE, { ...BOTH, class: name });
    expect(rateOf(requests)).toBeCloseTo(30 / 9, 12);
    const faster = withReplayRate(requests, name, 10, rateOf(requests));
    expect(faster.ok && rateOf(faster.value)).toBeCloseTo(10, 12);
    expect(faster.ok && faster.value.workload[0]!.arrivals).toMatchObject({ rateScale: 1 });
    const windows = done(before, { ...FILE, format: { kind: 'servegen' } }, { class: name, arrivals: {}, service: null });
    const busier = withReplayRate(windows, name, 10, rateOf(windows));
    expect(busier.ok && rateOf(busier.value)).toBeCloseTo(10, 12);
    expect(busier.ok && busier.value.workload[0]!.arrivals).toMatchObject({ timeScale: 1 });
  });

  it('is refused where a trace cannot have it', () => {
    const requests = done(before, FILE, { ...BOTH, class: name });
    expect(withReplayRate(requests, name, 0, 3).ok).toBe(false);
    expect(withReplayRate(requests, name, null, 3).ok).toBe(false);
    expect(withReplayRate(before, name, 5, 3).ok).toBe(false);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { slotsOf } from '@/lib/scenario/engines';
import { parseScenario } from '@/lib/scenario/parse';
import { preset } from '@/lib/scenario/presets';
import type { Scenario, ScenarioInput } from '@/lib/scenario/schema';
import { absentTraces, checkSupply, NO_TRACES, traceKey, type Traces } from '@/lib/scenario/trace-supply';
import { traceFacts, type Trace } from '@/lib/workload/traces/trace';
import type { TraceFormat } from '@/lib/workload/traces/trace-format';
import { readingOf, requestsOf } from '@/lib/workload/traces/traces.fixture';

import { simulate, Simulation } from './simulate';

const FORMAT: TraceFormat = {
  kind: 'csv',
  separator: ',',
  header: false,
  time: 1,
  timeUnit: 'ms',
  inputTokens: 2,
  outputTokens: 3,
  session: 4,
};
/** 600 requests, three at a time, of two sessions. */
const TEXT = Array.from({ length: 600 }, (_, i) => `${Math.floor(i / 3) * 40},${i % 7},${i % 11},${i % 2}`).join('\n') + '\n';
const READING = readingOf(TEXT, FORMAT);

type Entry = NonNullable<ScenarioInput['traces']>[number];
const ENTRY: Entry = {
  id: 'recorded',
  name: 'recorded.csv',
  bytes: READING.bytes,
  sha256: READING.sha256,
  format: FORMAT,
  ...traceFacts(READING.trace),
};
const TRACES: Traces = new Map([[traceKey(READING), READING.trace]]);

function scenario(
  changes: { arrivals?: object; service?: object; sessions?: number; timeline?: object[]; traces?: object[] } = {},
): Scenario {
  const base = preset('brown-out')!;
  const parsed = parseScenario({
    ...base,
    durationMs: 20_000,
    warmUpMs: 0,
    timeline: changes.timeline ?? [],
    traces: changes.traces ?? [ENTRY],
    workload: [
      {
        ...base.workload[0],
        arrivals: changes.arrivals ?? { kind: 'trace', trace: 'recorded' },
        service: changes.service ?? { kind: 'trace', trace: 'recorded', baseMs: 5, msPerInputToken: 2, msPerOutputToken: 10 },
        sessions: changes.sessions ?? null,
      },
    ],
  });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join(' '));
  return parsed.value;
}

describe('a class that replays a trace', () => {
  it('sends every row once, and no more', () => {
    const report = simulate(scenario(), TRACES);
    expect(report.requests.arrived).toBe(600);
    expect(report.requests.finished).toBe(600);
  });

  it('brings the tokens of each row as its demand', () => {
    const { inputTokens, outputTokens } = requestsOf(TEXT, FORMAT);
    const demands = Array.from(inputTokens, (n, i) => 5 + 2 * n + 10 * outputTokens[i]!);
    const busyMs = demands.reduce((a, b) => a + b, 0);
    // A node of speed 1 is busy for the demand; the report's utilisation is of all slots over the run.
    const document = scenario();
    const alike = { ...document, groups: document.groups.map((group) => ({ ...group, engine: { ...group.engine, speed: 1 } })) };
    const report = simulate(alike, TRACES);
    const slots = alike.groups.reduce((sum, group) => sum + group.count * slotsOf(group.engine), 0);
    const used = report.nodes.reduce((sum, node) => sum + node.utilisation, 0) / report.nodes.length;
    expect(used * slots * alike.durationMs).toBeCloseTo(busyMs, 3);
  });

  it('is the same run in one piece, in two, and from a saved state', () => {
    const document = scenario({ timeline: [{ id: 't', kind: 'traffic', atMs: 3_000, class: 'users', ratePerS: 30 }] });
    const whole = new Simulation(document, TRACES);
    whole.runUntil(20_000);
    const first = new Simulation(document, TRACES);
    first.runUntil(4_321);
    const second = new Simulation(document, TRACES);
    second.runUntil(9_000);
    second.restore(structuredClone(first.save()));
    second.runUntil(20_000);
    expect(second.digest()).toBe(whole.digest());
    expect(second.arrived).toBe(whole.arrived);
    expect(whole.digest()).not.toBe(simulate(scenario(), TRACES).digest);
  });

  it('takes its sessions from the trace, unless the document states a number', () => {
    const keys = (of: Scenario): string => simulate({ ...of, router: { ...of.router, strategy: hashing } }, TRACES).digest;
    const hashing: Scenario['router']['strategy'] = {
      id: 'consistent-hash',
      form: 'ring',
      virtualNodes: 100,
      tableSize: 65_537,
      boundedLoad: null,
    };
    const spread = (of: Scenario): number =>
      simulate({ ...of, router: { ...of.router, strategy: hashing } }, TRACES).nodes.filter(({ attempts }) => attempts > 0)
        .length;
    expect(spread(scenario())).toBeLessThanOrEqual(2);
    expect(spread(scenario({ sessions: 1_000 }))).toBeGreaterThan(5);
    expect(keys(scenario())).toBe(keys(scenario()));
  });

  it('may lend its tokens to a class of other arrivals', () => {
    const report = simulate(scenario({ arrivals: { kind: 'poisson', ratePerS: 50 } }), TRACES);
    expect(report.requests.arrived).toBeGreaterThan(800);
    expect(report.requests.finished).toBe(report.requests.arrived - report.requests.inside);
  });

  it('follows a change of traffic by going through the trace at another pace', () => {
    // 600 requests in 7,960 ms, about 75 a second; at half of it from 4 s on, 300 have come, and 150 more by 8 s.
    const half = (600 * 1_000) / 7_960 / 2;
    const document = scenario({ timeline: [{ id: 't', kind: 'traffic', atMs: 4_000, class: 'users', ratePerS: half }] });
    const simulation = new Simulation(document, TRACES);
    simulation.runUntil(3_999);
    expect(simulation.arrived).toBe(300);
    simulation.runUntil(7_999);
    expect(simulation.arrived).toBe(450);
  });
});

describe('a trace that is not there', () => {
  const document = scenario();

  it('is asked for by name, size and content', () => {
    expect(absentTraces(document, NO_TRACES).map(({ name }) => name)).toEqual(['recorded.csv']);
    const checked = checkSupply(document, NO_TRACES);
    expect(checked.ok ? [] : checked.problems.map(({ message }) => message)).toEqual([
      `traces[0]: needs the file "recorded.csv" (${READING.bytes.toLocaleString('en')} bytes, SHA-256 ${READING.sha256}), which is not here.`,
    ]);
  });

  it('is never run with something else', () => {
    expect(() => new Simulation(document)).toThrow(/recorded.*not at hand/);
    const other: Trace = requestsOf('0,1,1,0\n', FORMAT);
    expect(checkSupply(document, new Map([['other', other]])).ok).toBe(false);
  });

  it('may be absent where no class asks for it', () => {
    const idle = scenario({ arrivals: { kind: 'poisson', ratePerS: 5 }, service: { kind: 'constant', meanMs: 5 } });
    expect(checkSupply(idle, NO_TRACES).ok).toBe(true);
    expect(simulate(idle).requests.arrived).toBeGreaterThan(0);
  });

  it('is refused where the document says something else of it', () => {
    const wrong = scenario({ traces: [{ ...ENTRY, rows: 601, requests: 601 }] });
    const checked = checkSupply(wrong, TRACES);
    expect(checked.ok ? [] : checked.problems.map(({ path, rule }) => `${path} ${rule}`)).toEqual([
      'traces[0].rows must be 600, as the file holds',
      'traces[0].requests must be 600, as the file holds',
    ]);
  });

  it('is refused where its windows would send more than a run may hold', () => {
    const format: TraceFormat = { kind: 'servegen' };
    const windows = readingOf('0,0.001,1,Gamma,1,1\n600,100000,1,Gamma,1,1\n', format);
    const entry = {
      id: 'windows',
      name: 'w.csv',
      bytes: windows.bytes,
      sha256: windows.sha256,
      format,
      ...traceFacts(windows.trace),
    };
    const busy = scenario({
      traces: [entry],
      arrivals: { kind: 'trace', trace: 'windows', fromMs: 600_000, rateScale: 15 },
      service: { kind: 'constant', meanMs: 1 },
    });
    const have: Traces = new Map([[traceKey(windows), windows.trace]]);
    const checked = checkSupply(busy, have);
    expect(checked.ok ? [] : checked.problems[0]!.message).toBe(
      'workload: must come to at most 20,000,000 requests, as the traces hold them (found 30000000).',
    );
  });
});

describe('a scenario with a trace is refused', () => {
  const said = (changes: Parameters<typeof scenario>[0]): string => {
    try {
      scenario(changes);
      return 'nothing';
    } catch (error) {
      return (error as Error).message;
    }
  };
  const arrivals = (more: object): object => ({ kind: 'trace', trace: 'recorded', ...more });
  const windows = { ...ENTRY, id: 'recorded', format: { kind: 'servegen' } };

  it.each([
    [
      { arrivals: arrivals({ trace: 'record' }) },
      'workload[0].arrivals.trace: must be the id of a trace of this scenario (they are recorded); did you mean "recorded"?',
    ],
    [{ arrivals: arrivals({ fromMs: 500, untilMs: 500 }) }, 'workload[0].arrivals.untilMs: must be greater than its fromMs, 500'],
    [{ arrivals: arrivals({ fromMs: 8_000 }) }, 'workload[0].arrivals.fromMs: must lie within the trace, which lasts 7,960 ms'],
    [{ arrivals: arrivals({ rateScale: 2 }) }, 'workload[0].arrivals.rateScale: must be 1 for a trace of requests'],
    [{ arrivals: arrivals({ timeScale: 0 }) }, 'workload[0].arrivals.timeScale: must be at least 0.000001'],
    [
      { traces: [windows], arrivals: arrivals({ spreadMs: 3_000 }) },
      'workload[0].arrivals.spreadMs: must be 0 for a trace of windows',
    ],
    [{ traces: [windows] }, 'workload[0].service.trace: must name a trace of requests: windows have no token counts'],
    [{ traces: [ENTRY, ENTRY] }, 'traces[1].id: must differ from every other id in its list'],
    [{ traces: [{ ...ENTRY, sha256: 'AB' }] }, 'traces[0].sha256: must be a SHA-256 as 64 hex digits in lower case'],
    [{ traces: [{ ...ENTRY, rows: 20_000_001 }] }, 'traces[0].rows: must be at most 20,000,000'],
    [
      { traces: [{ ...ENTRY, format: { ...FORMAT, time: true } }] },
      "traces[0].format.time: must be a column's name of at most 120 characters, or its number from 1",
    ],
    [
      { traces: [{ ...ENTRY, format: { kind: 'pcap' } }] },
      'traces[0].format.kind: must be one of azure, mooncake, burst-gpt, servegen, csv',
    ],
  ] as const)('%#: %j', (changes, sentence) => {
    expect(said(changes as unknown as Parameters<typeof scenario>[0])).toContain(sentence);
  });
});

const TRACES_BESIDE = join(import.meta.dirname, '../../../shared/traces');

describe.skipIf(!existsSync(TRACES_BESIDE))('published traces beside the project', () => {
  it.each([
    ['azure-llm-2023-code-part1.csv', { kind: 'azure' }, 5_300],
    ['mooncake-conversation-part1.jsonl', { kind: 'mooncake' }, 7_200],
  ] as const)('%s arrives whole', (name, format, rows) => {
    const reading = readingOf(readFileSync(join(TRACES_BESIDE, name)), format);
    const entry = { id: 'recorded', name, bytes: reading.bytes, sha256: reading.sha256, format, ...traceFacts(reading.trace) };
    const document = scenario({
      traces: [entry],
      arrivals: { kind: 'trace', trace: 'recorded', timeScale: 0.005, spreadMs: format.kind === 'mooncake' ? 3_000 : 0 },
      service: { kind: 'constant', meanMs: 1 },
    });
    expect(simulate(document, new Map([[traceKey(reading), reading.trace]])).requests.arrived).toBe(rows);
  });
});

import { describe, expect, it } from 'vitest';

import { preset } from '@/lib/scenario/presets';
import type { Scenario } from '@/lib/scenario/schema';
import { grouped } from '@/lib/scenario/words';
import type { Report } from '@/lib/sim/report';
import { Simulation } from '@/lib/sim/simulate';

import { emptySentence, tooFewFor } from './report-sentences';
import { reportSections } from './report-sections';
import type { ReportSection } from './report-section';

const BROWN_OUT = preset('brown-out')!;

function run(scenario: Scenario, untilMs = Infinity): Report {
  const simulation = new Simulation(scenario);
  simulation.runUntil(untilMs);
  return simulation.report();
}

function section(report: Report, scenario: Scenario, id: ReportSection['id']): ReportSection {
  return reportSections(report, scenario).find((one) => one.id === id)!;
}

/** The cells of a row by the name of the row, or by its beginning. */
function cells({ rows }: ReportSection, title: string) {
  return rows.find((row) => row.title.startsWith(title))!.cells;
}

describe('the sections of a finished run', () => {
  const report = run(BROWN_OUT);
  const of = (id: string): ReportSection => section(report, BROWN_OUT, id);

  it('have a cell for each column, and no two of one name', () => {
    const sections = reportSections(report, BROWN_OUT);
    expect(new Set(sections.map(({ id }) => id)).size).toBe(sections.length);
    for (const { id, columns, rows } of sections) {
      expect(new Set(rows.map(({ title }) => title)).size, id).toBe(rows.length);
      expect(new Set(columns.map(({ title }) => title)).size, id).toBe(columns.length);
      for (const row of rows) expect(row.cells.length, `${id}: ${row.title}`).toBe(columns.length - 1);
    }
  });

  it('account for every request that arrived', () => {
    const { requests } = report;
    const counts = ['answered', 'refused', 'failed', 'timed out', 'still inside'].map((title) =>
      Number(cells(of('requests'), title)[0]!.text.replace(/ .*/, '').replaceAll(',', '')),
    );
    expect(counts).toEqual([requests.finished, requests.refused, requests.failed, requests.timedOut, requests.inside]);
    expect(counts.reduce((a, b) => a + b, 0)).toBe(requests.arrived);
    expect(cells(of('requests'), 'arrived')[0]!.text).toBe(grouped(requests.arrived));
  });

  it('have a unit on every latency, and no doubt where there are enough answers', () => {
    expect(report.latency.count).toBeGreaterThan(3_000);
    for (const title of ['mean', 'p50', 'p95', 'p99', 'p99.9', 'max'])
      expect(cells(of('latency'), title)[0], title).toEqual({ text: expect.stringMatching(/^[\d,.]+ ms$/) });
  });

  it('give the steady state its interval and the number of batches', () => {
    if (report.steady.kind !== 'estimated') throw new Error('the preset has a steady state');
    const { mean, halfWidth, batches } = report.steady.meanLatencyMs;
    const [estimate, interval, rests] = cells(of('steady'), 'mean latency').map(({ text }) => text);
    expect(estimate).toBe(`${mean.toFixed(1)} ± ${halfWidth.toFixed(1)} ms`);
    expect(interval).toBe(`${(mean - halfWidth).toFixed(1)} to ${(mean + halfWidth).toFixed(1)} ms`);
    expect(rests).toBe(String(batches));
  });

  it('have a row for each node with its region and every kind of failure that it met', () => {
    const { columns, rows } = of('nodes');
    expect(rows.map(({ title }) => title)).toEqual(report.nodes.map(({ node }) => node));
    const at = (title: string): number => columns.findIndex((column) => column.title === title) - 1;
    expect(rows.map((row) => row.cells[at('region')]!.text)).toEqual(report.nodes.map(({ region }) => region));
    expect(rows.map((row) => row.cells[at('time-out')]!.text)).toEqual(
      report.nodes.map(({ byOutcome }) => grouped(byOutcome['timed-out'])),
    );
    expect(at('error (5xx)'), 'no attempt met an error').toBe(-2);
  });

  it('doubt the p99.9 of a node of a few hundred answers', () => {
    const { columns, rows } = of('nodes');
    const at = columns.findIndex(({ title }) => title === 'p99.9') - 1;
    const { count } = report.nodes[0]!.latency!;
    expect(rows[0]!.cells[at]!.doubt).toEqual({ mark: 'few', why: `of ${grouped(count)} answers; p99.9 needs 3,000` });
    expect(rows[0]!.cells[columns.findIndex(({ title }) => title === 'p99') - 1]!.doubt).toBeUndefined();
  });
});

it('a class has a column of its own beside all of them, where there are several', () => {
  const [first] = BROWN_OUT.workload;
  const scenario = {
    ...BROWN_OUT,
    workload: [
      { ...first!, id: 'chat' },
      { ...first!, id: 'batch' },
    ],
  };
  const report = run(scenario, 5_000);
  const { columns, rows } = section(report, scenario, 'requests');
  expect(columns.map(({ title }) => title)).toEqual(['measure', 'all classes', 'chat', 'batch']);
  const [all, ...each] = rows[0]!.cells.map(({ text }) => Number(text.replaceAll(',', '')));
  expect(each).toEqual(report.classes.map(({ requests }) => requests.arrived));
  expect(all).toBe(each.reduce((a, b) => a + b, 0));
});

it('a percentile of too few answers is doubted, and named', () => {
  const report = run(BROWN_OUT, 2_500);
  const { count } = report.latency;
  expect(count).toBeGreaterThan(60);
  expect(count).toBeLessThan(300);
  const latency = section(report, BROWN_OUT, 'latency');
  expect(cells(latency, 'p95')[0]!.doubt).toBeUndefined();
  expect(cells(latency, 'p99')[0]!.doubt).toEqual({ mark: 'few', why: `of ${count} answers; p99 needs 300` });
  expect(tooFewFor(report.latency)).toBe('p99 (below 300 requests) and p99.9 (below 3,000)');
  expect(section(report, BROWN_OUT, 'steady').rows).toEqual([]);
  expect(section(report, BROWN_OUT, 'steady').notes[0]).toMatch(/^not enough data: \d+ answers, \d+ needed$/);
});

it('a run without a request says why', () => {
  const warm = { ...BROWN_OUT, warmUpMs: 5_000 };
  expect(emptySentence(run(BROWN_OUT, 0), BROWN_OUT)).toBe('Nothing has run yet: a report begins with the first request.');
  expect(emptySentence(run(warm, 2_000), warm)).toMatch(
    /^No request is counted yet: the warm-up lasts 5 s, and the run stands at /,
  );
  expect(emptySentence(run(warm, 9_000), warm)).toBeNull();
});

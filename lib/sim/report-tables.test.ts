import { describe, expect, it } from 'vitest';

import { preset } from '@/lib/scenario/presets';

import { reportTables } from './report-tables';
import { oneNode, scenarioOf } from './scenarios.contract';
import { Simulation } from './simulate';

describe('the tables of a report', () => {
  it('are one file each, every row as long as its header, and series have a row for each bin and node', () => {
    const simulation = new Simulation({ ...preset('region-outage')!, durationMs: 15_000 });
    simulation.runUntil(Infinity);
    const report = simulation.report();
    const files = reportTables(report, simulation.tracks());
    expect(files.map(({ name }) => name)).toEqual([
      'classes.csv',
      'nodes.csv',
      'slos.csv',
      'steady.csv',
      'breaker-transitions.csv',
      'health-transitions.csv',
      'series.csv',
      'series-by-class.csv',
      'series-by-node.csv',
    ]);
    const rowsOf = (name: string): string[] =>
      files
        .find((file) => file.name === name)!
        .text.trimEnd()
        .split('\r\n');
    for (const { name } of files) {
      const [head = '', ...rows] = rowsOf(name);
      for (const row of rows) expect(row.split(',').length, `${name}: ${row}`).toBe(head.split(',').length);
    }
    const bins = report.series.offered.length;
    expect(rowsOf('series.csv').length - 1).toBe(bins);
    expect(rowsOf('series-by-node.csv').length - 1).toBe(bins * report.nodes.length);
    expect(rowsOf('nodes.csv').length - 1).toBe(report.nodes.length);
    expect(rowsOf('breaker-transitions.csv').length - 1).toBe(report.breakerTransitions.length);
  });
});

describe('a fleet of very many nodes', () => {
  it('has its columns over time and its latencies by group, so that memory stays bounded', () => {
    const input = oneNode({ ratePerS: 40, durationMs: 100_000 });
    const simulation = new Simulation(scenarioOf({ ...input, groups: [{ ...input.groups[0]!, count: 501 }] }));
    simulation.runUntil(Infinity);
    const tracks = simulation.tracks();
    expect([tracks.placesAre, tracks.places.map(({ id }) => id)]).toEqual(['groups', ['a']]);
    const report = simulation.report();
    expect(report.nodes[0]!.latency).toBeNull();
    expect(report.groups[0]!.latency.count).toBe(report.requests.finished);
    expect(tracks.places[0]!.columns.attempts.reduce((a, b) => a + b, 0)).toBe(report.attempts.started);
  });

  it('is told by node at 500', () => {
    const input = oneNode({ durationMs: 100_000 });
    const simulation = new Simulation(scenarioOf({ ...input, groups: [{ ...input.groups[0]!, count: 500 }] }));
    expect(simulation.tracks().placesAre).toBe('nodes');
  });
});

it('cost is the price times the hours that slots were busy', () => {
  const input = oneNode({ slots: 2, ratePerS: 10, durationMs: 60_000 });
  const simulation = new Simulation(scenarioOf({ ...input, groups: [{ ...input.groups[0]!, price: 0.25 }] }));
  simulation.runUntil(Infinity);
  const { nodes, cost } = simulation.report();
  expect(nodes[0]!.cost).toBeCloseTo((0.25 * nodes[0]!.utilisation * 2 * 60) / 3_600, 12);
  expect(cost).toBe(nodes[0]!.cost);
});

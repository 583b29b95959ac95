import { describe, expect, it } from 'vitest';

import { fixture } from '@/components/chart/run.fixture';

import { cellName, shortId, underlineOf } from './cell-name';
import { gridLayout, movedCell, nodeAt } from './grid-layout';
import { fleetCounts, loadOf, loadStep, regionRows, regionTotals } from './load';

const { nodes } = fixture({ regions: ['a', 'b'], nodesPerRegion: [3, 5], nowMs: 0, durationMs: 60_000, ratePerS: 100 });
const node = { ...nodes[0]!, node: 'eu-west-07', busy: 0, queued: 0, slots: 8, faults: [] };
const plain = (text: string) => text.replaceAll('\u2009', ' ');

describe('load', () => {
  it('counts what is served and what waits', () => {
    expect(loadOf({ busy: 6, queued: 0, slots: 8 })).toBe(0.75);
    expect(loadOf({ busy: 8, queued: 4, slots: 8 })).toBe(1.5);
  });

  it('has eight steps; the last means that every slot is taken', () => {
    expect([0, 0.1, 0.15, 0.5, 0.99, 1, 7].map(loadStep)).toEqual([0, 0, 1, 3, 6, 7, 7]);
    expect([1, 2, 3, 4, 5, 6].map((step) => loadStep(step / 7))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('adds up by region', () => {
    const list = [
      { ...node, region: 'a', busy: 4, attemptsPerS: 30 },
      { ...node, region: 'b', busy: 8, queued: 8, attemptsPerS: 10 },
      { ...node, region: 'b', busy: 0, attemptsPerS: 0 },
    ];
    const rows = regionRows(list, ['b', 'empty', 'a']);
    expect(rows).toEqual([
      { region: 'b', nodes: [1, 2] },
      { region: 'a', nodes: [0] },
    ]);
    expect(regionTotals(list, rows)).toEqual([
      { load: 1, share: 0.25 },
      { load: 0.5, share: 0.75 },
    ]);
    expect(regionTotals([], rows)[0]).toEqual({ load: 0, share: null });
  });

  it('counts each node once per question', () => {
    const list = [
      { ...node, breaker: 'open' as const, down: true, health: 'unhealthy' as const, faults: ['f'] },
      { ...node, breaker: 'half-open' as const, down: false, health: 'unhealthy' as const },
      { ...node, breaker: 'closed' as const, down: false, health: 'degraded' as const },
    ];
    expect(fleetCounts(list)).toEqual({ closed: 1, halfOpen: 1, open: 1, degraded: 1, unhealthy: 1, down: 1, faulted: 1 });
  });
});

describe('cell names', () => {
  it('say node, breaker, health, load and what comes next', () => {
    const open = { ...node, breaker: 'open' as const, down: true, crashed: true, nextTransitionMs: 42_400 };
    expect(plain(cellName(open, 30_000))).toBe('eu-west-07, breaker open, crashed, load 0 %, half-open in 12.4 s');
    expect(cellName(open, 43_000)).toContain('half-open at the next request');
    expect(plain(cellName({ ...node, breaker: 'closed', down: false, health: 'healthy', busy: 6 }, 0))).toBe(
      'eu-west-07, breaker closed, load 75 %',
    );
  });

  it('shorten ids to their ordinal', () =>
    expect(['eu-west-07', 'big-00123', 'edge'].map(shortId)).toEqual(['07', '00123', 'ge']));
  it('down wins over what the router believes', () => expect(underlineOf({ down: true, health: 'degraded' })).toBe('down'));
});

describe('the grid', () => {
  const rows = [
    { region: 'a', nodes: [0, 1, 2, 3, 4] },
    { region: 'b', nodes: [5, 6] },
  ];

  it('labels cells where they fit, and wraps', () => {
    expect(gridLayout(rows, 600)).toMatchObject({ size: 'labelled', pitchX: 37, perLine: 16, height: 56 });
    expect(gridLayout(rows, 280)).toMatchObject({ size: 'small', pitchX: 24, perLine: 11 });
    const long = [{ region: 'a', nodes: Array.from({ length: 40 }, (_, i) => i) }];
    expect(gridLayout(long, 620)).toMatchObject({ pitchX: 31, perLine: 20, rows: [{ top: 0, height: 56 }] });
  });

  it('keeps ten thousand nodes in a map of bounded height', () => {
    const many = Array.from({ length: 4 }, (_, r) => ({
      region: `r${r}`,
      nodes: Array.from({ length: 2_500 }, (_, i) => r * 2_500 + i),
    }));
    const layout = gridLayout(many, 620);
    expect(layout.size).toBe('tiny');
    expect(layout.height).toBeLessThan(320);
    expect(nodeAt(many, layout, 0, 0)).toBe(0);
    expect(nodeAt(many, layout, 2, layout.rows[1]!.top)).toBe(2_500);
    expect(nodeAt(many, layout, 10_000, 0)).toBeNull();
  });

  it('arrows move by cell and by line, across regions, and stop at the edges', () => {
    const from = (row: number, place: number, key: string) => movedCell(rows, 3, { row, place }, key);
    expect(from(0, 1, 'ArrowRight')).toEqual({ row: 0, place: 2 });
    expect(from(0, 1, 'ArrowDown')).toEqual({ row: 0, place: 4 });
    expect(from(0, 2, 'ArrowDown')).toEqual({ row: 0, place: 4 });
    expect(from(0, 4, 'ArrowDown')).toEqual({ row: 1, place: 1 });
    expect(from(1, 1, 'ArrowUp')).toEqual({ row: 0, place: 4 });
    expect(from(1, 1, 'ArrowDown')).toEqual({ row: 1, place: 1 });
    expect(from(0, 0, 'ArrowUp')).toEqual({ row: 0, place: 0 });
    expect(from(0, 2, 'End')).toEqual({ row: 0, place: 4 });
    expect(from(0, 2, 'x')).toBeNull();
  });
});

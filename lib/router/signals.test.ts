import { describe, expect, it } from 'vitest';
import type { NodeSnapshot } from '@/lib/fleet/snapshot';
import { NodeTable } from './node-table';
import { NodeSignals } from './signals';

const SAID: NodeSnapshot = {
  queued: 3,
  running: 8,
  kvUsedFraction: 0.25,
  prefillBlocks: 40,
  decodeBlocks: 300,
  cachedBlocks: new Set([11, 22, 44]),
};

function signalsOf(nodes: number): { readonly table: NodeTable; readonly signals: NodeSignals } {
  const table = new NodeTable();
  for (let i = 0; i < nodes; i++) table.intern(`n${i}`);
  return { table, signals: new NodeSignals(table) };
}

describe('node signals', () => {
  it('tell what a node last said, and when', () => {
    const { signals } = signalsOf(3);
    signals.report(1, SAID, 700);
    expect([signals.queued(1), signals.running(1), signals.inSystem(1)]).toEqual([3, 8, 11]);
    expect([signals.kvUsed(1), signals.prefillBlocks(1), signals.decodeBlocks(1), signals.atMs(1)]).toEqual([0.25, 40, 300, 700]);
  });

  it('take a silent node as empty, and as not saying what an engine need not say', () => {
    const { signals } = signalsOf(40);
    signals.report(1, SAID, 700);
    for (const node of [0, 2, 39, 500]) {
      expect([signals.inSystem(node), signals.kvUsed(node), signals.atMs(node)]).toEqual([0, NaN, -Infinity]);
      expect(signals.says(node, 'queued')).toBe(false);
      expect(signals.says(node, 'cached-blocks')).toBe(false);
    }
    signals.reportLoad(2, 1, 1, 800);
    expect(signals.says(2, 'queued')).toBe(true);
    expect(signals.says(2, 'kv-used')).toBe(false);
  });

  it('match a prompt up to the first block that is not cached', () => {
    const { signals } = signalsOf(2);
    signals.report(0, SAID, 0);
    expect(signals.matched(0, Uint32Array.of(11, 22, 33, 44), 4)).toBe(2);
    expect(signals.matched(0, Uint32Array.of(11, 22, 33, 44), 1)).toBe(1);
    expect(signals.matched(1, Uint32Array.of(11), 1)).toBe(0);
    expect([signals.caches(0, 44), signals.caches(0, 33), signals.caches(1, 11)]).toEqual([true, false, false]);
  });

  it('say that a node has changed, and go on from a saved state', () => {
    const { table, signals } = signalsOf(2);
    table.changes.read = true;
    const before = table.changes.count;
    signals.report(1, SAID, 5);
    expect(table.changes.at(before)).toBe(1);
    const saved = signals.save();
    signals.reportLoad(1, 9, 9, 6);
    signals.restore(saved);
    expect([signals.inSystem(1), signals.atMs(1), signals.matched(1, Uint32Array.of(11), 1)]).toEqual([11, 5, 1]);
  });
});

import { describe, expect, it } from 'vitest';

import { preset } from '@/lib/scenario/presets';
import type { Scenario, TimelineEntry } from '@/lib/scenario/schema';
import { Simulation } from '@/lib/sim/simulate';

import { Host } from './host';
import type { Frame } from './protocol';

/** A host whose wall clock moves a millisecond per look, and which rests without waiting. */
function hosted(): { host: Host; frames: Frame[]; last: () => Frame; settled: () => Promise<Frame> } {
  const frames: Frame[] = [];
  let wall = 0;
  const host = new Host({
    emit: (frame) => frames.push(frame),
    clock: () => ++wall,
    rest: () => new Promise((resolve) => setImmediate(resolve)),
  });
  const last = (): Frame => frames.at(-1)!;
  const settled = async (): Promise<Frame> => {
    while (last().state === 'running' || last().state === 'ready') await new Promise((resolve) => setImmediate(resolve));
    return last();
  };
  return { host, frames, last, settled };
}

const BROWN_OUT: Scenario = { ...preset('brown-out')!, durationMs: 15_000 };

function digestOf(scenario: Scenario): string {
  const sim = new Simulation(scenario);
  sim.runUntil(scenario.durationMs);
  return sim.digest();
}

describe('the worker host', () => {
  it('runs to the end and reports the digest of a run in one piece', async () => {
    const { host, settled } = hosted();
    await host.load(BROWN_OUT);
    await host.run(null);
    const frame = await settled();
    expect(frame.state).toBe('finished');
    expect(frame.digest).toBe(digestOf(BROWN_OUT));
    expect((await host.report()).digest).toBe(frame.digest);
  });

  it('keeps the digest through pauses, single steps, seeks back and explained decisions', async () => {
    const { host, settled, last } = hosted();
    await host.load(BROWN_OUT);
    await host.run(10);
    await host.pause();
    await host.step();
    await host.seek(9_000);
    expect(last().timeMs).toBe(9_000);
    const record = await host.decision(300);
    await host.seek(4_000);
    expect(last()).toMatchObject({ timeMs: 4_000, state: 'paused' });
    expect(await host.decision(300)).toEqual(record);
    await host.run(null);
    expect((await settled()).digest).toBe(digestOf(BROWN_OUT));
  });

  it('stamps live changes so that a fresh run of the document gives the identical digest', async () => {
    const { host, settled } = hosted();
    await host.load(BROWN_OUT);
    await host.seek(3_000.25);
    const entries: TimelineEntry[] = [];
    const fault = await host.apply({
      kind: 'fault',
      forMs: 5_000,
      target: { kind: 'node', id: 'us-east-01' },
      fault: { kind: 'crash' },
    });
    const strategy = await host.apply({ kind: 'strategy', strategy: { id: 'least-connections' } });
    for (const result of [fault, strategy]) {
      expect(result.ok).toBe(true);
      if (result.ok) entries.push(result.value);
    }
    await host.seek(6_000);
    const cleared = await host.apply({ kind: 'clear-fault', entry: entries[0]!.id });
    expect(cleared.ok).toBe(true);
    if (cleared.ok) entries[0] = cleared.value;
    await host.run(null);
    const live = await settled();
    expect(live.digest).toBe(digestOf({ ...BROWN_OUT, timeline: [...BROWN_OUT.timeline, ...entries] }));
    expect(live.digest).not.toBe(digestOf(BROWN_OUT));
  });

  it('explains a past decision by replay: the pick is the one that was made', async () => {
    const { host } = hosted();
    await host.load(BROWN_OUT);
    await host.seek(6_000);
    const lines = (await host.trace(50))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { index: number; pick: string });
    expect(lines).toHaveLength(50);
    for (const { index, pick } of [lines[0]!, lines[17]!, lines[49]!]) {
      const record = await host.decision(index);
      expect(record?.receipt.decision).toMatchObject({ kind: 'routed', decision: { target: { node: pick } } });
    }
    expect(await host.decision(1_000_000)).toBeNull();
  });

  it('refuses a broken scenario and keeps the one that was there', async () => {
    const { host, settled } = hosted();
    await host.load(BROWN_OUT);
    const refused = await host.load({ ...BROWN_OUT, groups: [] });
    expect(refused.ok).toBe(false);
    await host.run(null);
    expect((await settled()).digest).toBe(digestOf(BROWN_OUT));
  });

  it('appends transitions without a gap or a repeat', async () => {
    const { host, frames, settled } = hosted();
    await host.load(BROWN_OUT);
    await host.run(100);
    await settled();
    let known = 0;
    for (const frame of frames) {
      expect(frame.transitionsFrom).toBe(known);
      known += frame.breakerTransitions.length;
    }
    expect(known).toBe((await host.report()).breakerTransitions.length);
    expect(known).toBeGreaterThan(0);
  });
});

import { describe, expect, it, vi } from 'vitest';

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

function beat(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
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

  it('tells the life of a request as far as the run has come, the same from any checkpoint', async () => {
    const { host } = hosted();
    await host.load(BROWN_OUT);
    await host.seek(9_000.5);
    const sim = new Simulation(BROWN_OUT);
    sim.watch(700);
    sim.runUntil(9_000.5);
    const expected = sim.lifeWatched();
    expect(expected?.end).toBe('finished');
    expect(await host.life(700)).toEqual(expected);
    await host.seek(expected!.arrivedMs + 1);
    expect(await host.life(700)).toMatchObject({ end: null, tries: [{ decidedMs: expected!.arrivedMs, heardMs: null }] });
    expect(await host.life(sim.arrived)).toBeNull();
    expect(await host.life(0.5)).toBeNull();
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

  it('seeks to the time asked for while it runs at full speed, back and forth, and the last of many seeks holds', async () => {
    const { host, last, settled } = hosted();
    await host.load(BROWN_OUT);
    await host.run(null);
    await beat();
    await host.seek(12_000);
    expect(last()).toMatchObject({ timeMs: 12_000, state: 'paused' });
    await host.run(null);
    await host.seek(2_000);
    expect(last()).toMatchObject({ timeMs: 2_000, state: 'paused' });
    await host.run(100);
    await Promise.all([host.seek(9_000), host.seek(1_000), host.seek(14_000), host.seek(5_000)]);
    expect(last()).toMatchObject({ timeMs: 5_000, state: 'paused' });
    await host.seek(Number.NaN);
    expect(last().timeMs).toBe(5_000);
    const seek = host.seek(14_000);
    await host.run(null);
    await seek;
    expect((await settled()).digest).toBe(digestOf(BROWN_OUT));
  });

  it('explains decisions while it runs, several at once, and none of a scenario that is gone', async () => {
    const { host, settled } = hosted();
    await host.load(BROWN_OUT);
    await host.seek(10_000);
    const wanted = [900, 20, 500];
    const alone = [];
    for (const index of wanted) alone.push(await host.decision(index));
    await host.run(null);
    const records = await Promise.all(wanted.map((index) => host.decision(index)));
    expect(records).toEqual(alone);
    expect(records.map((record) => record?.index)).toEqual(wanted);
    expect((await settled()).digest).toBe(digestOf(BROWN_OUT));
    const late = host.decision(1_000);
    await host.load({ ...BROWN_OUT, seed: 8 });
    expect(await late).toBeNull();
  });

  it('lets commands in while a long stretch without decisions is replayed', async () => {
    const { host, last } = hosted();
    await host.load({
      ...BROWN_OUT,
      workload: BROWN_OUT.workload.map((of) => ({ ...of, arrivals: { kind: 'poisson', ratePerS: 0 } })),
      health: { ...BROWN_OUT.health, probes: { intervalMs: 10, timeoutMs: 10 } },
      timeline: [{ id: 't', kind: 'traffic', atMs: 14_000, class: BROWN_OUT.workload[0]!.id, ratePerS: 100 }],
    });
    await host.seek(15_000);
    await host.apply({ kind: 'strategy', strategy: { id: 'round-robin' } });
    let heard = 0;
    const record = host.decision(0).then((found) => ({ found, heard }));
    const trace = host.trace(5).then((text) => ({ text, heard }));
    for (let beats = 0; beats < 20; beats++) {
      await beat();
      heard++;
    }
    expect((await record).found?.index).toBe(0);
    expect((await record).heard).toBeGreaterThan(2);
    expect((await trace).text.trimEnd().split('\n')).toHaveLength(5);
    expect((await trace).heard).toBeGreaterThan(2);
    expect(last().timeMs).toBe(15_000);
  });

  it('sends fewer frames when frames are dear, and every last one', async () => {
    const frames: Frame[] = [];
    let wall = 0;
    const host = new Host({
      emit: (frame) => {
        frames.push(frame);
        wall += 100;
      },
      clock: () => (wall += 4),
      rest: () => new Promise((resolve) => setImmediate(resolve)),
    });
    await host.load({ ...BROWN_OUT, durationMs: 40_000 });
    await host.run(null);
    while (frames.at(-1)!.state === 'running') await beat();
    const inFrames = 100 * frames.length;
    expect(inFrames / wall).toBeLessThan(0.35);
    expect(frames.length).toBeGreaterThan(5);
    expect(frames.at(-1)).toMatchObject({ state: 'finished', timeMs: 40_000 });
  });

  it('answers commands before anything is loaded, and stays failed once it has failed', async () => {
    const { host, frames, last } = hosted();
    await host.run(10);
    await host.pause();
    await host.setSpeed(100);
    await host.step();
    await host.seek(5);
    await host.skip();
    expect(await host.decision(0)).toBeNull();
    expect(await host.lastDecisionFor('nobody')).toBeNull();
    expect(await host.trace(5)).toBe('');
    expect((await host.apply({ kind: 'strategy', strategy: { id: 'round-robin' } })).ok).toBe(false);
    await expect(host.report()).rejects.toThrow('No scenario');
    expect(frames).toEqual([]);

    await host.load(BROWN_OUT);
    const broken = vi.spyOn(Simulation.prototype, 'runUntil').mockImplementation(() => {
      throw new Error('a bug');
    });
    await host.run(null);
    expect(last()).toMatchObject({ state: 'failed', error: expect.stringContaining('a bug') as string });
    broken.mockRestore();
    await host.step();
    await host.run(null);
    await host.seek(5);
    await host.pause();
    expect(last().state).toBe('failed');
    await host.load(BROWN_OUT);
    await host.seek(5);
    expect(last()).toMatchObject({ state: 'paused', error: null, timeMs: 5 });
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

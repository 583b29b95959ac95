import { describe, expect, it } from 'vitest';

import { preset } from '@/lib/scenario/presets';
import type { Scenario } from '@/lib/scenario/schema';
import { withTrace } from '@/lib/scenario/trace-class';
import { bytesOf } from '@/lib/workload/traces/traces.fixture';

import { Host } from './host';
import type { Frame } from './protocol';
import { piecesOf, type TraceRead } from './traces';

const LINES = Array.from({ length: 40 }, (_, i) => `{"timestamp": ${i * 50}, "input_length": ${i}, "output_length": 2}`);
const TEXT = `${LINES.join('\n')}\n`;
const BASE: Scenario = { ...preset('brown-out')!, durationMs: 10_000, timeline: [] };

function hosted(): { host: Host; frames: Frame[] } {
  const frames: Frame[] = [];
  let wall = 0;
  const host = new Host({
    emit: (frame) => frames.push(frame),
    clock: () => ++wall,
    rest: () => new Promise((resolve) => setImmediate(resolve)),
  });
  return { host, frames };
}

const read = (host: Host, text: string, format: Parameters<Host['readTrace']>[1] = null): Promise<TraceRead> =>
  host.readTrace(
    () => piecesOf(new Blob([bytesOf(text).slice()])),
    format,
    () => {},
  );

function using(found: TraceRead): Scenario {
  if (found.kind !== 'read') throw new Error(`the file was ${found.kind}`);
  const file = { ...found.file, name: 'chat.jsonl' };
  const made = withTrace(BASE, file, { class: 'users', arrivals: {}, service: { msPerInputToken: 1, msPerOutputToken: 1 } });
  if (!made.ok) throw new Error(made.problems[0]!.message);
  return made.value;
}

describe('a host with a trace', () => {
  it('reads the file, and runs, seeks back, explains and retells what replays it', async () => {
    const { host, frames } = hosted();
    const scenario = using(await read(host, TEXT));
    expect(await host.absentTraces(scenario)).toEqual([]);
    expect(await host.load(scenario)).toEqual({ ok: true });
    await host.seek(10_000);
    const { digest } = frames.at(-1)!;
    expect(frames.at(-1)).toMatchObject({ state: 'finished', requests: { arrived: 40 } });
    expect((await host.decision(7))?.index).toBe(7);
    expect((await host.trace(5)).split('\n')).toHaveLength(6);
    await host.seek(1_000);
    await host.seek(10_000);
    expect(frames.at(-1)!.digest).toBe(digest);
  });

  it('refuses the scenario without the file, and then runs nothing, not what was there before either', async () => {
    const { host, frames } = hosted();
    const scenario = using(await read(hosted().host, TEXT));
    await host.load(BASE);
    expect((await host.absentTraces(scenario)).map(({ name }) => name)).toEqual(['chat.jsonl']);
    const loaded = await host.load(scenario);
    expect(loaded.ok ? '' : loaded.problems[0]!.message).toContain('needs the file "chat.jsonl"');
    const count = frames.length;
    await host.run(null);
    await host.step();
    await host.seek(5_000);
    expect(frames).toHaveLength(count);
    await read(host, TEXT);
    expect(await host.load(scenario)).toEqual({ ok: true });
    expect(frames.length).toBeGreaterThan(count);
  });

  it('lets go of a trace that the next scenario does not use', async () => {
    const { host } = hosted();
    const scenario = using(await read(host, TEXT));
    await host.load(scenario);
    await host.load(BASE);
    expect(await host.absentTraces(scenario)).toHaveLength(1);
  });

  it('says what is wrong with a file, or which columns it seems to have', async () => {
    const { host } = hosted();
    expect(await read(host, 'at,in\n0,1\n1,2\n')).toMatchObject({ kind: 'columns', columns: ['at', 'in'] });
    expect(await read(host, 'nothing of use')).toMatchObject({ kind: 'broken', format: null });
    expect(await read(host, TEXT.replace('2}', '-2}'))).toMatchObject({
      kind: 'broken',
      format: { kind: 'mooncake' },
      problems: [{ path: 'line 1' }],
    });
  });

  it('tells how far it is, and stops when it is told to or when another file comes', async () => {
    const { host } = hosted();
    const long = TEXT.repeat(1);
    const told: number[] = [];
    let pieces = 0;
    async function* slow(): AsyncGenerator<Uint8Array> {
      for (const byte of bytesOf(long)) {
        pieces++;
        yield Uint8Array.of(byte);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    const first = host.readTrace(slow, { kind: 'mooncake' }, ({ bytes }) => told.push(bytes));
    while (told.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await host.stopReading();
    expect(await first).toEqual({ kind: 'stopped' });
    expect(pieces).toBeLessThan(long.length);
    const second = host.readTrace(slow, { kind: 'mooncake' }, () => {});
    expect((await read(host, TEXT)).kind).toBe('read');
    expect(await second).toEqual({ kind: 'stopped' });
  });
});

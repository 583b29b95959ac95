import { describe, expect, it } from 'vitest';

import { detectFormat, formatName } from './formats';
import { detectTrace, readTrace } from './read-trace';
import { AZURE, BURST_GPT, bytesOf, MOONCAKE, OWN, OWN_FORMAT, SERVEGEN } from './traces.fixture';

async function* piecesOf(text: string, pieceBytes = 16): AsyncGenerator<Uint8Array> {
  const bytes = bytesOf(text);
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

describe('a file says what it is', () => {
  it('by its first lines', async () => {
    for (const [text, kind] of [
      [AZURE, 'azure'],
      [MOONCAKE, 'mooncake'],
      [BURST_GPT, 'burst-gpt'],
      [SERVEGEN, 'servegen'],
    ] as const) {
      expect(await detectTrace(piecesOf(text)), formatName(kind)).toEqual({ ok: true, value: { kind: 'known', format: { kind } } });
      expect(await detectTrace(piecesOf(`\uFEFF${text.replaceAll(/\r?\n/g, '\n')}`)), `${kind} with a byte order mark`).toMatchObject({ ok: true, value: { kind: 'known' } });
    }
  });

  it('or is taken for a CSV of a person, with a guess at its columns', () => {
    expect(detectFormat(OWN.split('\n').filter(Boolean))).toMatchObject({
      kind: 'guessed',
      format: { separator: ';', time: 'when', inputTokens: 'in', outputTokens: 'out' },
      columns: ['when', 'who', 'in', 'out'],
    });
    expect(detectFormat(['name;note', 'a;b'])).toEqual({ kind: 'unknown' });
    expect(detectFormat(['arrival_time,prompt tokens,completion tokens,user', '2024-01-01 00:00:00,5,6,ann'])).toEqual({
      kind: 'guessed',
      format: {
        kind: 'csv',
        separator: ',',
        header: true,
        time: 'arrival_time',
        timeUnit: 'timestamp',
        inputTokens: 'prompt tokens',
        outputTokens: 'completion tokens',
        session: 'user',
      },
      columns: ['arrival_time', 'prompt tokens', 'completion tokens', 'user'],
      fields: 4,
    });
    expect(detectFormat(['12\t7\t8', '13\t9\t9'])).toMatchObject({
      kind: 'guessed',
      format: { separator: '\t', header: false, time: 1, timeUnit: 's', inputTokens: 2, outputTokens: 3, session: null },
    });
    expect(detectFormat(['time_ms;tokens', '3;4'])).toMatchObject({ format: { separator: ';', time: 'time_ms', timeUnit: 'ms' } });
  });

  it('or fits nothing, and hears what would fit', async () => {
    for (const text of ['just words\nand more\n', '{"version": 1}\n', '', '\n\n']) {
      const detected = await detectTrace(piecesOf(text));
      expect(detected.ok, text).toBe(false);
      if (!detected.ok) expect(detected.problems[0]!.message).toMatch(/^the file: fits no form of a trace; expected is .*Mooncake/);
    }
  });
});

describe('reading a file', () => {
  it('tells how far it is', async () => {
    const heard: number[] = [];
    const result = await readTrace(piecesOf(OWN, 10), OWN_FORMAT, ({ bytes, rows }) => {
      heard.push(bytes, rows);
      return true;
    });
    expect(result?.ok).toBe(true);
    expect(heard.slice(-2)).toEqual([bytesOf(OWN).length, 3]);
    expect(heard.filter((_, i) => i % 2 === 0)).toEqual([10, 20, 30, 40, 50, 54]);
  });

  it('stops when it is told to', async () => {
    let pieces = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const piece of piecesOf(AZURE)) {
        pieces++;
        yield piece;
      }
    }
    expect(await readTrace(counted(), { kind: 'azure' }, () => pieces < 3)).toBeNull();
    expect(pieces).toBe(3);
  });

  it('reads no further than the first problems', async () => {
    let pieces = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        pieces++;
        yield bytesOf('nothing of use\n');
      }
    }
    const result = await readTrace(endless(), { kind: 'mooncake' });
    expect(result?.ok).toBe(false);
    expect(pieces).toBe(20);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';

import { MOST_FINDINGS } from './findings';
import { TRACE_LIMITS } from './trace';
import type { TraceFormat } from './trace-format';
import { TraceReader } from './trace-reader';
import {
  AZURE,
  BURST_GPT,
  bytesOf,
  MOONCAKE,
  OWN,
  OWN_FORMAT,
  problemsOf,
  readingOf,
  requestsOf,
  SERVEGEN,
  sha256Of,
  traceOf,
} from './traces.fixture';

const messages = (text: string | Uint8Array, format: TraceFormat, pieceBytes = Infinity): string[] =>
  problemsOf(text, format, pieceBytes).map(({ message }) => message);

describe('a trace', () => {
  it('of Azure keeps seven decimals of a second, over a change of year', () => {
    const trace = requestsOf(AZURE, { kind: 'azure' });
    expect([...trace.timeMs].map((ms) => ms.toFixed(4))).toEqual(['0.0000', '499.9998', '1750.0000', '1750.0000']);
    expect([...trace.inputTokens]).toEqual([400, 300, 200, 100]);
    expect([...trace.outputTokens]).toEqual([10, 20, 30, 40]);
    expect(trace.session).toBeNull();
    expect(trace.blocks).toBeNull();
  });

  it('of Mooncake keeps the ids of its prompt blocks', () => {
    const trace = requestsOf(MOONCAKE, { kind: 'mooncake' });
    expect([...trace.timeMs]).toEqual([0, 0, 2999]);
    expect([...trace.inputTokens]).toEqual([600, 1100, 100]);
    expect([...trace.outputTokens]).toEqual([50, 5, 7]);
    expect([...trace.blocks!.from]).toEqual([0, 2, 5, 6]);
    expect([...trace.blocks!.ids]).toEqual([0, 1, 0, 2, 3, 0]);
  });

  it('of BurstGPT counts from its first request, failed requests included', () => {
    const trace = requestsOf(BURST_GPT, { kind: 'burst-gpt' });
    expect([...trace.timeMs]).toEqual([0, 40_000]);
    expect([...trace.inputTokens]).toEqual([472, 1087]);
    expect([...trace.outputTokens]).toEqual([18, 0]);
    expect(trace.session).toBeNull();
  });

  it('of BurstGPT with sessions numbers them in order, and a request without one stands alone', () => {
    const trace = requestsOf(
      [
        'Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type',
        '0.5,b7,1.2,GPT-4,10,1,11,Conversation log',
        '1.5,,1.2,GPT-4,20,2,22,API log',
        '2.5,a1,1.2,GPT-4,30,3,33,Conversation log',
        '2.5,b7,1.2,GPT-4,40,4,44,Conversation log',
      ].join('\n'),
      { kind: 'burst-gpt' },
    );
    expect([...trace.session!]).toEqual([0, -1, 1, 0]);
    expect([...trace.timeMs]).toEqual([0, 1_000, 2_000, 2_000]);
  });

  it('of ServeGen is its windows, a last one as long as the one before', () => {
    const trace = traceOf(SERVEGEN, { kind: 'servegen' });
    expect(trace).toEqual({
      kind: 'windows',
      startMs: Float64Array.of(0, 600_000, 1_200_000),
      endMs: 1_800_000,
      ratePerS: Float64Array.of(2, 0, 4.5),
      cv: Float64Array.of(1.5, 0, 3),
      law: Uint8Array.of(1, 0, 2),
      shape: Float64Array.of(0.5, 0, 0.4),
    });
  });

  it('of one window takes the published length for it', () => {
    expect(traceOf('120,2,1,Gamma,1,0.5\n', { kind: 'servegen' })).toMatchObject({ endMs: 600_000 });
  });

  it('of a CSV of your own has the columns you chose, by name or by number', () => {
    const trace = requestsOf(OWN, OWN_FORMAT);
    expect([...trace.timeMs]).toEqual([0, 500, 750]);
    expect([...trace.inputTokens]).toEqual([10, 20, 30]);
    expect([...trace.outputTokens]).toEqual([1, 2, 3]);
    expect([...trace.session!]).toEqual([0, 1, 0]);
  });

  it('of a CSV may lack a header and tokens, and may hold timestamps, quotes and other letters than ASCII', () => {
    const bare = requestsOf('1000\t7\n1500\t8\n', {
      kind: 'csv',
      separator: '\t',
      header: false,
      time: 1,
      timeUnit: 'ms',
      inputTokens: null,
      outputTokens: 2,
      session: null,
    });
    expect([...bare.timeMs]).toEqual([0, 500]);
    expect([...bare.inputTokens]).toEqual([0, 0]);
    expect([...bare.outputTokens]).toEqual([7, 8]);
    const quoted = requestsOf('Größe,"at, in UTC",who\n5,"2024-02-29T12:00:00Z","a ""b"""\n6,2024-02-29 14:00:01+02:00,a\n', {
      kind: 'csv',
      separator: ',',
      header: true,
      time: 2,
      timeUnit: 'timestamp',
      inputTokens: 'Größe',
      outputTokens: null,
      session: 3,
    });
    expect([...quoted.timeMs]).toEqual([0, 1_000]);
    expect([...quoted.inputTokens]).toEqual([5, 6]);
    expect([...quoted.session!]).toEqual([0, 1]);
  });

  it('is the same however its file is cut into pieces, with the size and the SHA-256 of the file', () => {
    const files: [string, TraceFormat][] = [
      [AZURE, { kind: 'azure' }],
      [MOONCAKE, { kind: 'mooncake' }],
      [BURST_GPT, { kind: 'burst-gpt' }],
      [SERVEGEN, { kind: 'servegen' }],
      [OWN, OWN_FORMAT],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.integer({ min: 1, max: 90 }), ([text, format], pieceBytes) => {
        const whole = readingOf(text, format);
        expect(readingOf(text, format, pieceBytes)).toEqual(whole);
        expect(whole.sha256).toBe(sha256Of(bytesOf(text)));
        expect(whole.bytes).toBe(bytesOf(text).length);
        expect(whole.openEnd).toBe(false);
      }),
      lawRuns(),
    );
  });

  it('passes over empty lines, and a missing last line end is told', () => {
    const reading = readingOf(MOONCAKE.replaceAll('\n', '\n\n').trimEnd(), { kind: 'mooncake' });
    expect(reading.trace).toEqual(traceOf(MOONCAKE, { kind: 'mooncake' }));
    expect(reading.openEnd).toBe(true);
  });
});

describe('a broken file is refused with the line, what stands there and the rule', () => {
  const azure = (...rows: readonly string[]): string => `${['TIMESTAMP,ContextTokens,GeneratedTokens', ...rows].join('\n')}\n`;

  it('when times go back', () => {
    const text = azure('2023-11-16 18:00:00.0,1,1', '2023-11-16 18:00:13.0,1,1', '2023-11-16 18:00:12.5,1,1');
    expect(messages(text, { kind: 'azure' })).toEqual([
      'line 4: times must not go back: 12.5 s after 13 s (found "12.5 s from the first row on").',
    ]);
  });

  it('when sizes are negative, broken or beyond the limit', () => {
    const text = azure(
      '2023-11-16 18:00:00.0,-1,1',
      '2023-11-16 18:00:00.0,1,-7',
      '2023-11-16 18:00:00.0,1.5,1',
      '2023-11-16 18:00:00.0,,1',
      '2023-11-16 18:00:00.0,1,100000001',
    );
    expect(messages(text, { kind: 'azure' })).toEqual([
      'line 2: ContextTokens must be a whole number, 0 or more (found "-1").',
      'line 3: GeneratedTokens must be a whole number, 0 or more (found "-7").',
      'line 4: ContextTokens must be a whole number, 0 or more (found "1.5").',
      'line 5: ContextTokens must be a whole number, 0 or more (found "").',
      'line 6: output tokens must be a whole number from 0 to 100,000,000 (found 100000001).',
    ]);
    expect(messages('{"timestamp":0,"input_length":-3,"output_length":1}\n', { kind: 'mooncake' })).toEqual([
      'line 1: input_length must be a whole number, 0 or more (found -3).',
    ]);
    expect(messages(BURST_GPT.replace(',18,', ',-18,'), { kind: 'burst-gpt' })).toEqual([
      'line 2: Response tokens must be a whole number, 0 or more (found "-18").',
    ]);
    expect(messages(OWN.replace('20', '-20'), OWN_FORMAT)).toEqual([
      'line 3: input tokens must be a whole number, 0 or more (found "-20").',
    ]);
    expect(messages('0,-2,1,Gamma,1,1\n', { kind: 'servegen' })).toEqual([
      'line 1: the rate must be from 0 to 1,000,000 requests per second (found "-2").',
    ]);
  });

  it('when its last line is torn', () => {
    expect(messages(AZURE.slice(0, -6), { kind: 'azure' })).toEqual([
      'line 5: must be whole, and the file ends within it: must have three fields, as the header says (found "2024-01-01 00:00:01.2500001,10").',
    ]);
    const torn = messages(MOONCAKE.slice(0, -20), { kind: 'mooncake' });
    expect(torn).toEqual([expect.stringContaining('line 3: must be whole, and the file ends within it: must be one JSON object')]);
    expect(messages(MOONCAKE.slice(0, -20), { kind: 'mooncake' }, 7)).toEqual(torn);
  });

  it('when it is empty, or nothing but a header', () => {
    expect(messages('', { kind: 'mooncake' })).toEqual(['the file: must hold at least one row (found "an empty file").']);
    expect(messages(azure(), { kind: 'azure' })).toEqual(['the file: must hold at least one row (found "1 lines without a row").']);
  });

  it('when a time is no time', () => {
    for (const time of ['2023-02-29 00:00:00', '2023-11-16 24:00:00', '2023-13-01 00:00:00', 'yesterday', '1700158623', '']) {
      expect(messages(azure(`${time},1,1`), { kind: 'azure' }), time).toEqual([
        `line 2: TIMESTAMP must be a date and time such as 2023-11-16 18:17:03.97 (found "${time}").`,
      ]);
    }
    expect(messages(OWN.replace('2;bob', '1e999;bob'), OWN_FORMAT)).toEqual([
      'line 3: the time must be a number of seconds (found "1e999").',
    ]);
    expect(messages('{"timestamp":"0","input_length":3,"output_length":1}\n', { kind: 'mooncake' })).toEqual([
      'line 1: timestamp must be a number of ms (found "0").',
    ]);
  });

  it('when a line is no row at all', () => {
    expect(messages('{"timestamp":0}\n[1]\nnull\n{"timestamp":0,"input_length":3,"output_length":1,"hash_ids":[1.5]}\n', { kind: 'mooncake' })).toEqual([
      'line 1: input_length must be a whole number, 0 or more (found nothing).',
      'line 2: must be one JSON object (found "[1]").',
      'line 3: must be one JSON object (found "null").',
      'line 4: hash_ids must be a list of whole numbers from 0 to 2147483647 (found a list of 1).',
    ]);
    expect(messages(OWN.replace('bob', '"bob'), OWN_FORMAT)).toEqual([
      'line 3: must close every quote within the line (found "2;"bob;20;2").',
    ]);
    expect(messages(OWN.replace(';20', ';20;21'), OWN_FORMAT)).toEqual([
      'line 3: must have 4 fields, as the first line has (found "2;bob;20;21;2").',
    ]);
  });

  it('when a window has no fit, or comes twice', () => {
    expect(messages('0,2,1,Pareto,1,1\n0,2,1,Gamma,0,1\n0,2,1,Weibull,1,0\n0,2,1,Gamma,1,1\n0,2,1,Gamma,1,1\n', { kind: 'servegen' })).toEqual([
      'line 1: a window with requests must have the law Gamma or Weibull (found "Pareto").',
      'line 2: the shape of a fit must be from 0.01 to 1,000 (found "0").',
      'line 3: the scale of a fit must be above 0 (found "0").',
      'line 5: windows must follow each other in time (found "0 s").',
    ]);
  });

  it('when it lacks a column, with those that it has', () => {
    expect(messages(OWN, { ...OWN_FORMAT, time: 'at' } as TraceFormat)).toEqual([
      'line 1: must have the column that holds the time; it has the columns when, who, in, out (found "at").',
    ]);
    expect(messages(OWN, { ...OWN_FORMAT, inputTokens: 5 } as TraceFormat)).toEqual([
      'line 1: must have the column that holds input tokens; it has the columns when, who, in, out (found 5).',
    ]);
    expect(messages('a,b,c\n', { kind: 'azure' })[0]).toBe(
      'line 1: must be the header TIMESTAMP,ContextTokens,GeneratedTokens (found "a,b,c").',
    );
  });

  it('with the first twenty problems, and then reads no more', () => {
    const reader = new TraceReader({ kind: 'azure' });
    const bad = bytesOf('x\n'.repeat(1_000));
    expect(reader.push(bad)).toBe(false);
    expect(reader.push(bad)).toBe(false);
    expect(reader.bytesRead).toBe(bad.length);
    const result = reader.finish();
    expect(result.ok ? [] : result.problems.map(({ path }) => path)).toEqual(
      Array.from({ length: MOST_FINDINGS }, (_, i) => `line ${i + 1}`),
    );
  });

  it('when a line never ends, without keeping it', () => {
    const reader = new TraceReader({ kind: 'mooncake' });
    const piece = new Uint8Array(65_536).fill(120);
    let pushed = 0;
    while (reader.push(piece)) pushed += piece.length;
    expect(pushed).toBeLessThanOrEqual(TRACE_LIMITS.lineBytes);
    const result = reader.finish();
    expect(result.ok ? [] : result.problems.map(({ message }) => message)).toEqual([
      'line 1: must have at most 1,000,000 bytes (found "no line end").',
    ]);
  });
});

it('never throws, whatever the bytes', () => {
  const formats: TraceFormat[] = [{ kind: 'azure' }, { kind: 'mooncake' }, { kind: 'burst-gpt' }, { kind: 'servegen' }, OWN_FORMAT];
  const texts = [AZURE, MOONCAKE, BURST_GPT, SERVEGEN, OWN].map(bytesOf);
  const broken = fc
    .tuple(fc.constantFrom(...texts), fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 12 }))
    .map(([bytes, changes]) => {
      const copy = bytes.slice();
      for (const [at, byte] of changes) copy[at % copy.length] = byte;
      return copy;
    });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), broken), fc.constantFrom(...formats), (bytes, format) => {
      for (const { message, rule } of problemsOf(bytes, format, 17)) {
        expect(rule.length).toBeGreaterThan(5);
        expect(message).toMatch(/^(line \d+|the file): .*\)\.$/su);
      }
    }),
    lawRuns(400),
  );
});

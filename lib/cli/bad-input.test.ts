/** The same bad input at every door that it can come through: the command line, the page's worker, a link, a change while a run goes on. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { encodeLink } from '@/lib/scenario/link';
import { preset } from '@/lib/scenario/presets';
import type { Scenario } from '@/lib/scenario/schema';
import { Simulation } from '@/lib/sim/simulate';
import { HeldTraces, piecesOf, type TraceRead } from '@/lib/worker/traces';

import { switchyard } from './command.fixture';

const folder = mkdtempSync(join(tmpdir(), 'switchyard-bad-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function inTheWorker(content: string | Uint8Array): Promise<TraceRead> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return new HeldTraces(() => 0).read(
    () => piecesOf(new Blob([new Uint8Array(bytes)])),
    null,
    () => {},
  );
}

const AZURE = 'TIMESTAMP,ContextTokens,GeneratedTokens\n';
const MOONCAKE = '{"timestamp": 0, "input_length": 9, "output_length": 3}\n';
const BURST = 'Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n';
const NO_FORM = 'the file: fits no form of a trace; expected is a CSV with the header TIMESTAMP';

/** A name, the file, and what is said of it, each sentence once and in this order. */
const BROKEN: readonly (readonly [string, string | Uint8Array, ...string[]])[] = [
  ['an empty file', '', NO_FORM],
  ['nothing but a header', AZURE, 'the file: must hold at least one row'],
  ['nothing but line ends', '\n\n\r\n', NO_FORM],
  [
    'a last line torn within a time',
    `${AZURE}2023-11-16 18:17:03.98,1,2\n2023-11-16 18:1`,
    'line 3: must be whole, and the file ends within it: must have three fields, as the header says',
  ],
  ['a last line torn within JSON', `${MOONCAKE}{"timestamp": 5, "inp`, 'line 2: must be whole, and the file ends within it'],
  ['a last line torn within a row of BurstGPT', `${BURST}5,GPT-4,4,1,5,API log\n6,GPT`, 'line 3: must be whole'],
  ['a last line torn within a window', '0,2,1.5,Gamma,0.5,1\n600,2,1.5,Gam', 'line 2: must be whole'],
  [
    'times out of order',
    `${AZURE}2023-11-16 18:17:04,1,2\n2023-11-16 18:17:05,1,2\n2023-11-16 18:17:04.5,1,2\n`,
    'line 4: times must not go back: 0.5 s after 1 s',
  ],
  [
    'times out of order in JSON',
    `${MOONCAKE.replace('0', '70')}${MOONCAKE}`,
    'line 2: times must not go back: -0.07 s after 0 s',
  ],
  ['windows out of order', '600,2,1.5,Gamma,0.5,1\n0,2,1.5,Gamma,0.5,1\n', 'line 2: '],
  [
    'negative sizes, every one of them told',
    `${AZURE}2023-11-16 18:17:04,-1,2\n2023-11-16 18:17:05,1,-2\n`,
    'line 2: ContextTokens must be a whole number, 0 or more (found "-1")',
    'line 3: GeneratedTokens must be a whole number, 0 or more (found "-2")',
  ],
  ['negative sizes in JSON', MOONCAKE.replace('9', '-9'), 'line 1: '],
  ['negative sizes of BurstGPT', `${BURST}5,GPT-4,-4,1,5,API log\n`, 'line 2: Request tokens must be a whole number, 0 or more'],
  ['a negative rate', '0,-2,1.5,Gamma,0.5,1\n', 'line 1: '],
  ['sizes beyond all reason', MOONCAKE.replace('9', '1e300'), 'line 1: '],
  ['a size that is no number', MOONCAKE + MOONCAKE.replace('9', 'NaN'), 'line 2: '],
  ['text in two bytes a letter', new Uint8Array(Buffer.from(`\uFEFF${AZURE}2023-11-16 18:17:04,1,2\n`, 'utf16le')), NO_FORM],
  ['a program', Uint8Array.from({ length: 5_000 }, (_, i) => (i * 37 + (i >> 3)) & 255), NO_FORM],
  ['zeros', new Uint8Array(40_000), NO_FORM],
];

describe('a broken trace is refused with the line and the rule, by the command line and by the worker alike', () => {
  it.each(BROKEN)('%s', async (_name, content, ...rules) => {
    const { status, stdout, stderr } = await switchyard('trace', file('broken', content));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    const read = await inTheWorker(content);
    if (read.kind !== 'broken') throw new Error(`the worker took it for ${read.kind}`);
    const messages = read.problems.map(({ message }) => message);
    expect(messages).toHaveLength(rules.length);
    rules.forEach((rule, i) => {
      expect(messages[i]).toContain(rule);
      expect(messages[i]!.length).toBeLessThan(1_500);
    });
    // Behind the line that says which file it was, the same sentences.
    expect(stderr.trimEnd().split('\n').slice(-messages.length)).toEqual(messages);
  });

  it('a folder and a name that leads nowhere', async () => {
    for (const path of [folder, join(folder, 'nothing')]) {
      const { status, stdout, stderr } = await switchyard('trace', path);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain('is no file');
    }
  });

  it('a file of more than a gigabyte, by its size alone', async () => {
    // Sparse: a header, and then nothing that any disk would have to hold.
    const path = file('huge', `${AZURE}2023-11-16 18:17:03.98,1,2\n`);
    truncateSync(path, 1_100_000_000);
    const { status, stderr } = await switchyard('trace', path);
    expect(status).toBe(2);
    expect(stderr).toContain('the file: must have at most 1,000,000,000 bytes (found "1,100,000,000 bytes")');
  });

  it('a line of more than a million bytes, of which no more than that is kept', async () => {
    const long = `${AZURE}${'9'.repeat(1_100_000)}`;
    const { status, stderr } = await switchyard('trace', file('long', long));
    expect(status).toBe(2);
    expect(stderr).toContain('line 2: must have at most 1,000,000 bytes');
    expect(await inTheWorker(long)).toMatchObject({ kind: 'broken', problems: [{ path: 'line 2' }] });
  });
});

describe('rates and durations whose product is too large are refused before anything runs', () => {
  const base = preset('brown-out')!;
  const users = base.workload[0]!;
  const RULE = /must come to at most 20,000,000 expected requests, as rate times time over all classes/;
  const tooMuch: readonly (readonly [string, Scenario])[] = [
    [
      'a rate that is allowed, for a time that is allowed',
      { ...base, durationMs: 86_400_000, workload: [{ ...users, arrivals: { kind: 'poisson', ratePerS: 500 } }] },
    ],
    [
      'two classes that only together are too much',
      {
        ...base,
        durationMs: 40_000_000,
        workload: ['a', 'b'].map((id) => ({ ...users, id, arrivals: { kind: 'poisson', ratePerS: 300 } })),
      },
    ],
    [
      'users who hardly think',
      {
        ...base,
        timeline: [],
        workload: [{ ...users, arrivals: { kind: 'closed-loop', users: 100_000, think: { kind: 'constant', meanMs: 50 } } }],
      },
    ],
  ];

  it.each(tooMuch)('%s, from a file and from a link', async (_name, scenario) => {
    const path = file('much.json', JSON.stringify(scenario));
    for (const source of [path, encodeLink(scenario), `http://localhost:3000/#s=${encodeLink(scenario)}`]) {
      const { status, stdout, stderr } = await switchyard('run', source);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(RULE);
    }
  });

  it('and a change of traffic while the run goes on, which then goes on as it was', () => {
    const simulation = new Simulation({ ...base, durationMs: 600_000, timeline: [] });
    simulation.runUntil(1_000);
    const before = simulation.digest();
    const changed = simulation.apply({ kind: 'traffic', class: users.id, ratePerS: 100_000 });
    expect(changed.ok ? '' : changed.problems[0]!.message).toMatch(RULE);
    expect(simulation.digest()).toBe(before);
    expect(simulation.save().timeline).toEqual([]);
  });
});

/** Traces on the command line: looked at, put into a scenario, and run from a folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import type { Report } from '@/lib/sim/report';
import type { Scenario } from '@/lib/scenario/schema';

import { switchyard, type Answer } from './command.fixture';

const folder = mkdtempSync(join(tmpdir(), 'switchyard-traces-'));
const traces = join(folder, 'traces');
mkdirSync(traces);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string, within = traces): string {
  const path = join(within, name);
  writeFileSync(path, text);
  return path;
}

const LINES = Array.from(
  { length: 90 },
  (_, i) => `{"timestamp": ${Math.floor(i / 9) * 3000}, "input_length": ${i * 10}, "output_length": ${i % 8}}`,
);
const mooncake = file('chat.jsonl', `${LINES.join('\n')}\n`);

describe('switchyard trace', () => {
  it('says what a file looks like', async () => {
    const { status, stdout } = await switchyard('trace', mooncake);
    expect(status).toBe(0);
    expect(stdout).toContain('chat.jsonl: Mooncake trace');
    expect(stdout).toMatch(/requests +90\n/);
    expect(stdout).toMatch(/duration +27 s\n/);
    expect(stdout).toMatch(/at the same instant +88\.8889 %\n/);
    const json = JSON.parse((await switchyard('trace', mooncake, '--json')).stdout) as { statistics: object; sha256: string };
    expect(json).toMatchObject({
      name: 'chat.jsonl',
      rows: 90,
      spanMs: 27_000,
      statistics: { kind: 'requests', meanInputTokens: 445 },
    });
  });

  it('says what is wrong with it, by line', async () => {
    const torn = file('torn.jsonl', LINES.slice(0, 3).join('\n').slice(0, -4), folder);
    const answer = await switchyard('trace', torn);
    expect(answer.status).toBe(2);
    expect(answer.stderr).toContain('line 3: must be whole, and the file ends within it');
    expect((await switchyard('trace', join(folder, 'nowhere.csv'))).stderr).toContain('is no file');
    expect((await switchyard('trace', file('empty.csv', '', folder))).stderr).toContain('fits no form of a trace');
  });

  it("reads a CSV of one's own by the columns that are named", async () => {
    const own = file('own.csv', 'at;size;answer\n100;5;6\n350;7;8\n', folder);
    const guessed = await switchyard('trace', own, '--time', 'at', '--time-unit', 'ms', '--input', '2', '--output', 'answer');
    expect(guessed.stdout).toMatch(/duration +0\.25 s\n/);
    expect(guessed.stdout).toMatch(/input tokens +mean 6, /);
    expect((await switchyard('trace', own, '--time', 'when')).stderr).toContain('it has the columns at, size, answer');
    expect((await switchyard('trace', mooncake, '--time', 'at')).stderr).toContain('Columns are chosen for a CSV of your own');
    expect((await switchyard('trace', own, '--time-unit', 'h')).stderr).toContain('--time-unit must be s, ms or timestamp');
  });
});

describe('a scenario with a trace', () => {
  const made = async (...more: readonly string[]): Promise<Answer> =>
    switchyard(
      'trace',
      mooncake,
      '--scenario',
      'brown-out',
      '--class',
      'users',
      '--ms-per-input',
      '0.01',
      '--ms-per-output',
      '1',
      ...more,
    );

  it('is printed whole, runs from the folder that has the file, whatever it is called there, and sends every row', async () => {
    const { status, stdout } = await made('--spread', '3000');
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as Scenario).workload[0]!.arrivals).toMatchObject({
      kind: 'trace',
      trace: 'chat',
      spreadMs: 3_000,
    });
    const path = file('scenario.json', stdout, folder);
    const report = JSON.parse((await switchyard('run', path, '--traces', traces, '--json')).stdout) as Report;
    expect(report.requests.arrived).toBe(90);
    const renamed = join(folder, 'renamed');
    mkdirSync(renamed);
    file('other-name.jsonl', `${LINES.join('\n')}\n`, renamed);
    const again = JSON.parse((await switchyard('run', path, '--traces', renamed, '--json')).stdout) as Report;
    expect(again).toEqual(report);
  });

  it('does not run without the file, nor with another of its name and size', async () => {
    const path = file('asking.json', (await made()).stdout, folder);
    const absent = await switchyard('run', path);
    expect(absent.status).toBe(2);
    expect(absent.stderr).toMatch(/needs the file "chat\.jsonl" \([\d,]+ bytes, SHA-256 [0-9a-f]{64}\), which is not here\./);
    expect(absent.stderr).toContain('--traces');
    expect(absent.stdout).toBe('');
    const wrong = join(folder, 'false');
    mkdirSync(wrong);
    file('chat.jsonl', `${LINES.join('\n').replace('"input_length": 10,', '"input_length": 11,')}\n`, wrong);
    expect(await switchyard('run', path, '--traces', wrong)).toMatchObject({ status: 2, stdout: '' });
    expect((await switchyard('run', path, '--traces', join(folder, 'no-folder'))).stderr).toContain('must be a folder');
  });

  it('is refused where numbers are none or the class is unknown', async () => {
    expect((await made('--time-scale', 'fast')).stderr).toContain('--time-scale must be a number (found "fast").');
    expect((await made('--class', 'nobody')).stderr).toContain('must hold a class with this id');
    expect((await made('--rate-scale', '2')).stderr).toContain('must be 1 for a trace of requests');
  });
});

/** The command line as a person meets it: each way of failing once in a process of its own, the rest in this one, which is faster. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import type { Report } from '@/lib/sim/report';
import { canonicalText } from '@/lib/scenario/canonical';
import { encodeLink } from '@/lib/scenario/link';
import { parseScenario } from '@/lib/scenario/parse';
import { PRESETS } from '@/lib/scenario/presets';
import type { Scenario } from '@/lib/scenario/schema';

import { switchyard as here, type Answer } from './command.fixture';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'switchyard-cli-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function switchyard(...args: readonly string[]): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'lib/cli/switchyard.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  // No status: a signal ended it.
  return { status: status ?? -1, stdout, stderr };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function small(seed = 7): Scenario {
  const parsed = parseScenario({
    version: 1,
    title: 'Small',
    seed,
    durationMs: 5_000,
    regions: [{ id: 'east' }],
    models: [{ id: 'chat', capabilities: ['generate'] }],
    groups: [{ id: 'east', region: 'east', count: 3, models: ['chat'], engine: { kind: 'slots', slots: 2 } }],
    workload: [
      {
        id: 'users',
        origins: [{ region: 'east', weight: 1 }],
        arrivals: { kind: 'poisson', ratePerS: 20 },
        service: { kind: 'exponential', meanMs: 100 },
      },
    ],
  });
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return parsed.value;
}

const link = (scenario: Scenario, digest?: string): string => `http://localhost:3000/#s=${encodeLink(scenario, digest)}`;
const reportOf = ({ stdout }: Answer): Report => JSON.parse(stdout) as Report;

const TIMEOUT = { timeout: 60_000 };

describe('bad usage ends with 2 and a sentence, never with a stack trace', TIMEOUT, () => {
  it.each<[name: string, args: () => string[], sentence: RegExp]>([
    ['no command', () => [], /Usage: npm run -s switchyard/],
    ['an unknown command', () => ['presest'], /There is no command "presest"; "presets" perhaps\./],
    ['a name that every object has', () => ['constructor'], /There is no command "constructor"/],
    ['no scenario', () => ['run'], /Say one scenario/],
    ['two scenarios', () => ['run', 'a', 'b'], /Say one scenario/],
    ['an unknown option', () => ['run', 'brown-out', '--sede', '3'], /--sede/],
    [
      'a seed that is none',
      () => ['run', 'brown-out', '--seed', '1e3'],
      /--seed must be a whole number from 0 to 9007199254740991 \(found "1e3"\)/,
    ],
    ['an unknown preset', () => ['run', 'brown-otu'], /"brown-otu" is no preset, file or link; "brown-out" perhaps/],
    ['a file that is not JSON', () => ['run', file('broken.json', '{\n  "version": 1,\n}')], /not at line 3, column 1/],
    ['a file that is no scenario', () => ['run', file('other.json', '{"version":1,"title":7}')], /title.*regions/s],
    ['a folder', () => ['run', folder], /is no preset, file or link/],
    ['a cut link', () => ['run', link(small()).slice(0, -9)], /damaged/],
    ['a changed link', () => ['run', link(small()).replace(/.(?=.{20}$)/, (was) => (was === 'A' ? 'B' : 'A'))], /damaged/],
    ['an address without a scenario', () => ['run', 'http://localhost:3000/'], /holds no scenario/],
    ['a link to an unknown preset', () => ['run', 'http://localhost:3000/#p=nothing'], /names a preset that does not exist/],
    [
      'a request that is no number',
      () => ['run', file('one.json', canonicalText(small())), '--request', 'x'],
      /--request must be a whole/,
    ],
    ['tables into a file', () => ['run', 'brown-out', '--csv', file('taken', '')], /is a file, not a folder to write into/],
    ['tables where no folder can be', () => ['run', 'brown-out', '--csv', '/proc/none/here'], /could not be made: /],
    ['vectors from nowhere', () => ['conformance'], /Say one folder/],
    ['vectors from no folder', () => ['conformance', join(folder, 'none')], /is no folder/],
  ])('%s', async (_name, args, sentence) => {
    const { status, stdout, stderr } = await here(...args());
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  it.each<[name: string, args: () => string[], sentence: RegExp]>([
    ['an unknown preset', () => ['run', 'no-such-preset'], /is no preset, file or link/],
    ['a file that is not JSON', () => ['run', file('broken-too.json', '{"version": 1,}')], /not at line 1, column 15/],
    ['a cut link', () => ['run', link(small()).slice(0, -9)], /damaged/],
    ['no vector files', () => ['conformance', join(root, 'lib/base')], /There is no vector file/],
  ])('in a process of its own: %s', (_name, args, sentence) => {
    const { status, stdout, stderr } = switchyard(...args());
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  it('vector files that are none', async () => {
    const vectors = join(folder, 'vectors');
    mkdirSync(vectors);
    expect(await here('conformance', vectors)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('There is no vector file'),
    });
    writeFileSync(join(vectors, 'a.json'), '{"schema":"another/1"}');
    expect(await here('conformance', vectors)).toMatchObject({ status: 2, stderr: expect.stringContaining('is left out') });
    writeFileSync(join(vectors, 'a.json'), '{"schema":"federation-conformance/1","kind":"health","count":2,"cases":[{}]}');
    expect(await here('conformance', vectors)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('holds 1: it was cut'),
    });
    writeFileSync(join(vectors, 'a.json'), '{"schema":"federation-conformance/1","kind":"gateway","count":0,"cases":[]}');
    expect(await here('conformance', vectors)).toMatchObject({ status: 2, stderr: expect.stringContaining('kind "gateway"') });
    writeFileSync(join(vectors, 'a.json'), '{"schema":"federation-conformance/1","kind":"health","count":2,"cases":[{},null]}');
    const broken = await here('conformance', vectors);
    expect(broken).toMatchObject({ status: 1, stderr: '' });
    expect(broken.stdout).toContain('a.json case 2\n  expected  a case that can be run\n  actual ');
    expect(broken.stdout.trimEnd().split('\n').at(-1)).toBe('0 passed, 2 failed');
    writeFileSync(join(vectors, 'a.json'), '{"schema":');
    expect(await here('conformance', vectors)).toMatchObject({ status: 2, stderr: expect.stringContaining('is not JSON') });
  });
});

describe('run', TIMEOUT, () => {
  it('gives one digest by file, by link, by bare payload, as text and as JSON', async () => {
    const scenario = small();
    const path = file('small.json', canonicalText(scenario));
    const byFile = switchyard('run', path, '--json');
    expect(byFile).toMatchObject({ status: 0, stderr: '' });
    const { digest, requests } = reportOf(byFile);
    expect(digest).toMatch(/^[0-9a-f]{16}$/);
    expect(requests.arrived).toBeGreaterThan(50);
    expect(reportOf(await here('run', link(scenario), '--json')).digest).toBe(digest);
    expect(reportOf(await here('run', encodeLink(scenario), '--json')).digest).toBe(digest);
    expect(reportOf(await here('run', ` ${encodeLink(scenario)}\n`, '--json')).digest).toBe(digest);
    const text = await here('run', path);
    expect(text.stdout.trimEnd().split('\n').at(-1)).toBe(`digest  ${digest}`);
  });

  it('takes another seed', async () => {
    const path = file('seeded.json', canonicalText(small(7)));
    const other = reportOf(await here('run', path, '--seed', '8', '--json'));
    expect(other.seed).toBe(8);
    expect(other.digest).toBe(reportOf(await here('run', link(small(8)), '--json')).digest);
    expect(other.digest).not.toBe(reportOf(await here('run', path, '--json')).digest);
  });

  it('tells the life of one request, or that there was none', async () => {
    const path = file('lives.json', canonicalText(small()));
    const life = await here('run', path, '--request', '3');
    expect(life.status).toBe(0);
    expect(life.stdout).toMatch(/request 3/i);
    const { requests } = JSON.parse((await here('run', path, '--json')).stdout) as Report;
    const beyond = await here('run', path, '--request', String(requests.arrived));
    expect(beyond.status).toBe(1);
    expect(beyond.stderr).toMatch(
      new RegExp(`Request ${requests.arrived} never arrived: the run had ${requests.arrived}, from 0`),
    );
  });

  it('writes every table as CSV into a folder that it makes', async () => {
    const path = file('tables.json', canonicalText(small()));
    const tables = join(folder, 'tables');
    const { status, stdout } = await here('run', path, '--json', '--csv', tables);
    expect(status).toBe(0);
    const { nodes, requests } = JSON.parse(stdout) as Report;
    expect(readdirSync(tables)).toEqual(expect.arrayContaining(['nodes.csv', 'classes.csv']));
    const rows = readFileSync(join(tables, 'nodes.csv'), 'utf8').trimEnd().split(/\r?\n/);
    expect(rows).toHaveLength(1 + nodes.length);
    expect(readFileSync(join(tables, 'classes.csv'), 'utf8')).toContain(String(requests.arrived));
  });

  it("says whether a link's run came out again", async () => {
    const scenario = small();
    const { digest } = reportOf(await here('run', link(scenario), '--json'));
    expect(await here('run', link(scenario, digest))).toMatchObject({
      status: 0,
      stderr: "Identical to the link's run, to the bit.\n",
    });
    const wrong = await here('run', link(scenario, '0123456789abcdef'));
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toContain('had the digest 0123456789abcdef');
  });
});

it('lists the presets', TIMEOUT, async () => {
  const { status, stdout } = await here('presets', '--json');
  expect(status).toBe(0);
  expect((JSON.parse(stdout) as { id: string }[]).map(({ id }) => id)).toEqual(PRESETS.map(({ id }) => id));
});

it('counts vectors, and shows the one that fails', TIMEOUT, async () => {
  const fixtures = join(root, 'lib/validation/fixtures/conformance');
  const vectors = join(folder, 'spoilt');
  cpSync(fixtures, vectors, { recursive: true });
  const whole = switchyard('conformance', vectors);
  expect(whole.stdout.trimEnd().split('\n').at(-1)).toMatch(/^[1-9]\d* passed, 0 failed$/);
  expect(whole.status).toBe(0);

  const name = readdirSync(vectors).find((one) => one.includes('breaker'));
  if (name === undefined) throw new Error(`no breaker vectors among ${readdirSync(vectors).join(', ')}`);
  const path = join(vectors, name);
  writeFileSync(path, readFileSync(path, 'utf8').replace('"expect":[["closed"]', '"expect":[["open"]'));
  const spoilt = await here('conformance', vectors);
  expect(spoilt.stdout).toMatch(/\n {2}expected .*\n {2}actual /);
  expect(spoilt.stdout.trimEnd().split('\n').at(-1)).toMatch(/^[1-9]\d* passed, 1 failed$/);
  expect(spoilt.status).toBe(1);
});

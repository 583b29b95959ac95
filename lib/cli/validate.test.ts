/** `validate` as a person meets it: what it says, what it leaves out, how it ends. Most of it on threads of its own, as in use. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it, vi } from 'vitest';

import { caseOf, fileOf, queue, servers, type CaseInput } from '@/lib/validation/theory/known.fixture';

import { dispatch } from './dispatch';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'switchyard-validate-'));
mkdirSync(join(folder, 'cases'));
mkdirSync(join(folder, 'traces'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly lines: readonly string[];
  readonly stderr: string;
}

function file(name: string, content: string | object): string {
  const path = join(folder, 'cases', name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function validate(...args: readonly string[]): Promise<Answer> {
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    });
  }
  try {
    const status = await dispatch(['validate', ...args]);
    return { status, lines: said.stdout.trimEnd().split('\n'), stderr: said.stderr };
  } finally {
    vi.restoreAllMocks();
  }
}

const TIMEOUT = { timeout: 60_000 };

const turns = (more: Partial<CaseInput> = {}): CaseInput => ({
  id: 'turns',
  family: 'weights',
  metric: 'sequence',
  unit: 'picks',
  expected: 3,
  expected_sequence: ['x', 'y', 'x'],
  model: { weights: { x: 2, y: 1 } },
  tolerance: { type: 'sequence' },
  ...more,
});
const line = (more: Partial<CaseInput> = {}): CaseInput => ({
  id: 'line',
  family: 'mm1',
  metric: 'mean_sojourn',
  unit: 'mean service times',
  expected: 2,
  model: queue(0.5, [servers(1)]),
  tolerance: { type: 'relative', value: 0.02, requests: 400_000, warmup: 2_000 },
  sd_at_1e6_requests: 0.00562,
  ...more,
});
const cache: CaseInput = { id: 'lru', family: 'cache', metric: 'hit_ratio', expected: 0.5, model: {}, tolerance: {} };

describe('what it says', TIMEOUT, () => {
  it('is a line for each case in the order of the file, and the sums at the end', async () => {
    const wrong = line({ id: 'wrong', expected: 3 });
    const path = file('some.json', fileOf(turns(), cache, line(), wrong));
    const answer = await validate(path, '--requests', '10000');
    expect(answer).toMatchObject({ status: 1, stderr: '' });
    const [first, second, third, fourth, last, ...more] = answer.lines;
    expect(first).toBe('turns  passed  expected 3  measured 3  deviation +0 (0 %)  tolerance 0 (0 %)');
    expect(second).toBe('lru  left out: caches come later');
    // Five times 0.00562, and ten times that at a hundredth of the million requests.
    expect(third).toMatch(
      /^line {2}passed {2}expected 2 {2}measured [\d.]+ {2}deviation [+-][\d.]+ \(-?[\d.]+ %\) {2}tolerance 0\.281 \(14\.1 %\)$/,
    );
    expect(fourth).toMatch(/^wrong {2}FAILED {2}expected 3 {2}measured/);
    expect(last).toBe('2 passed, 1 failed, 1 left out');
    expect(more).toEqual([]);
    const measured = (text: string | undefined): string | undefined => /measured (\S+)/.exec(text ?? '')?.[1];
    expect(measured(third)).toBe(measured(fourth));
  });

  it('is the same on one thread as on several, and ends with 0 where all pass', async () => {
    const cases = [0.3, 0.4, 0.5].map((rate, i) =>
      line({ id: `line-${i}`, expected: 1 / (1 - rate), model: queue(rate, [servers(1)]) }),
    );
    const path = file('lines.json', fileOf(...cases, turns()));
    const one = await validate(path, '--requests', '20000', '--threads', '1');
    const three = await validate(path, '--requests', '20000', '--threads', '3');
    expect(one).toMatchObject({ status: 0, stderr: '' });
    expect(one.lines.at(-1)).toBe('4 passed, 0 failed, 0 left out');
    expect(three).toEqual(one);
  });

  it('is about one family alone where that is asked', async () => {
    const path = file('only.json', fileOf(turns(), cache, line()));
    expect((await validate(path, '--only', 'weights')).lines.at(-1)).toBe('1 passed, 0 failed, 0 left out');
    expect((await validate(path, '--only', 'cache')).lines).toEqual([
      'lru  left out: caches come later',
      '0 passed, 0 failed, 1 left out',
    ]);
    expect(await validate(path, '--only', 'weigths')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/--only: must be a family of the file .*did you mean "weights"/),
    });
  });

  it('names the file that a case misses, and finds it in the folder beside or in the one that is named', async () => {
    const trace: CaseInput = {
      id: 'rows',
      family: 'trace',
      metric: 'rows',
      unit: 'requests',
      expected: 2,
      model: { file: 'tiny.csv' },
      tolerance: { type: 'relative', value: 0.001 },
    };
    const path = file('trace.json', fileOf(trace));
    expect((await validate(path)).lines).toEqual(['rows  left out: tiny.csv is not there', '0 passed, 0 failed, 1 left out']);
    const text =
      'TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-11-16 18:17:03.9799600,4808,10\r\n2023-11-16 18:17:04.0319600,3180,8\r\n';
    mkdirSync(join(folder, 'elsewhere'));
    writeFileSync(join(folder, 'elsewhere/tiny.csv'), text);
    expect((await validate(path, '--traces', join(folder, 'elsewhere'))).lines.at(-1)).toBe('1 passed, 0 failed, 0 left out');
    writeFileSync(join(folder, 'traces/tiny.csv'), text);
    expect((await validate(path)).lines.at(-1)).toBe('1 passed, 0 failed, 0 left out');
    writeFileSync(join(folder, 'traces/tiny.csv'), 'nothing\n');
    const broken = await validate(path);
    expect(broken).toMatchObject({ status: 1, stderr: '' });
    expect(broken.lines[0]).toBe('rows  FAILED: tiny.csv fits no form of a trace');
  });

  it('is a failure of that case alone where the product is too small for it, or the case too long', async () => {
    const large = line({ id: 'large', model: queue(0.5, [servers(1, 5_000)]) });
    const long: CaseInput = {
      id: 'long',
      family: 'hash-ring',
      metric: 'max_share_over_mean',
      expected: 1.1,
      model: { servers: 100, points_per_server: 100 },
      tolerance: { type: 'relative', value: 0.1, rings: 900_000_000 },
    };
    const answer = await validate(file('large.json', fileOf(large, turns(), long)));
    expect(answer.status).toBe(1);
    expect(answer.lines[2]).toMatch(/^long {2}FAILED: it would take \d+ steps/);
    expect(answer.lines[0]).toMatch(
      /^large {2}FAILED: the product cannot hold it: groups\[0\]\.engine\.slots: must be at most 1,024/,
    );
    expect(answer.lines.at(-1)).toBe('1 passed, 2 failed, 0 left out');
  });
});

describe('a file that cannot be read as cases ends with 2 and a sentence, and nothing is run', TIMEOUT, () => {
  const model = (more: object): CaseInput => line({ model: queue(0.5, [servers(1)], more) });
  it.each<[name: string, content: string | object, sentence: RegExp]>([
    ['not JSON', '{"format":', /bad\.json is not JSON/],
    ['another format', { format: 'other/1', cases: [] }, /format.*must be fleet-sim-theory-cases\/1.*found "other\/1"/],
    ['no cases', { format: 'fleet-sim-theory-cases/1', cases: [] }, /cases.*at least/],
    [
      'a cut file',
      { ...fileOf(turns()), count: 9 },
      /count: must be the number of cases, 1: the file was cut or changed \(found 9\)/,
    ],
    ['an unknown family', fileOf(turns({ family: 'tarot' })), /turns: family: must be one of mm1, .*\(found "tarot"\)/],
    [
      'an unknown process',
      fileOf(model({ arrivals: { process: 'poison', rate: 1 } })),
      /line: model\.arrivals\.process: must be one of poisson, .*did you mean "poisson"\? \(found "poison"\)/,
    ],
    [
      'an unknown law',
      fileOf(model({ service: { dist: 'Exponential', mean: 1 } })),
      /line: model\.service\.dist: must be one of exponential/,
    ],
    [
      'an unknown router',
      fileOf(model({ router: { policy: 'randomly' } })),
      /line: model\.router\.policy: must be one of random/,
    ],
    ['an unknown word of a router', fileOf(model({ router: 'anything' })), /line: model\.router: must be "any", or/],
    [
      'an unknown discipline',
      fileOf(line({ model: queue(0.5, [servers(1, 1, { discipline: 'lifo' })]) })),
      /line: model\.fleet\[0\]\.discipline: must be one of fifo, processor-sharing.*\(found "lifo"\)/,
    ],
    [
      'an unknown wording of failures',
      fileOf(
        model({
          failures: {
            up_mean: 9,
            down_mean: 1,
            law: 'exponential',
            fails_when: 'sometimes',
            interrupted_work: 'resumes where it stopped',
            arrivals_while_down: 'queue',
          },
        }),
      ),
      /line: model\.failures\.fails_when: must be one of always \(busy or idle\), only while serving .*found "sometimes"/,
    ],
    ['an unknown key', fileOf(model({ weather: 'fair' })), /line: model\.weather: is an unknown key/],
    [
      'an unknown metric',
      fileOf(line({ metric: 'mean_soujourn' })),
      /line: metric: must be one of mean_sojourn, .*found "mean_soujourn"/,
    ],
    ['an unknown unit', fileOf(line({ unit: 'fortnights' })), /line: unit: must be one of .*found "fortnights"/],
    ['an unknown kind', fileOf(line({ kind: 'guessed' })), /line: kind: must be one of exact, .*found "guessed"/],
    [
      'an unknown tolerance',
      fileOf(line({ tolerance: { type: 'about', value: 1 } })),
      /line: tolerance\.type: must be one of relative/,
    ],
    [
      'an unknown invariant',
      fileOf(turns({ invariant: 'all is well' })),
      /turns: invariant: is nothing that cases of family weights state/,
    ],
    ['an unknown statement', fileOf(turns({ expected_weather: 1 })), /turns: expected_weather: is an unknown key/],
    [
      'a negative rate',
      fileOf(model({ arrivals: { process: 'deterministic', rate: -1 } })),
      /line: model\.arrivals\.rate: must be .*found -1/,
    ],
    [
      'no number of requests',
      fileOf(line({ tolerance: { type: 'relative', value: 0.1 } })),
      /line: tolerance\.requests: is required/,
    ],
    ['one name twice', fileOf(turns(), turns()), /cases\[1\]\.id: must differ from that of cases\[0\]/],
    [
      'a way out of the folder',
      fileOf({
        id: 'out',
        family: 'trace',
        metric: 'rows',
        expected: 1,
        model: { file: '../secret.csv' },
        tolerance: { type: 'relative', value: 0 },
      }),
      /out: model\.file: must be the name of a file/,
    ],
  ])('%s', async (_name, content, sentence) => {
    const { status, lines, stderr } = await validate(file('bad.json', content));
    expect(stderr).toMatch(sentence);
    expect(lines).toEqual(['']);
    expect(status).toBe(2);
  });

  it.each<[name: string, args: readonly string[], sentence: RegExp]>([
    ['no file', [], /Say one file of cases/],
    ['a file that is not there', [join(folder, 'none.json')], /is no file/],
    ['a folder', [folder], /is no file/],
    ['a number of requests that is none', [file('fine.json', fileOf(turns())), '--requests', '-5'], /--requests/],
    [
      'more requests than a run may have',
      [join(folder, 'cases/fine.json'), '--requests', '999999999'],
      /--requests must be a whole number from 1 to 20000000/,
    ],
    [
      'a file of 40 MB',
      [file('huge.json', ' '.repeat(40_000_000))],
      /has 40000000 bytes; a file of cases must have at most 32000000/,
    ],
    ['no threads', [join(folder, 'cases/fine.json'), '--threads', '0'], /--threads must be/],
    ['traces from nowhere', [join(folder, 'cases/fine.json'), '--traces', join(folder, 'nowhere')], /is no folder/],
  ])('and so does bad usage: %s', async (_name, args, sentence) => {
    const { status, stderr } = await validate(...args);
    expect(stderr).toMatch(sentence);
    expect(status).toBe(2);
  });
});

it('runs in a process of its own', TIMEOUT, () => {
  const path = file('own.json', { format: 'fleet-sim-theory-cases/1', cases: [caseOf(turns())] });
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'lib/cli/switchyard.ts', 'validate', path], {
    cwd: root,
    encoding: 'utf8',
  });
  expect({ status, stderr, last: stdout.trimEnd().split('\n').at(-1) }).toEqual({
    status: 0,
    stderr: '',
    last: '1 passed, 0 failed, 0 left out',
  });
});

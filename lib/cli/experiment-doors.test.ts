/** Every way to ask the commands for experiments for what cannot be: one clear sentence, the right exit status, nothing half done. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { experimentOf, smallFleet } from '@/lib/experiment/experiments.fixture';
import { encodeLink } from '@/lib/scenario/link';

import { switchyard } from './command.fixture';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'switchyard-doors-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const scenario = file('small.json', JSON.stringify(smallFleet()));
const sweepOf = experimentOf({ kind: 'sweep', axes: [{ id: 'x', paths: ['client.retries'], values: [0, 1] }] });
const KINDS = ['compare', 'sweep', 'load-curve', 'sensitivity', 'optimise', 'robustness'] as const;
const quick = ['--replications', '2', '--threads', '1'] as const;
const TIMEOUT = { timeout: 60_000 };

/** Nothing was done, and so many sentences say why; no stack. */
async function refused(args: readonly string[], sentence: RegExp, sentences = 1): Promise<void> {
  const { status, stdout, stderr } = await switchyard(...args);
  expect(stderr).toMatch(sentence);
  expect(stderr.trimEnd().split('\n')).toHaveLength(sentences);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
}

describe.each(KINDS)('%s refuses', TIMEOUT, (command) => {
  it.each<[name: string, args: readonly string[], sentence: RegExp]>([
    ['an option that there is not', ['--sede', '3'], /^There is no option --sede: there are .*; did you mean --seed\?/],
    ['an option without its value', ['--seed'], /'--seed <value>' argument missing/],
    ['no replications', ['--replications', '0'], /--replications must be a whole number from 2 to 1000 \(found "0"\)/],
    ['fewer replications than none', ['--replications', '-3'], /from 2 to 1000 \(found "-3"\)/],
    ['replications that are no number', ['--replications', 'NaN'], /from 2 to 1000 \(found "NaN"\)/],
    ['replications without end', ['--replications', '99999999999999999999'], /from 2 to 1000 \(found "9{20}"\)/],
    ['no threads', ['--threads', '0'], /--threads must be a whole number from 1 to 256 \(found "0"\)/],
    ['too many threads', ['--threads', '9999'], /from 1 to 256 \(found "9999"\)/],
    ['threads that are no number', ['--threads', 'x'], /from 1 to 256 \(found "x"\)/],
    ['an empty metric', ['--metric', ''], /--metric must be one of .* \(found ""\)\.$/m],
  ])('%s', (_name, args, sentence) => refused([command, scenario, ...args], sentence));

  it.each<[name: string, source: string, sentence: RegExp]>([
    ['a file that is not there', join(folder, 'none.json'), /none\.json" is no preset, file or link/],
    [
      'an empty file',
      file('empty.json', ''),
      /^\/.*empty\.json: must be JSON, and is not at line 1, column 1.*the end of the text/,
    ],
    ['a folder', folder, /is no preset, file or link, but a folder/],
    ['a program', file('program', Uint8Array.from([127, 69, 76, 70, 0, 255, 254])), /must be JSON/],
    ['a list', file('list.json', '[1, 2]'), /list\.json: must be an object \(found a list of 2\)/],
    ['a name longer than any file may have', 'a'.repeat(5_000), /is no preset, file or link/],
    ['a cut link of a scenario', encodeLink(sweepOf.scenario).slice(0, -9), /damaged/],
    ['an empty name', '', /"" is no preset, file or link/],
  ])('%s', (_name, source, sentence) => refused([command, source], sentence));

  it('a document of another kind', () => {
    const other = command === 'sweep' ? { kind: 'compare', variants: [{ id: 'a' }] } : sweepOf.plan;
    const path = file('other.json', JSON.stringify({ ...sweepOf, plan: other }));
    return refused([command, path], new RegExp(`plan\\.kind: must be ${command} for this command`));
  });
});

describe('what is varied', TIMEOUT, () => {
  const variant = (n: number): string[] => ['--variant', `v${n}`];
  it.each<[name: string, args: readonly string[], sentence: RegExp]>([
    ['a range that goes down', ['sweep', scenario, '--vary', 'client.timeoutMs=900..500/3'], /must go upward.*'900\.\.500\/3'/],
    ['a range of one value', ['sweep', scenario, '--vary', 'client.timeoutMs=9..9/3'], /must go upward/],
    ['a range to search that goes down', ['optimise', scenario, '--search', 'client.timeoutMs=900..500'], /must be above low/],
    [
      'a setting that there is not',
      ['sweep', scenario, '--vary', 'client.retrys=0,1'],
      /axes\[0\].*leads nowhere: client has .*; did you mean "retries"\? \(found "client\.retrys"\)/,
    ],
    [
      'a setting by its last word alone',
      ['sensitivity', scenario, '--vary', 'retries=0..3'],
      /leads nowhere: .*; did you mean "client\.retries"\?/,
    ],
    [
      'a group that there is not',
      ['optimise', scenario, '--search', 'groups[wst].count=1..3'],
      /the entries of groups are .*; did you mean "west"\?/,
    ],
    [
      'one setting on two axes',
      ['sweep', scenario, '--vary', 'client.retries=0,1', '--vary', 'client.retries=2,3'],
      /plan\.axes\[1\]\.paths\[0\]: must not be the setting that plan\.axes\[0\]\.paths\[0\] moves too/,
    ],
    [
      'one setting searched twice',
      ['optimise', scenario, '--search', 'client.retries=0..2', '--search', 'client.retries=1|3'],
      /plan\.space\[1\]\.path: must not be the setting that plan\.space\[0\]\.path moves too/,
    ],
    [
      'one value twice',
      ['sweep', scenario, '--vary', 'client.retries=1,2,1'],
      /plan\.axes\[0\]\.values\[2\]: must not repeat another value \(found 1\)/,
    ],
    [
      'a share above all',
      ['optimise', scenario, '--constraint', 'success>=99'],
      /--constraint 'success>=99' must give success in % or as a share of 1\./,
    ],
    ['a constraint of no unit', ['optimise', scenario, '--constraint', 'p99<3kg'], /--constraint must be like .*'p99<3kg'/],
    ['a range without steps', ['sweep', scenario, '--vary', 'client.timeoutMs=500..900'], /must be like 500\.\.900\/5/],
    [
      'cells beyond counting',
      ['sweep', scenario, '--vary', 'client.timeoutMs=500..900/100', '--vary', 'breaker.openMs=500..900/100'],
      /plan\.axes: must make at most 2,500 cells together \(found 10000\)/,
    ],
    [
      'a logarithm of nothing',
      ['optimise', scenario, '--search', 'breaker.openMs=0..900', '--log', 'breaker.openMs'],
      /plan\.space\[0\]\.low: must be above 0 on a logarithmic scale \(found 0\)/,
    ],
    [
      'a logarithm of what is not searched',
      ['optimise', scenario, '--search', 'client.timeoutMs=500..900', '--log', 'client.timeotMs'],
      /--log must name a setting that --search gives a range.*did you mean 'client\.timeoutMs'/,
    ],
    ['a budget that is no number', ['optimise', scenario, '--budget', 'x'], /--budget must be a whole number.*\(found "x"\)/],
    ['two variants of one name', ['compare', scenario, ...variant(1), ...variant(1)], /variants\[1\]\.id: must not repeat/],
    [
      'thirteen variants',
      ['compare', scenario, ...Array.from({ length: 13 }, (_, n) => variant(n)).flat()],
      /plan\.variants: must have at most 12 entries \(found a list of 13\)/,
    ],
    ['no strategies', ['compare', scenario, '--strategies', ' , '], /--strategies must be like 'power-of-two,random'/],
    ['a fault that is none', ['robustness', scenario, '--fault', 'null'], /--fault must be like 'crash'.*\(found 'null'\)/],
    ['a beginning that is no time', ['robustness', scenario, '--from', ''], /--from must be a number of ms.*\(found ""\)/],
    ['an end before all time', ['robustness', scenario, '--until', '-5'], /--until must be a number of ms.*\(found "-5"\)/],
  ])('is not %s', (_name, args, sentence) => refused(args, sentence));
});

describe('where an answer is written', TIMEOUT, () => {
  it.each<[name: string, args: readonly string[], sentence: RegExp]>([
    ['no folder is', ['--csv', join(folder, 'none/a.csv')], /--csv must name a file in a folder that is there.*no folder "/],
    ['a folder is', ['--junit', folder], /--junit must name a file to write, and ".*" is a folder/],
    ['no name is', ['--csv', ''], /--csv must name a file to write \(found ""\)/],
    ['the other answer is', ['--csv', join(folder, 'x'), '--junit', join(folder, 'x')], /must name two files/],
  ])('%s refused before anything runs', (_name, args, sentence) => refused(['compare', scenario, ...args], sentence));

  it('a file that is there is written over', async () => {
    const path = file('old.csv', 'old');
    expect((await switchyard('compare', scenario, ...quick, '--csv', path)).status).toBe(0);
    expect(readFileSync(path, 'utf8')).toMatch(/^variant,title,metric/);
  });

  it.runIf(existsSync('/dev/full'))('a full disk fails with a sentence, and the answer is still said', async () => {
    const { status, stdout, stderr } = await switchyard('compare', scenario, ...quick, '--csv', '/dev/full');
    expect(stderr).toMatch(/^--csv could not be written to "\/dev\/full": ENOSPC/);
    expect({ status, said: stdout.includes('replications on common random numbers') }).toEqual({ status: 1, said: true });
  });
});

describe('a search of which no candidate keeps the constraints', TIMEOUT, () => {
  it('says so and fails, in words, as JSON and for a build server', async () => {
    const junit = join(folder, 'search.xml');
    const args = ['optimise', scenario, '--search', 'client.timeoutMs=500..900', '--constraint', 'p99<=1ms', '--budget', '50'];
    const { status, stdout } = await switchyard(...args, '--threads', '1', '--junit', junit);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^None of \d+ candidates keeps all constraints/m);
    expect(readFileSync(junit, 'utf8')).toMatch(/<failure message="None of \d+ candidates keeps all constraints/);
    expect(await switchyard(...args, '--threads', '1', '--json')).toMatchObject({ status: 1, stderr: '' });
  });
});

describe('an assertion', TIMEOUT, () => {
  const args = ['compare', scenario, '--strategies', 'random,power-of-two', ...quick];
  it.each<[name: string, text: string, sentence: RegExp]>([
    ['of an unknown metric', 'p98 < 1s', /--assert 'p98 < 1s' must name one of mean, .*; did you mean "p95"\?$/m],
    ['of an unknown variant', 'p99 of b < 1s', /must name one of random, power-of-two\./],
    ['against an unknown variant', 'p99 of random < p99 of b', /must name one of random, power-of-two\./],
    ['without a unit', 'p99 < 800', /must give p99 in ms or s\./],
    ['in an unknown unit', 'p99 < 1kg', /must be like 'p99 < 800ms'/],
    ['of two units', 'p99 of random < success of random', /must compare numbers of one unit/],
    ['of a share above all', 'success >= 99', /must give success in % or as a share of 1\./],
    ['of a number without end', 'p99 < 1e999ms', /must give p99 in ms or s\./],
    ['of an operator that is none', 'p99 == 1s', /must be like/],
    ['of nothing', '', /--assert '' must be like/],
  ])('%s is refused before anything runs', (_name, text, sentence) => refused([...args, '--assert', text], sentence));

  it('that the runs cannot decide fails, and says that', async () => {
    const { status, stdout } = await switchyard(...args, '--assert', 'p99 of random < p99 of power-of-two');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^UNDECIDED {2}p99 of random < .*: 2 replications cannot decide it\.$/m);
  });
});

it('a scenario may come by its link, however long that is', TIMEOUT, async () => {
  const address = `http://localhost:3000/#s=${encodeLink(sweepOf.scenario)}`;
  expect(address.length).toBeGreaterThan(255);
  expect(await switchyard('compare', address, ...quick)).toMatchObject({ status: 0, stderr: '' });
});

describe('a command that is left alone', TIMEOUT, () => {
  const start = (...args: readonly string[]) =>
    spawn(process.execPath, ['--import', 'tsx', 'lib/cli/switchyard.ts', ...args], { cwd: root });

  it('ends with its threads when it is interrupted', async () => {
    const running = start('compare', 'brown-out', '--replications', '900', '--threads', '2', '--json');
    const ended = once(running, 'exit');
    await new Promise((resume) => setTimeout(resume, 3_000));
    expect(running.exitCode).toBeNull();
    running.kill('SIGINT');
    expect(await ended).toEqual([null, 'SIGINT']);
  });

  it('is content with a reader who stops early', async () => {
    const running = start('compare', scenario, ...quick, '--json');
    let stderr = '';
    running.stderr.on('data', (piece) => (stderr += String(piece)));
    running.stdout.destroy();
    expect(await once(running, 'exit')).toEqual([0, null]);
    expect(stderr).toBe('');
  });
});

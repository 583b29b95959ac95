/** Experiments on the command line: what is asked, what is answered, and that threads never matter. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import type { Comparison } from '@/lib/experiment/compare';
import type { Judgement } from '@/lib/experiment/assertion';
import { encodeExperimentLink } from '@/lib/experiment/link';
import { experimentOf, smallFleet } from '@/lib/experiment/experiments.fixture';

import { switchyard } from './command.fixture';
import { junitText } from './junit';
import { variantFrom } from './variant-arguments';

const folder = mkdtempSync(join(tmpdir(), 'switchyard-experiments-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const scenario = file('small.json', smallFleet());
const TIMEOUT = { timeout: 60_000 };

describe('compare', TIMEOUT, () => {
  const experiment = experimentOf({
    kind: 'compare',
    variants: [{ id: 'two' }, { id: 'random', patch: [{ path: 'router.strategy', value: 'random' }] }],
    replications: 6,
  });

  it('answers the same by file, by link, by arguments, and whatever the number of threads', async () => {
    const path = file('compare.json', experiment);
    const first = await switchyard('compare', path, '--threads', '1', '--json');
    expect(first).toMatchObject({ status: 0, stderr: '' });
    const report = JSON.parse(first.stdout) as Comparison;
    expect(report.variants.map(({ id }) => id)).toEqual(['two', 'random']);
    expect(report.replications).toBe(6);
    for (const args of [
      [path, '--threads', '2'],
      [encodeExperimentLink(experiment), '--threads', '1'],
      [`http://localhost:3000/compare#s=${encodeExperimentLink(experiment)}`, '--threads', '1'],
      [scenario, '--variant', 'two', '--variant', 'random: router.strategy=random', '--replications', '6', '--threads', '1'],
    ]) {
      expect(JSON.parse((await switchyard('compare', ...args, '--json')).stdout)).toEqual(report);
    }
  });

  it('says in words what it found', async () => {
    const { status, stdout } = await switchyard(
      'compare',
      scenario,
      '--strategies',
      'power-of-two,random',
      '--replications',
      '8',
      '--threads',
      '1',
      '--metric',
      'p95',
    );
    expect(status).toBe(0);
    expect(stdout).toContain('2 variants, 8 replications on common random numbers, experiment seed 1');
    expect(stdout).toMatch(/^power-of-two, the baseline, has the lowest p95: /m);
    expect(stdout).toMatch(/p95 of random is .* higher than of power-of-two, which is worse/);
  });

  it('ends with 1 where an assertion fails or cannot be decided, with the reason in JUnit', async () => {
    const [csv, junit] = [join(folder, 'out.csv'), join(folder, 'out.xml')];
    const args = ['compare', scenario, '--strategies', 'power-of-two,random', '--replications', '12', '--threads', '1'];
    const asserted = await switchyard(
      ...args,
      ...['--csv', csv, '--junit', junit, '--json'],
      ...[
        '--assert',
        'p95 of power-of-two < p95 of random',
        '--assert',
        'p999<0.1ms',
        '--assert',
        'throughput of random>=29.8/s',
      ],
    );
    expect(asserted.status).toBe(1);
    const { assertions } = JSON.parse(asserted.stdout) as { assertions: Judgement[] };
    expect(assertions.map(({ outcome }) => outcome)).toEqual(['holds', 'fails', 'fails', 'undecided']);
    const xml = readFileSync(junit, 'utf8');
    expect(xml).toContain('<testsuite name="Small" tests="4" failures="3" errors="0"');
    expect(xml).toMatch(/name="p95 of power-of-two &lt; p95 of random"\/>/);
    expect(xml).toContain('<failure message="undecided: Throughput of random');
    expect(readFileSync(csv, 'utf8')).toMatch(/^variant,title,metric,unit,replications,mean,low,high,/);
    expect(await switchyard(...args, '--assert', 'p95 < 1h')).toMatchObject({ status: 2 });
    expect((await switchyard(...args, '--assert', 'p95 < 60s')).status).toBe(0);
  });

  it.each<[name: string, args: readonly string[], sentence: RegExp]>([
    ['nothing', [], /Say one scenario or experiment/],
    ['no replications', [scenario, '--replications', '0'], /--replications must be a whole number from 2 to 1000 \(found "0"\)/],
    ['too many', [scenario, '--replications', '1001'], /--replications must be a whole number from 2 to 1000/],
    ['no threads', [scenario, '--threads', '0'], /--threads must be a whole number from 1 to 256 \(found "0"\)/],
    ['an unknown metric', [scenario, '--metric', 'p98'], /--metric must be one of mean, p50.*did you mean/],
    [
      'an unknown setting',
      [scenario, '--variant', 'a: client.retrys=3'],
      /plan\.variants\[0\]\.patch: leads nowhere: client has .*retries/,
    ],
    ['a value out of range', [scenario, '--variant', 'a: client.retries=-3'], /client\.retries must be at least 0 \(found -3\)/],
    ['a variant that is none', [scenario, '--variant', '=3'], /--variant must be like/],
    ['an unknown baseline', [scenario, '--baseline', 'b'], /plan\.baseline: must be one of the variants as-it-is/],
    ['a precision that is none', [scenario, '--precision', 'p99'], /--precision must be like 'p99 5%'/],
    ['an assertion about nobody', [scenario, '--assert', 'p99 of b < 3s'], /must name one of as-it-is/],
    ['an assertion that is none', [scenario, '--assert', 'p99'], /--assert 'p99' must be like/],
    [
      'another kind of experiment',
      [file('sweep.json', experimentOf({ kind: 'sweep', axes: [{ id: 'x', paths: ['client.retries'], values: [0, 1] }] }))],
      /plan\.kind: must be compare for this command/,
    ],
    ['a broken experiment', [file('broken.json', '{"plan": {"kind": "compare"}, "version": 1}')], /scenario: is required/],
  ])('says what is wrong with %s', async (_name, args, sentence) => {
    const { status, stdout, stderr } = await switchyard('compare', ...args);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});

describe('the other experiments', TIMEOUT, () => {
  const one = ['--threads', '1'] as const;

  it('sweep a grid, and assert over its cells', async () => {
    const csv = join(folder, 'sweep.csv');
    const args = ['sweep', scenario, '--vary', 'groups[west].engine.speed=0.3..0.9/3', '--metric', 'mean', ...one];
    const { status, stdout } = await switchyard(...args, '--replications', '4', '--csv', csv);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^The lowest mean latency is .+ with groups\[west\]\.engine\.speed = 0\.9/m);
    expect(readFileSync(csv, 'utf8').split('\r\n')[0]).toMatch(/^groups\[west\]\.engine\.speed,metric,unit/);
    const slow = await switchyard(...args, '--json', '--assert', 'mean of "groups[west].engine.speed = 0.3" < 1ms');
    expect(slow.status).toBe(1);
    expect(JSON.parse(slow.stdout)).toMatchObject({ kind: 'sweep', assertions: [{ outcome: 'fails' }] });
  });

  it('say what matters', async () => {
    const args = ['sensitivity', scenario, '--vary', 'groups[west].engine.speed=0.2..1', '--vary', 'breaker.openMs=1000..9000'];
    const { status, stdout } = await switchyard(...args, '--metric', 'mean', '--replications', '4', ...one);
    expect(status).toBe(0);
    expect(stdout).toContain('Speed moves mean latency here; openMs cannot matter here within these ranges');
    expect(stdout).toMatch(/^privacy +- .+equal on all candidates: cannot matter$/m);
    const morris = await switchyard(...args, '--morris', '--json', '--replications', '3', ...one);
    expect(JSON.parse(morris.stdout)).toMatchObject({ kind: 'sensitivity', method: 'morris' });
  });

  it('find load curves, fault scripts and optima', async () => {
    const curve = await switchyard('load-curve', scenario, '--loads', '0.5,1,2', '--replications', '2', ...one);
    expect(curve.stdout).toMatch(/99\.00 % within 250 ms/);
    const faults = await switchyard('robustness', scenario, '--each', 'region', '--random', '1x2', '--replications', '2', ...one);
    expect(faults.stdout).toMatch(/3 fault scripts in .+ from 1\.50 s to 3\.00 s/);
    const searching = ['optimise', scenario, '--search', 'groups[west].engine.speed=0.25..1', '--metric', 'mean'];
    const best = await switchyard(
      ...searching,
      ...['--budget', '60', '--replications', '5', '--assert', 'mean of winner < mean of current', ...one],
    );
    expect(best.status).toBe(0);
    expect(best.stdout).toMatch(/^Validated: with groups\[west\]\.engine\.speed = .+, on 5 fresh seeds\.$/m);
    const never = await switchyard(...searching, '--budget', '50', '--constraint', 'mean<=1ms', ...one);
    expect(never.stdout).toMatch(/^None of \d+ candidates keeps all constraints/m);
  });

  it.each<[name: string, args: readonly string[], sentence: RegExp]>([
    ['a sweep of nothing', ['sweep', scenario], /Say what to vary/],
    ['a sweep of a million cells', ['sweep', scenario, '--vary', 'client.timeoutMs=1..9/1000'], /with 2 to 100 values/],
    [
      'a sweep of what is not there',
      ['sweep', scenario, '--vary', 'client.patienc=1,2'],
      /plan\.axes\[0\]\.values\[0\]: leads nowhere/,
    ],
    ['a range that is none', ['sensitivity', scenario, '--vary', 'client.retries=1,2'], /--vary must be like/],
    ['a search that is none', ['optimise', scenario, '--search', 'client.retries=1'], /--search must be like/],
    [
      'too small a budget',
      ['optimise', scenario, '--budget', '3'],
      /--budget must be a whole number from 50 to 20000 \(found "3"\)/,
    ],
    ['a constraint that is none', ['optimise', scenario, '--constraint', 'p99'], /--constraint must be like/],
    ['scripts that are none', ['robustness', scenario, '--random', 'ten'], /--random must be like '10x2'/],
    ['an unknown kind of target', ['robustness', scenario, '--each', 'nodes'], /must be one of node, group, region/],
    ['too few loads', ['load-curve', scenario, '--loads', '1'], /plan\.loads: needs at least two loads/],
    ['too few experiments', ['statistics', '--experiments', '3'], /--experiments must be a whole number from 20/],
  ])('say what is wrong with %s', async (_name, args, sentence) => {
    const { status, stdout, stderr } = await switchyard(...args);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});

it('reads variants as they are typed', () => {
  expect(variantFrom('few: client.retries=0; client.backoff={"kind":"fixed","ms":5}; router.strategy=random')).toEqual({
    id: 'few',
    patch: [
      { path: 'client.retries', value: 0 },
      { path: 'client.backoff', value: { kind: 'fixed', ms: 5 } },
      { path: 'router.strategy', value: 'random' },
    ],
  });
  expect(variantFrom('plain')).toEqual({ id: 'plain', patch: [] });
  expect(variantFrom('a: client.retries')).toContain('must set its values like');
});

it('writes XML that any text survives', () => {
  const text = junitText('a <b> & "c"', [{ name: 'x\u0000\n<', failure: 'it & "that"' }], 1.5);
  expect(text).toContain('<testsuite name="a &lt;b&gt; &amp; &quot;c&quot;" tests="1" failures="1" errors="0" time="1.500">');
  expect(text).toContain('name="x? &lt;"');
  expect(text).toContain('<failure message="it &amp; &quot;that&quot;"/>');
});

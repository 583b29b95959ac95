import { describe, expect, it } from 'vitest';

import { scenarioOf } from './experiments.fixture';
import { parameterAt, parametersOf } from './parameters';
import { patched } from './patch';
import { resolvePath } from './setting-path';

const scenario = scenarioOf();

describe('a path', () => {
  it('names entries by position, id and kind', () => {
    for (const [text, path] of [
      ['client.retries', ['client', 'retries']],
      ['groups[1].count', ['groups', 1, 'count']],
      ['groups[west].engine.speed', ['groups', 1, 'engine', 'speed']],
      ['router.policies[locality].weight', ['router', 'policies', 3, 'weight']],
      ['timeline[0]', ['timeline', 0]],
    ] as const) {
      expect(resolvePath(scenario, text)).toEqual({ ok: true, value: path });
    }
  });

  it.each([
    ['client.timeoutMS', 'client has timeoutMs, retries'],
    ['client.timeoutMs2', 'did you mean "timeoutMs"?'],
    ['groups[north].count', 'the entries of groups are east, west'],
    ['groups[2].count', 'groups has 2 entries'],
    ['groups.count', 'groups is a list; name an entry by its position, id or kind'],
    ['client.retries.more', 'client.retries is a single value'],
    ['breaker.rate.minimumCalls', 'breaker.rate is null; set it as a whole'],
    ['client..retries', 'must be a path like'],
    ['', 'must have 1 to 200 characters'],
    ['__proto__.polluted', 'leads nowhere'],
  ])('%s is refused: %s', (text, rule) => {
    const found = resolvePath(scenario, text);
    expect(found.ok).toBe(false);
    if (!found.ok) expect(found.problems[0]!.message).toContain(rule);
  });

  it('that fits two entries is none', () => {
    const twice = { ...scenario, router: { policies: [{ kind: 'cost' }, { kind: 'cost', weight: 3 }] } };
    const found = resolvePath(twice, 'router.policies[cost].weight');
    expect(!found.ok && found.problems[0]!.rule).toContain('2 entries "cost"');
  });
});

describe('a patch', () => {
  it('changes what it names and nothing else', () => {
    const before = JSON.stringify(scenario);
    const result = patched(scenario, [
      { path: 'client.retries', value: 5 },
      { path: 'router.policies[cost].weight', value: 3.5 },
    ]);
    expect(result.ok).toBe(true);
    if (!result.ok) return;
    expect(result.value.client.retries).toBe(5);
    expect(result.value.router.policies[4]).toEqual({ kind: 'cost', weight: 3.5, mode: 'soft' });
    expect({ ...result.value, client: 0, router: 0 }).toEqual({ ...scenario, client: 0, router: 0 });
    expect(JSON.stringify(scenario)).toBe(before);
  });

  it("takes a union's form by its name alone, with that form's defaults", () => {
    const result = patched(scenario, [{ path: 'router.strategy', value: 'least-request' }]);
    expect(result.ok && result.value.router.strategy).toMatchObject({ id: 'least-request', choices: 2 });
  });

  it('adds an entry at the end of a list', () => {
    const drain = { id: 'd', kind: 'drain', atMs: 100, target: { kind: 'group', id: 'west' } };
    const result = patched(scenario, [{ path: 'timeline[0]', value: drain }]);
    expect(result.ok && result.value.timeline).toEqual([drain]);
  });

  it("is judged by the scenario's own rules", () => {
    const tooMany = patched(scenario, [{ path: 'client.retries', value: 100_000 }]);
    expect(!tooMany.ok && tooMany.problems[0]!.message).toMatch(/^client\.retries: must be at most \d+ \(found 100000\)\.$/);
    const absent = patched(scenario, [{ path: 'groups[0].region', value: 'north' }]);
    expect(!absent.ok && absent.problems[0]!.path).toBe('groups[0].region');
    const seed = patched(scenario, [{ path: 'seed', value: 7 }]);
    expect(!seed.ok && seed.problems[0]!.rule).toContain('the experiment that gives every run its seed');
  });
});

describe('the parameters of a scenario', () => {
  const all = parametersOf(scenario);

  it('are numbers, choices and switches with range, unit and present value', () => {
    const at = (path: string) => all.find((one) => one.path === path);
    expect(at('client.timeoutMs')).toEqual({
      kind: 'number',
      path: 'client.timeoutMs',
      unit: 'ms',
      integer: false,
      min: 0.001,
      max: 3_600_000,
      nullable: false,
      value: 2_000,
    });
    expect(at('workload[0].arrivals.ratePerS')).toMatchObject({ unit: '/s', value: 30 });
    expect(at('groups[0].count')).toMatchObject({ integer: true, value: 2, min: 1 });
    expect(at('breaker.failureThreshold')).toMatchObject({ nullable: true, value: 5 });
    expect(at('router.strategy')).toMatchObject({ kind: 'choice', value: 'power-of-two' });
    expect(at('client.cancel')).toMatchObject({ kind: 'choice', options: ['never', 'queued', 'always'], value: 'queued' });
    expect(at('breaker.ignoreLate')).toEqual({ kind: 'switch', path: 'breaker.ignoreLate', nullable: false, value: true });
  });

  it('leave out names and what the experiment decides', () => {
    const paths = all.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    for (const path of paths) expect(path).not.toMatch(/(^|\.)(id|title|notes|seed|version|kind|region|models|trace)$/);
  });

  it('can each be set to what they are', () => {
    for (const { path, value, kind } of all) {
      if (kind === 'choice' || value === null) continue;
      const same = patched(scenario, [{ path, value }]);
      expect(same.ok && same.value, path).toEqual(scenario);
    }
  });

  it('are found by the path that a person writes', () => {
    expect(parameterAt(scenario, 'router.policies[latency].weight')).toMatchObject({
      ok: true,
      value: { path: 'router.policies[1].weight', value: 1, min: -1_000, max: 1_000 },
    });
    expect(parameterAt(scenario, 'client').ok).toBe(false);
  });
});

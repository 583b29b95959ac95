import { describe, expect, it } from 'vitest';

import { BREAKER_SETS, type BreakerSetName } from '@/lib/router/breaker-sets';
import { SETTINGS } from '@/lib/router/settings';

import { withoutDefaults } from './defaults';
import { expectedRequests } from './expected';
import { slotsOf } from './engines';
import { nodesOf, targetedNodes } from './nodes';
import { parseScenario } from './parse';
import { preset, PRESETS } from './presets';
import { breakerSetOf, settingsSetOf, withBreakerSet, withSettingsSet } from './settings-set';
import { baseRatePerS, serviceMoments } from './traffic';

describe('the presets', () => {
  it('are five, each under its own id, the opening one first', () => {
    expect(PRESETS.map(({ id }) => id)).toEqual([
      'brown-out',
      'best-score-herds',
      'sick-never-ejected',
      'the-window',
      'region-outage',
    ]);
  });

  it.each(PRESETS.map((one) => [one.id, one] as const))(
    '%s is a valid scenario with its own title, a question and something to look for',
    (id, one) => {
      expect(preset(id)!.title).toBe(one.title);
      expect(one.question).toMatch(/^[A-Z].*\?$/);
      expect(one.lookFor).toMatch(/^\S.*\.$/);
    },
  );

  it('are not found under another name', () => {
    expect(preset('__proto__')).toBeUndefined();
  });

  it('load the ten-node fleet to 63 percent in the opening one', () => {
    const { groups, workload } = preset('brown-out')!;
    const perS = groups.reduce(
      (sum, { count, engine }) =>
        sum + (count * slotsOf(engine) * engine.speed * 1_000) / serviceMoments(workload[0]!.service)!.meanMs,
      0,
    );
    expect(perS).toBeCloseTo(192, 9);
    expect(baseRatePerS(workload[0]!.arrivals, { traces: [] })! / perS).toBeCloseTo(0.625, 9);
  });

  it('ask no more of the survivors of the outage than they can do', () => {
    const { groups, workload } = preset('region-outage')!;
    const left = groups.filter(({ region }) => region !== 'us-east');
    const perS = left.reduce(
      (sum, { count, engine }) =>
        sum + (count * slotsOf(engine) * engine.speed * 1_000) / serviceMoments(workload[0]!.service)!.meanMs,
      0,
    );
    expect(baseRatePerS(workload[0]!.arrivals, { traces: [] })!).toBeLessThan(0.65 * perS);
  });
});

describe('the nodes of a scenario', () => {
  const nodes = nodesOf(preset('brown-out')!);

  it('come in the order of groups and ordinals', () => {
    expect(nodes.map(({ node }) => node).join(' ')).toBe(
      'us-east-01 us-east-02 us-east-03 us-west-01 us-west-02 eu-west-01 eu-west-02 eu-west-03 ap-south-01 ap-south-02',
    );
    expect(nodes[8]).toEqual({
      node: 'ap-south-01',
      group: 'ap-south',
      region: 'ap-south',
      slots: 8,
      weight: 1,
      models: ['chat'],
    });
  });

  it('are meant by node, by group and by region', () => {
    expect(targetedNodes(nodes, { kind: 'node', id: 'eu-west-02' })).toEqual([6]);
    expect(targetedNodes(nodes, { kind: 'group', id: 'us-west' })).toEqual([3, 4]);
    expect(targetedNodes(nodes, { kind: 'region', id: 'eu-west' })).toEqual([5, 6, 7]);
    expect(targetedNodes(nodes, { kind: 'region', id: 'mars' })).toEqual([]);
  });
});

describe('expected requests', () => {
  const of = preset('brown-out')!;
  const traffic = (atMs: number, ratePerS: number, id = `t${atMs}-${ratePerS}`) => ({
    id,
    kind: 'traffic' as const,
    atMs,
    class: 'users',
    ratePerS,
  });

  it('are rate times time', () => {
    expect(expectedRequests(of, of.workload[0]!)).toBe(4_800);
  });

  it('follow the changes of traffic in time order, the last of an instant, none after the end', () => {
    const timeline = [traffic(30_000, 0), traffic(10_000, 7), traffic(10_000, 60), traffic(90_000, 500)];
    expect(expectedRequests({ ...of, timeline }, of.workload[0]!)).toBe(10 * 120 + 20 * 60);
  });
});

describe('the named sets of settings', () => {
  const scenario = preset('brown-out')!;

  it('have the schema’s defaults under the name switchyard', () => {
    const { health, breaker, router } = scenario;
    expect({ health, breaker, window: router.window }).toEqual(SETTINGS.switchyard);
    expect(settingsSetOf(scenario)).toBe('switchyard');
  });

  it('are put on whole and known again', () => {
    const reference = withSettingsSet(scenario, 'reference');
    expect(settingsSetOf(reference)).toBe('reference');
    expect(reference.breaker.openMs).toBe(30_000);
    expect(withSettingsSet(reference, 'switchyard')).toEqual(scenario);
  });

  it('of breakers pass the door, are put on whole and known again', () => {
    for (const name of Object.keys(BREAKER_SETS) as BreakerSetName[]) {
      const named = withBreakerSet(scenario, name);
      expect(breakerSetOf(named)).toBe(name);
      const parsed = parseScenario(withoutDefaults(named));
      expect(parsed.ok && parsed.value).toEqual(named);
      expect(withBreakerSet(named, 'switchyard')).toEqual(scenario);
    }
    expect(breakerSetOf({ breaker: { ...scenario.breaker, openMs: 6_000 } })).toBe('own');
  });

  it('are the scenario’s own with any other value', () => {
    expect(settingsSetOf({ ...scenario, breaker: { ...scenario.breaker, openMs: 6_000 } })).toBe('own');
    expect(settingsSetOf({ ...scenario, breaker: { ...scenario.breaker, probes: { max: 4, leaseMs: 30_000 } } })).toBe('own');
    expect(settingsSetOf(preset('the-window')!)).toBe('own');
  });
});

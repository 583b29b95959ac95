import { describe, expect, it } from 'vitest';

import type { Result } from '@/lib/base/result';

import { canonicalText } from './canonical';
import {
  addGroup,
  addRegion,
  addTimelineEntry,
  freshId,
  removeAt,
  removeGroup,
  removeRegion,
  removeTimelineEntry,
  resizeGroup,
  setAt,
} from './edit';
import { preset } from './presets';
import { LIMITS } from './limits';
import type { Scenario } from './schema';
import { baseRatePerS } from './traffic';

const before = preset('brown-out')!;

function done(result: Result<Scenario>): Scenario {
  if (!result.ok) throw new Error(result.problems[0]!.message);
  return result.value;
}

function refusal(result: Result<Scenario>): string {
  return result.ok ? '' : result.problems[0]!.message;
}

describe('setting one value', () => {
  it('gives a new scenario and leaves the old one alone', () => {
    const text = canonicalText(before);
    expect(baseRatePerS(done(setAt(before, 'workload[0].arrivals.ratePerS', 75)).workload[0]!.arrivals, before)).toBe(75);
    expect(canonicalText(before)).toBe(text);
  });

  it('can exchange a whole form and append to a list', () => {
    expect(done(setAt(before, 'router.strategy', { id: 'consistent-hash' })).router.strategy).toEqual({
      id: 'consistent-hash',
      form: 'ring',
      virtualNodes: 100,
      tableSize: 65_537,
      boundedLoad: null,
    });
    expect(done(setAt(before, 'router.policies[5]', { kind: 'load', weight: 2 })).router.policies[5]).toEqual({
      kind: 'load',
      weight: 2,
      fullAt: 2,
      signal: 'in-flight',
      mode: 'soft',
    });
  });

  it('answers the problem instead of a broken scenario', () => {
    expect(refusal(setAt(before, 'workload[0].arrivals.ratePerS', -1))).toBe(
      'workload[0].arrivals.ratePerS: must be at least 0 (found -1).',
    );
    expect(refusal(setAt(before, 'groups[0].region', 'mars'))).toMatch(/^groups\[0\].region: must be the id of a region/);
  });

  it.each([
    '',
    '__proto__.x',
    'regions[9].id',
    'regions[4].id',
    'regions.length.x',
    'constructor.name',
    'nowhere',
    'title.x',
    'a..b',
    '[',
    'regions["x"]',
    '.title',
  ])('refuses the path %j, which leads nowhere', (path) => {
    expect(setAt(before, path, 1).ok).toBe(false);
    expect(removeAt(before, path).ok).toBe(false);
  });
});

describe('taking one value away', () => {
  it('gives a key its default and shortens a list', () => {
    const changed = done(setAt(before, 'client.retries', 7));
    expect(done(removeAt(changed, 'client.retries')).client.retries).toBe(2);
    expect(done(removeAt(before, 'router.policies[2]')).router.policies.map(({ kind }) => kind)).toEqual([
      'health',
      'latency',
      'locality',
      'cost',
    ]);
  });

  it('refuses what must be there', () => {
    expect(refusal(removeAt(before, 'models[0]'))).toMatch(/^models: needs at least one model/);
  });
});

describe('the timeline', () => {
  it('takes entries under fresh ids and gives them up by id', () => {
    const crash = { kind: 'fault', atMs: 20_000, target: { kind: 'node', id: 'us-east-01' }, fault: { kind: 'crash' } } as const;
    const twice = done(addTimelineEntry(done(addTimelineEntry(before, crash)), crash));
    expect(twice.timeline.map(({ id }) => id)).toEqual(['brown-out', 'crash', 'crash-2']);
    expect(done(removeTimelineEntry(twice, 'crash')).timeline.map(({ id }) => id)).toEqual(['brown-out', 'crash-2']);
    expect(refusal(removeTimelineEntry(twice, 'crush'))).toMatch(/^timeline: must hold an entry with this id/);
  });

  it('refuses an entry that breaks a rule', () => {
    const result = addTimelineEntry(before, { kind: 'traffic', atMs: 1_000, class: 'nobody', ratePerS: 5 });
    expect(refusal(result)).toMatch(/^timeline\[1\].class: must be the id of a class of requests/);
  });
});

describe('regions and groups', () => {
  it('are added like what is there', () => {
    const wider = done(addGroup(done(addRegion(before, 'sa-east')), 'sa-east'));
    expect(wider.groups[4]).toEqual({ ...before.groups[3], id: 'sa-east', region: 'sa-east' });
    expect(done(addGroup(before, 'us-west')).groups[4]).toEqual({ ...before.groups[1], id: 'us-west-2' });
  });

  it('leave with all that stands on them', () => {
    const left = done(removeRegion(before, 'eu-west'));
    expect(left.groups.map(({ id }) => id)).toEqual(['us-east', 'us-west', 'ap-south']);
    expect(left.network.roundTrips).toHaveLength(3);
    expect(left.workload[0]!.origins.map(({ region }) => region)).toEqual(['us-east', 'us-west', 'ap-south']);
    expect(left.timeline).toEqual([]);
    const sick = preset('sick-never-ejected')!;
    expect(done(removeGroup(sick, 'eu-west')).timeline).toEqual([]);
    expect(done(removeGroup(sick, 'us-west')).timeline).toEqual(sick.timeline);
  });

  it('take faults of a share of them with them, and leave those of a share of all', () => {
    const share = (id: string, of: { kind: 'region' | 'group'; id: string } | null) => ({
      ...{ id, kind: 'fault', atMs: 1, target: { kind: 'share', fraction: 0.5, of }, fault: { kind: 'crash' } },
    });
    const shares = [
      share('all', null),
      share('west', { kind: 'region', id: 'eu-west' }),
      share('group', { kind: 'group', id: 'eu-west' }),
    ];
    const broken = done(setAt(before, 'timeline', shares));
    const kept = (after: Scenario): string[] => after.timeline.map(({ id }) => id);
    expect(kept(done(removeRegion(broken, 'eu-west')))).toEqual(['all']);
    expect(kept(done(removeGroup(broken, 'eu-west')))).toEqual(['all', 'west']);
    expect(kept(done(removeGroup(broken, 'us-west')))).toEqual(['all', 'west', 'group']);
  });

  it('take drains and joins with them, too', () => {
    const on = (kind: 'node' | 'group' | 'region', id: string) => ({ kind, id }) as const;
    const entries = [
      { kind: 'drain', atMs: 1_000, target: on('region', 'eu-west') },
      { kind: 'join', atMs: 2_000, target: on('node', 'eu-west-02'), loadingMs: 500 },
    ] as const;
    const coming = entries.reduce((scenario, entry) => done(addTimelineEntry(scenario, entry)), before);
    expect(coming.timeline.map(({ id }) => id)).toEqual(['brown-out', 'drain', 'join']);
    expect(done(removeRegion(coming, 'eu-west')).timeline).toEqual([]);
    expect(done(resizeGroup(coming, 'eu-west', 100)).timeline[2]).toMatchObject({ kind: 'join', target: { id: 'eu-west-002' } });
    expect(done(resizeGroup(coming, 'eu-west', 1)).timeline.map(({ id }) => id)).toEqual(['brown-out', 'drain']);
  });

  it('stay when they are the last or are not there', () => {
    const last = ['us-west', 'eu-west', 'ap-south'].reduce((s, id) => done(removeRegion(s, id)), before);
    expect(refusal(removeRegion(last, 'us-east'))).toMatch(/^regions: needs at least one region/);
    expect(refusal(removeGroup(last, 'mars'))).toMatch(/^groups: must hold an entry with this id/);
  });

  it('change their size, and faults on nodes follow or leave', () => {
    const sick = preset('sick-never-ejected')!;
    expect(done(resizeGroup(sick, 'eu-west', 100)).timeline[0]).toMatchObject({ target: { id: 'eu-west-002' } });
    expect(done(resizeGroup(sick, 'eu-west', 1)).timeline).toEqual([]);
    expect(refusal(resizeGroup(sick, 'eu-west', 1e9))).toMatch(/^groups\[2\].count: must be at most 10,000/);
    expect(refusal(resizeGroup(sick, 'eu-west', NaN))).toMatch(/^groups\[2\].count: must be a/);
  });
});

describe('a fresh id', () => {
  it('is the stem, or the stem with the next free number', () => {
    expect(freshId([], 'crash')).toBe('crash');
    expect(freshId(['crash', 'crash-3'], 'crash')).toBe('crash-2');
  });

  it('stays within the limit of an id', () => {
    const long = 'x'.repeat(60);
    expect(freshId(['x'.repeat(48)], long)).toBe(`${'x'.repeat(46)}-2`);
    expect(freshId([], long)).toHaveLength(LIMITS.idCharacters);
  });
});

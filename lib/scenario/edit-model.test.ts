import { describe, expect, it } from 'vitest';

import type { Result } from '@/lib/base/result';

import { setAt } from './edit';
import { addModel, removeModel, renameModel } from './edit-model';
import { preset } from './presets';
import type { Scenario } from './schema';

function done(result: Result<Scenario>): Scenario {
  if (!result.ok) throw new Error(result.problems[0]!.message);
  return result.value;
}

const plain = preset('brown-out')!;
const first = plain.models[0]!.id;
const two = done(addModel(plain));
const added = two.models.at(-1)!.id;
const both = done(setAt(two, 'groups[0].models', [...two.groups[0]!.models, added]));

describe('a model', () => {
  it('is added without a group that serves it', () => {
    expect(added).toBe('model');
    expect(two.groups).toEqual(plain.groups);
  });

  it('is taken from every group that serves it', () => {
    expect(done(removeModel(both, added))).toEqual(plain);
  });

  it('stays where a group would serve nothing, and says which', () => {
    expect(removeModel(both, first)).toMatchObject({
      ok: false,
      problems: [{ rule: expect.stringContaining(`group ${plain.groups[1]!.id} serves nothing else`) as unknown }],
    });
    expect(removeModel(both, 'nobody').ok).toBe(false);
  });

  it('keeps its groups under a new name, and its name where the other is taken', () => {
    const renamed = done(renameModel(both, first, 'large'));
    expect(renamed.models.map(({ id }) => id)).toEqual(['large', ...both.models.slice(1).map(({ id }) => id)]);
    expect(renamed.groups[0]!.models).toEqual(both.groups[0]!.models.map((id) => (id === first ? 'large' : id)));
    expect(renameModel(both, first, added).ok).toBe(false);
    expect(renameModel(both, 'nobody', 'x').ok).toBe(false);
  });

  it('takes its faults with it, and they keep to it under a new name', () => {
    const on = { kind: 'fault', atMs: 1, target: { kind: 'model', id: added }, fault: { kind: 'partition' } } as const;
    const broken = done(setAt(both, 'timeline', [...both.timeline, { ...on, id: 'gone' }]));
    expect(done(removeModel(broken, added))).toEqual(plain);
    expect(done(renameModel(broken, added, 'small')).timeline.at(-1)).toMatchObject({ target: { kind: 'model', id: 'small' } });
    expect(done(renameModel(broken, first, 'large')).timeline).toEqual(broken.timeline);
  });
});

import { describe, expect, it } from 'vitest';

import type { Result } from '@/lib/base/result';

import { addTimelineEntry } from './edit';
import { addClass, removeClass, renameClass } from './edit-class';
import { preset } from './presets';
import type { Scenario } from './schema';

function done(result: Result<Scenario>): Scenario {
  if (!result.ok) throw new Error(result.problems[0]!.message);
  return result.value;
}

const plain = preset('brown-out')!;
const [{ id }] = plain.workload as [Scenario['workload'][number]];
const two = done(addClass(plain));
const added = two.workload[1]!.id;
const changed = done(addTimelineEntry(two, { kind: 'traffic', atMs: 3_000, class: added, ratePerS: 20 }));

describe('a class of requests', () => {
  it('is added like the last one, under a name of its own', () => {
    expect(two.workload).toHaveLength(2);
    expect(two.workload[1]).toEqual({ ...plain.workload[0], id: `${id}-2` });
    expect(done(addClass(two)).workload[2]!.id).toBe(`${id}-3`);
  });

  it('goes with the changes of its traffic, and with nothing else', () => {
    const without = done(removeClass(changed, added));
    expect(without.workload.map((of) => of.id)).toEqual([id]);
    expect(without.timeline).toEqual(plain.timeline);
    expect(done(removeClass(changed, id)).timeline).toEqual(changed.timeline);
  });

  it('stays when it is the last, or when it is not there', () => {
    expect(removeClass(plain, id)).toMatchObject({ ok: false, problems: [{ rule: 'needs at least one class of requests' }] });
    expect(removeClass(plain, 'nobody').ok).toBe(false);
  });

  it('takes the changes of its traffic along to its new name', () => {
    const renamed = done(renameClass(changed, added, 'batch-jobs'));
    expect(renamed.workload.map((of) => of.id)).toEqual([id, 'batch-jobs']);
    expect(renamed.timeline.at(-1)).toMatchObject({ kind: 'traffic', class: 'batch-jobs' });
  });

  it('keeps its name where the new one is taken, or is none', () => {
    expect(renameClass(changed, added, id)).toMatchObject({
      ok: false,
      problems: [{ rule: expect.stringContaining('must differ') as unknown }],
    });
    expect(renameClass(changed, added, '').ok).toBe(false);
    expect(renameClass(changed, 'nobody', 'x').ok).toBe(false);
  });
});

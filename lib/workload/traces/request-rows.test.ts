import { expect, it } from 'vitest';

import { Findings } from './findings';
import { RequestRows } from './request-rows';
import { TRACE_LIMITS } from './trace';

it('keeps the names of sessions while it reads, and refuses more of them than memory should be given for', () => {
  const found = new Findings();
  const rows = new RequestRows(found, { sessions: true });
  expect(rows.add(2, 5, 0, 1, 1, 'ann')).toBe(true);
  expect(rows.add(3, 6, 0, 1, 1, 'x'.repeat(TRACE_LIMITS.sessionCharacters - 2))).toBe(false);
  expect(found.list.map(({ path, rule }) => [path, rule])).toEqual([
    ['line 3', 'a trace must have at most 4,000,000 different sessions, with 100,000,000 characters together'],
  ]);
  expect(rows.count).toBe(1);
});

it('numbers sessions in order of appearance, and takes a name as it stands', () => {
  const rows = new RequestRows(new Findings(), { sessions: true });
  const names = ['a long name of a session', '', '\ud83d\ude80', 'a long name of a session', '\ud83d'];
  names.forEach((name, i) => rows.add(i + 1, i, 0, 1, 1, name));
  expect([...rows.trace().session!]).toEqual([0, -1, 1, 0, 2]);
});

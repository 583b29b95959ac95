import { expect, it } from 'vitest';

import { conditionSentences, conditionWords } from './node-condition';

const well = { down: false, crashed: false, stalled: false, cutOff: false, warmShare: 1 };

it('a node that works as it should has nothing said of it', () => {
  expect(conditionWords(well)).toEqual([]);
  expect(conditionSentences(well)).toEqual([]);
});

it('a crash and a pause are told apart', () => {
  expect(conditionWords({ ...well, down: true, crashed: true })).toEqual(['crashed']);
  expect(conditionWords({ ...well, down: true })).toEqual(['down']);
});

it('several things may hold at once, but not beside what makes them idle talk', () => {
  expect(conditionWords({ ...well, stalled: true, cutOff: true, warmShare: 0.4 })).toEqual(['cut off', 'stalled', 'warming up']);
  expect(conditionWords({ down: true, crashed: true, stalled: true, cutOff: false, warmShare: 0.4 })).toEqual(['crashed']);
});

it('says how far a node has warmed up', () => {
  expect(conditionSentences({ ...well, warmShare: 0.28 })).toEqual(['Warming up: 28\u2009% of its speed.']);
});

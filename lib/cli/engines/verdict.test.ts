import { expect, it } from 'vitest';

import type { Answers } from './answers';
import { differences, lastLine } from './verdict';

const node: Answers = {
  mixedResults: 'aaaa',
  runs: [
    { id: 'brown-out', digest: '1111', trafficHash: '2222', events: 33, report: '4444' },
    { id: 'generated-1', digest: '5555', trafficHash: '6666', events: 77, report: '8888' },
  ],
};
const pins = {
  semantics: 1,
  mixedResults: 'aaaa',
  runs: [{ id: 'brown-out', digest: '1111', trafficHash: '2222', events: 33 }],
};

it('finds nothing where all is equal', () => {
  expect(differences(structuredClone(node), pins, node)).toEqual([]);
});

it('names what differs, from whom and by how much', () => {
  const [first, second] = node.runs;
  const got: Answers = {
    mixedResults: 'aaab',
    runs: [
      { ...first!, digest: '1112' },
      { ...second!, report: '8889' },
    ],
  };
  expect(differences(got, pins, node)).toEqual([
    'the digest of mixed results is aaab, not aaaa as pinned',
    'brown-out: digest is 1112, not 1111 as pinned',
    'brown-out: digest is 1112, not 1111 as in Node',
    'generated-1: report is 8889, not 8888 as in Node',
  ]);
});

it('holds Node itself to the pins, and misses no run that is not there', () => {
  const old = { ...pins, runs: [...pins.runs, { id: 'gone', digest: '9999', trafficHash: '9', events: 9 }] };
  expect(differences(node, old, node)).toEqual([
    'gone: digest is undefined, not 9999 as pinned',
    'gone: trafficHash is undefined, not 9 as pinned',
    'gone: events is undefined, not 9 as pinned',
  ]);
  expect(differences({ ...node, runs: node.runs.slice(0, 1) }, pins, node)[0]).toBe('the number of runs is 1, not 2 as in Node');
});

it('says at the end which engines ran, which differ, and of whom nothing is known', () => {
  expect(
    lastLine([
      { id: 'node', family: 'V8', kind: 'same' },
      { id: 'firefox', family: 'SpiderMonkey', kind: 'different' },
      { id: 'webkit', family: 'JavaScriptCore', kind: 'lacking' },
      { id: 'jsc', family: 'JavaScriptCore', kind: 'lacking' },
    ]),
  ).toBe('2 engines ran, different: firefox; lacking: webkit, jsc; so nothing is said of JavaScriptCore.');
  expect(lastLine([{ id: 'node', family: 'V8', kind: 'same' }])).toBe('1 engine ran, all the same.');
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runConformance } from './conformance';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`./fixtures/conformance/${name}`, import.meta.url), 'utf8'));

describe('the reference settings answer every vector', () => {
  it.each([
    ['router-vectors.json', 150],
    ['health-vectors.json', 60],
    ['breaker-vectors.json', 60],
  ])('%s, %i cases', (name, cases) => {
    expect(runConformance(name, read(name))).toEqual({ passed: cases, failures: [] });
  });
});

describe('a vector that does not hold', () => {
  it('is reported with its id, its note and both answers', () => {
    const file = {
      schema: 'federation-conformance/1',
      kind: 'health',
      count: 1,
      cases: [
        {
          id: 'x1',
          note: 'a wrong average',
          config: { failure_threshold: 3, recovery_threshold: 2, degraded_latency: 1000 },
          events: ['register', 50],
          expect: [
            ['unknown', 0, 0, 0],
            ['unknown', 6, 1, 0],
          ],
        },
      ],
    };
    expect(runConformance('mine.json', file)).toEqual({
      passed: 0,
      failures: [
        {
          id: 'x1',
          note: 'a wrong average',
          expected: '{"step":1,"record":["unknown",6,1,0]}',
          actual: '{"step":1,"record":["unknown",5,1,0]}',
        },
      ],
    });
  });

  type Vectors = { cases: { id: string; expect: Record<string, unknown> }[] };
  const tampered = (change: (expectation: Record<string, unknown>) => void, id: string): string[] => {
    const file = read('router-vectors.json') as Vectors;
    change(file.cases.find((vector) => vector.id === id)!.expect);
    return runConformance('router-vectors.json', file).failures.map((failure) => failure.id);
  };
  const routed = (read('router-vectors.json') as Vectors).cases.find(
    (vector) => vector.expect['weighted_pool'] !== null && Object.keys(vector.expect['breaker_after'] as object).length > 0,
  )!.id;

  it.each<[string, (expectation: Record<string, unknown>) => void]>([
    ['candidates', (e) => (e['candidates'] as unknown[]).pop()],
    ['error', (e) => (e['error'] = 'NoCapacity')],
    ['winners', (e) => ((e['winners'] = [['nobody', 'nowhere']]), delete e['winners_reference'])],
    ['weighted_pool', (e) => ((e['weighted_pool'] as [string, string, number][])[0]![2] += 1e-9)],
    ['breaker_after', (e) => (e['breaker_after'] = Object.fromEntries(Object.keys(e['breaker_after'] as object).map((n) => [n, 'ajar'])))],
  ])('is noticed in %s', (_part, change) => {
    expect(tampered(change, routed)).toEqual([routed]);
  });
});

describe('a file that is no file of vectors', () => {
  it.each([
    [{ schema: 'federation-conformance/2', kind: 'router', count: 0, cases: [] }, 'f.json: schema "federation-conformance/2" is not federation-conformance/1.'],
    [{ schema: 'federation-conformance/1', kind: 'gateway', count: 0, cases: [] }, 'f.json: kind "gateway" is none of router, health, breaker.'],
    [{ schema: 'federation-conformance/1', kind: 'router', count: 2, cases: [] }, 'f.json: "count" says 2, but there are 0 cases.'],
    [{ schema: 'federation-conformance/1', kind: 'router', count: 0 }, 'f.json: "cases" is not a list.'],
    [[], 'f.json: schema undefined is not federation-conformance/1.'],
    [7, 'f.json: not a JSON object.'],
  ])('is an error that says what is wrong', (json, message) => {
    expect(() => runConformance('f.json', json)).toThrow(message);
  });

  it('names a case that cannot be run', () => {
    const json = { schema: 'federation-conformance/1', kind: 'health', count: 1, cases: [{ id: 'x2', note: '' }] };
    expect(runConformance('f.json', json).failures).toMatchObject([
      { id: 'x2', expected: 'a case that can be run', actual: expect.stringContaining('Error') as string },
    ]);
  });
});

import { request as httpRequest } from 'node:http';

import { expect, test, type APIResponse } from '@playwright/test';

import { commandLine } from './support/lab';
import { BROWN_OUT, LONG } from './support/scenarios';

interface Report {
  readonly digest: string;
}

interface Line {
  readonly kind: 'progress' | 'report' | 'error';
  readonly timeMs?: number;
  readonly report?: Report;
}

interface Refusal {
  readonly error: {
    readonly title: string;
    readonly problems: readonly {
      readonly path: string;
      readonly value: string;
      readonly rule: string;
      readonly message: string;
    }[];
  };
}

const QUESTION = {
  regions: BROWN_OUT.regions,
  network: BROWN_OUT.network,
  models: BROWN_OUT.models,
  groups: BROWN_OUT.groups,
  request: { capability: 'generate', origin: 'eu-west' },
};

/** Starts a long simulation and answers, once its first line has come, how to hang up. */
function startLong(baseURL: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const call = httpRequest(`${baseURL}/api/simulate`, { method: 'POST' }, (answer) => {
      expect(answer.statusCode).toBe(200);
      answer.once('data', () => resolve(() => void call.destroy()));
      answer.on('error', () => undefined);
    });
    call.on('error', reject);
    call.end(JSON.stringify(LONG));
  });
}

async function running(baseURL: string): Promise<number> {
  const answer = (await (await fetch(`${baseURL}/api/health`)).json()) as { simulationsRunning: number };
  return answer.simulationsRunning;
}

test.describe('POST /api/simulate', () => {
  test('tells its progress and gives the report, with the digest of the command line', async ({ request }) => {
    const answer = await request.post('/api/simulate', { data: BROWN_OUT });
    expect(answer.status()).toBe(200);
    expect(answer.headers()['content-type']).toContain('application/x-ndjson');
    const lines = (await answer.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    expect(lines.at(-1)!.kind).toBe('report');
    expect(lines.slice(0, -1).every(({ kind }) => kind === 'progress')).toBe(true);
    expect(lines.at(-2)).toMatchObject({ timeMs: 40_000 });
    const printed = JSON.parse(await commandLine('run', 'brown-out', '--json')) as Report;
    expect(lines.at(-1)!.report).toEqual(printed);
  });

  test('refuses a broken scenario with the path, the value and the rule', async ({ request }) => {
    const wrong: [string, unknown, string][] = [
      [
        'a negative rate',
        { ...BROWN_OUT, workload: BROWN_OUT.workload.map((w) => ({ ...w, arrivals: { kind: 'poisson', ratePerS: -1 } })) },
        'workload[0].arrivals.ratePerS',
      ],
      ['no nodes', { ...BROWN_OUT, groups: [] }, 'groups'],
      ['a million nodes', { ...BROWN_OUT, groups: BROWN_OUT.groups.map((g) => ({ ...g, count: 1_000_000 })) }, 'groups[0].count'],
      ['an unknown key', { ...BROWN_OUT, colour: 'red' }, 'colour'],
      ['the id __proto__', { ...BROWN_OUT, regions: [...BROWN_OUT.regions, { id: '__proto__' }] }, 'regions[4].id'],
      ['the id 2', { ...BROWN_OUT, regions: [...BROWN_OUT.regions, { id: '2' }] }, 'regions[4].id'],
      ['an unknown strategy', { ...BROWN_OUT, router: { strategy: { id: 'clever' } } }, 'router.strategy'],
      [
        'a fault on nobody',
        {
          ...BROWN_OUT,
          timeline: [
            { id: 'f', kind: 'fault', atMs: 1, untilMs: 2, target: { kind: 'node', id: 'eu-west-99' }, fault: { kind: 'crash' } },
          ],
        },
        'timeline[0].target.id',
      ],
      ['not a number', { ...BROWN_OUT, seed: null }, 'seed'],
      ['a list', [], ''],
    ];
    for (const [name, data, path] of wrong) {
      const answer = await request.post('/api/simulate', {
        headers: { 'content-type': 'application/json' },
        data: JSON.stringify(data),
      });
      expect(answer.status(), name).toBe(400);
      const { error } = (await answer.json()) as Refusal;
      expect(error.problems[0]!.path, name).toContain(path);
      expect(error.problems[0]!.message, name).toMatch(/\(found .+\)\.$/);
      expect(JSON.stringify(error), name).not.toMatch(/\bat .*\.(ts|js):\d/);
    }
    const text = await request.post('/api/simulate', {
      headers: { 'content-type': 'application/json' },
      data: Buffer.from('{"version": 1,'),
    });
    expect(text.status()).toBe(400);
    expect(((await text.json()) as Refusal).error.problems[0]!.message).toContain('line 1, column 15');
    expect((await request.get('/api/simulate')).status()).toBe(405);
  });

  test('refuses what is too large, whether or not the headers say so', async ({ request, baseURL }) => {
    const large = ' '.repeat(1_100_000);
    const declared = await request.post('/api/simulate', { data: large });
    expect(declared.status()).toBe(413);
    const streamed = await new Promise<number>((resolve, reject) => {
      const call = httpRequest(
        `${baseURL!}/api/simulate`,
        { method: 'POST', headers: { 'transfer-encoding': 'chunked' } },
        (answer) => {
          resolve(answer.statusCode!);
          answer.resume();
        },
      );
      call.on('error', reject);
      for (let i = 0; i < 11; i++) call.write(large.slice(0, 100_000));
      call.end();
    });
    expect(streamed).toBe(413);
  });

  test('runs so many at once and no more, answers health within 100 ms meanwhile, and stops when the caller goes away', async ({
    request,
    baseURL,
  }) => {
    const calls: (() => void)[] = [];
    try {
      let refused: APIResponse | null = null;
      while (refused === null) {
        expect(calls.length, 'the server never says that it is busy').toBeLessThan(9);
        calls.push(await startLong(baseURL!));
        expect(await running(baseURL!)).toBe(calls.length);
        // A short run either ends, when there is a place left, or is refused.
        const probe = await request.post('/api/simulate', { data: BROWN_OUT });
        if (probe.status() === 429) refused = probe;
        else expect(probe.status()).toBe(200);
      }
      expect(Number(refused.headers()['retry-after'])).toBeGreaterThan(0);
      expect(((await refused.json()) as Refusal).error.problems[0]!.rule).toContain(`at most ${calls.length} simulation`);
      expect(await running(baseURL!)).toBeGreaterThan(0);
      await fetch(`${baseURL!}/api/health`);
      const times: number[] = [];
      for (let i = 0; i < 20; i++) {
        const asked = performance.now();
        await (await fetch(`${baseURL!}/api/health`)).json();
        times.push(performance.now() - asked);
      }
      expect(times.sort((a, b) => a - b)[10]).toBeLessThan(100);
    } finally {
      for (const leave of calls) leave();
    }
    await expect.poll(() => running(baseURL!), { timeout: 5_000 }).toBe(0);
  });
});

test.describe('POST /api/route', () => {
  test('decides, with the receipt', async ({ request }) => {
    const answer = await request.post('/api/route', {
      data: {
        ...QUESTION,
        router: { strategy: { id: 'least-connections' } },
        nodes: [
          { node: 'us-east-01', inFlight: 2 },
          { node: 'us-east-02', inFlight: 1 },
        ],
      },
    });
    expect(answer.status()).toBe(200);
    const body = (await answer.json()) as { decision: unknown; receipt: { decision: unknown; candidates: unknown[] } };
    expect(body.decision).toMatchObject({ kind: 'routed', decision: { target: { node: 'us-east-03' } } });
    expect(body.receipt.decision).toEqual(body.decision);
    expect(body.receipt.candidates).toHaveLength(10);
  });

  test('refuses a broken question', async ({ request }) => {
    const answer = await request.post('/api/route', {
      data: { ...QUESTION, request: { capability: 'generate', origin: 'mars' } },
    });
    expect(answer.status()).toBe(400);
    expect(((await answer.json()) as Refusal).error.problems).toEqual([
      expect.objectContaining({ path: 'request.origin', value: '"mars"', rule: 'must be the id of a region of this fleet' }),
    ]);
  });
});

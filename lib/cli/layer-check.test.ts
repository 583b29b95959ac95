import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { checkLayers } from './layer-check';

const CONFIG = join(import.meta.dirname, '../../.dependency-cruiser.cjs');
const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

function house(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'switchyard-layers-'));
  made.push(root);
  const tsconfig = {
    compilerOptions: { module: 'esnext', moduleResolution: 'bundler', jsx: 'react-jsx', paths: { '@/*': ['./*'] } },
  };
  const all = { 'package.json': '{"name":"fixture","type":"module"}', 'tsconfig.json': JSON.stringify(tsconfig), ...files };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

const SOUND = {
  'lib/base/result.ts': 'export type Result = { ok: true };\n',
  'lib/fleet/ids.ts': "import type { Result } from '@/lib/base/result';\nexport type Id = Result;\n",
  'lib/report/report.ts': "import type { Result } from '@/lib/base/result';\nexport type Report = Result;\n",
  'lib/router/decision.ts': "import type { Id } from '@/lib/fleet/ids';\nexport type Decision = Id;\n",
  'lib/router/router.ts': "import type { Decision } from './decision';\nexport const router: Decision = { ok: true };\n",
  'lib/scenario/parse.ts': "import { router } from '@/lib/router/router';\nexport const parse = () => router;\n",
  'lib/sim/simulate.ts': "import { parse } from '@/lib/scenario/parse';\nexport const simulate = () => parse();\n",
  'lib/worker/client.ts': "import { simulate } from '@/lib/sim/simulate';\nexport const client = () => simulate();\n",
  'lib/gateway/gateway.ts': "import 'node:http';\nexport { router } from '@/lib/router/router';\n",
  'lib/cli/run.ts': "import 'node:fs';\nimport '@/lib/sim/simulate';\nexport {};\n",
  'components/run/panel.tsx':
    "import { client } from '@/lib/worker/client';\nexport const Panel = () => <p>{String(client)}</p>;\n",
  'app/page.tsx': "import { Panel } from '@/components/run/panel';\nexport default () => <Panel />;\n",
  'app/api/run/route.ts':
    "import 'node:fs';\nimport { simulate } from '@/lib/sim/simulate';\nexport const GET = () => simulate();\n",
};

it('finds nothing in a sound house, and sees every file of it', async () => {
  const found = await checkLayers(house(SOUND), CONFIG);
  expect(found.violations).toEqual([]);
  expect(found.missed).toEqual([]);
  expect(found.seen).toBe(13);
  expect(found.onDisk).toBe(13);
});

describe('reports a planted import', () => {
  const wrong: readonly (readonly [rule: string, file: string, text: string])[] = [
    ['room-base', 'lib/base/upward.ts', "import '@/lib/fleet/ids';"],
    ['room-fleet', 'lib/fleet/neighbour.ts', "import '@/lib/report/report';"],
    ['room-report', 'lib/report/neighbour.ts', "import type { Id } from '@/lib/fleet/ids';\nexport type X = Id;"],
    ['room-router', 'lib/router/upward.ts', "export * from '@/lib/scenario/parse';"],
    ['room-scenario', 'lib/scenario/upward.ts', "export const late = () => import('@/lib/sim/simulate');"],
    ['room-scenario', 'lib/scenario/inline.ts', "export type X = typeof import('@/lib/sim/simulate');"],
    ['room-sim', 'lib/sim/driver.ts', "import '@/lib/gateway/gateway';"],
    ['room-gateway', 'lib/gateway/driver.ts', "import '@/lib/sim/simulate';"],
    ['room-worker', 'lib/worker/door.ts', "import '@/lib/cli/run';"],
    ['room-cli', 'lib/cli/page.ts', "import '@/components/run/panel';"],
    ['components', 'components/run/engine.tsx', "import '@/lib/sim/simulate';"],
    ['components', 'components/run/router.tsx', "import '@/lib/router/router';"],
    ['components-tests', 'components/run/panel.test.tsx', "import '@/lib/sim/simulate';"],
    ['app', 'app/other/page.tsx', "import '@/lib/gateway/gateway';"],
    ['journeys', 'e2e/peek.spec.ts', "import '@/lib/sim/simulate';"],
    ['node-builtin', 'lib/router/clock.ts', "import 'node:perf_hooks';"],
    ['node-builtin', 'lib/worker/plain.ts', "import { readFileSync } from 'fs';\nexport { readFileSync };"],
    ['node-builtin', 'app/other.tsx', "import 'node:fs';"],
    ['unknown-room', 'lib/base/stranger.ts', "import '@/lib/utils/all';"],
    ['from-unknown-room', 'lib/utils/all.ts', "import '@/lib/base/result';"],
    ['unresolved', 'lib/router/nowhere.ts', "import './nothing-here';"],
    ['test-import', 'lib/router/tested.ts', "import './router.test';"],
    ['circle', 'lib/base/knot.ts', "import type { Ring } from './ring';\nexport type Knot = Ring;"],
  ];

  it('each by its file and rule, in one sentence', async () => {
    const alsoThere = {
      'lib/router/router.test.ts': "import 'node:fs';\n",
      'lib/base/ring.ts': "import type { Knot } from './knot';\nexport type Ring = Knot;\n",
    };
    const planted = Object.fromEntries(wrong.map(([, file, text]) => [file, text]));
    const root = house({ ...SOUND, ...planted, ...alsoThere });
    const { violations, missed } = await checkLayers(root, CONFIG);
    expect(missed).toEqual([]);
    const unreported = wrong.filter(
      ([rule, file]) => !violations.some((sentence) => sentence.startsWith(`${file} imports `) && sentence.endsWith(`(${rule})`)),
    );
    expect(unreported).toEqual([]);
    const known = new Set(Object.keys(planted));
    expect(violations.filter((sentence) => !known.has(sentence.split(' ')[0] ?? ''))).toEqual([]);
  });

  it('a package or a file that only tests may know', async () => {
    const root = house({
      ...SOUND,
      'node_modules/react/package.json': '{"name":"react","version":"1.0.0","main":"index.js"}',
      'node_modules/react/index.js': 'module.exports = {};',
      'lib/router/hook.ts': "import 'react';",
      'lib/worker/hook.ts': "import 'react';",
    });
    const { violations } = await checkLayers(root, CONFIG);
    expect(violations.map((sentence) => sentence.replace(/ imports .*\(/, ' ('))).toEqual(
      expect.arrayContaining(['lib/router/hook.ts (pure-package)', 'lib/worker/hook.ts (page-package)']),
    );
  });
});

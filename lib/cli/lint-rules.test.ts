/** The rules of the pure rooms, held against code that they must report. A rule that cannot fail is worthless. */
import { ESLint } from 'eslint';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { pureRoomRules } from '../../eslint.config.mjs';

const root = join(import.meta.dirname, '../..');
// The rules alone, on the parser alone: the type-checked ones want files that exist.
const RESTRICTIONS = ['no-restricted-globals', 'no-restricted-syntax', 'no-new-func', 'no-eval', 'no-console'];

const FORBIDDEN = [
  'Date.now()',
  'new Date()',
  'Date()',
  'const clock = Date; clock',
  'Math.random()',
  ...'log exp pow sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh log2 log10 log1p expm1 cbrt hypot'
    .split(' ')
    .map((name) => `Math.${name}(0.5)`),
  'Math?.log(2)',
  "Math['log'](2)",
  'Math[`exp`](2)',
  'const { log } = Math; log(2)',
  'const { log: ln } = Math; ln(2)',
  'const m = Math; m.log(2)',
  'use(Math)',
  '({ ...Math }).log(2)',
  'export type M = typeof Math',
  'globalThis.Math.log(2)',
  'self.Math.log(2)',
  '2 ** 3',
  'let x = 2; x **= 3',
  "console.log('x')",
  'setTimeout(() => 0, 1)',
  'setInterval(() => 0, 1)',
  'queueMicrotask(() => 0)',
  'performance.now()',
  'const { now } = performance; now()',
  "'a'.localeCompare('b')",
  "'a'?.localeCompare('b')",
  "'a'['localeCompare']('b')",
  "const { localeCompare } = ''; localeCompare",
  '(1).toLocaleString()',
  "'a'.toLocaleUpperCase()",
  'new Intl.Collator()',
  'new TextEncoder()',
  'crypto.getRandomValues(new Uint8Array(1))',
  'process.hrtime()',
  "new Function('return 1')",
  "eval('1')",
  "import('./other')",
  'import.meta.url',
];

const ALLOWED = [
  'Math.floor(Math.abs(Math.min(1, 2)) * Math.PI)',
  'Math.sqrt(2) + Math.imul(3, 4) + Math.fround(5) + Math.clz32(6)',
  'const nowMs = 3; nowMs * 2',
  'const log = { date: 1 }; log.date',
  'const math = { log: (x: number) => x }; math.log(2)',
  "'a' < 'b'",
];

const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: join(root, 'eslint.config.mjs'),
  overrideConfig: {
    languageOptions: { parserOptions: { projectService: false } },
    rules: {},
  },
  ruleFilter: ({ ruleId }) => RESTRICTIONS.includes(ruleId),
});

async function reported(code: string, file: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: join(root, file) });
  const messages = result?.messages ?? [];
  expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
  return messages.map(({ ruleId }) => ruleId ?? '');
}

describe('the pure rooms', () => {
  it.each(FORBIDDEN)('refuse %s', async (code) => {
    expect(await reported(code, 'lib/sim/snippet.ts')).not.toEqual([]);
  });

  it.each(ALLOWED)('allow %s', async (code) => {
    expect(await reported(code, 'lib/sim/snippet.ts')).toEqual([]);
  });

  it.each(['base', 'fleet', 'report', 'router', 'workload', 'scenario', 'sim', 'experiment', 'formats'])(
    'lib/%s is one',
    async (room) => {
      for (const file of [`lib/${room}/snippet.ts`, `lib/${room}/deeper/snippet.ts`]) {
        expect(await reported('Math.log(2)', file)).toEqual(['no-restricted-syntax']);
        expect(await reported('Date.now()', file)).toEqual(['no-restricted-globals']);
      }
    },
  );

  it('hold nothing against their tests, nor against other rooms', async () => {
    for (const file of ['lib/sim/snippet.test.ts', 'lib/cli/snippet.ts', 'components/chart/snippet.ts']) {
      expect(await reported('export const x = Math.log(2) ** new Date().getTime()', file)).toEqual([]);
    }
  });

  it('report each restriction as an error', () => {
    for (const [level] of Object.values(pureRoomRules)) expect(level).toBe('error');
  });
});

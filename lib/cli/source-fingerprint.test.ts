import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { sourceFingerprint } from './source-fingerprint.mjs';

let root = '';

function write(name: string, text: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'switchyard-print-'));
  write('app/page.tsx', 'page');
  write('lib/base/hash.ts', 'hash');
  write('package-lock.json', '{}');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

it('is 16 hex digits, the same whatever the dates', () => {
  const first = sourceFingerprint(root);
  expect(first).toMatch(/^[0-9a-f]{16}$/);
  utimesSync(join(root, 'app/page.tsx'), 1, 1);
  expect(sourceFingerprint(root)).toBe(first);
});

it.each([
  ['a changed page', 'app/page.tsx'],
  ['a new file', 'components/chart/line.tsx'],
  ['a changed lock', 'package-lock.json'],
  ['a configuration', 'next.config.mjs'],
  ['an environment file', '.env.production'],
  ['a public file', 'public/icon.svg'],
])('changes with %s', (_what, name) => {
  const before = sourceFingerprint(root);
  write(name, 'other');
  expect(sourceFingerprint(root)).not.toBe(before);
});

it.each(['lib/base/hash.test.ts', 'lib/cli/check.ts', 'e2e/run.spec.ts', 'README.md'])('does not change with %s', (name) => {
  const before = sourceFingerprint(root);
  write(name, 'other');
  expect(sourceFingerprint(root)).toBe(before);
});

it('tells a moved boundary between two files', () => {
  write('lib/a.ts', '12');
  write('lib/b.ts', '3');
  const before = sourceFingerprint(root);
  write('lib/a.ts', '1');
  write('lib/b.ts', '23');
  expect(sourceFingerprint(root)).not.toBe(before);
});

/**
 * Real traces, read where they are: those of the folder that SWITCHYARD_TRACES names, or of `shared/traces` beside the project. They
 * are no part of it, so without them there is nothing to read, and the tests' names say that they were skipped for that.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { HeldTraces, piecesOf } from '@/lib/worker/traces';

import { ROOT } from './production-build';
import { detectFile, readFile } from './trace-files';

const FOLDER = process.env['SWITCHYARD_TRACES'] ?? join(ROOT, '..', 'shared', 'traces');
const files = existsSync(FOLDER) ? readdirSync(FOLDER) : [];

/** By what their names begin with: form, and rows as published with them. */
const KNOWN: readonly (readonly [string, string, number])[] = [
  ['azure-llm-2023-code-part1.csv', 'azure', 5_300],
  ['azure-llm-2023-conv-part1.csv', 'azure', 11_600],
  ['mooncake-conversation-part1.jsonl', 'mooncake', 7_200],
  ['mooncake-synthetic-part1.jsonl', 'mooncake', 2_400],
  ['servegen-m-small-client12-windows.csv', 'servegen', 2_016],
  ['servegen-m-small-client14-windows.csv', 'servegen', 2_016],
  ['servegen-m-small-client17-windows.csv', 'servegen', 2_016],
  ['servegen-m-small-client26-windows.csv', 'servegen', 2_016],
  ['servegen-m-small-client31-windows.csv', 'servegen', 2_016],
];

describe('a recorded trace', () => {
  for (const [name, kind, rows] of KNOWN) {
    const absent = !files.includes(name);
    it.skipIf(absent)(
      `${name} has ${rows} rows for the command line and the worker${absent ? ` (not in ${FOLDER})` : ''}`,
      async () => {
        const path = join(FOLDER, name);
        const content = readFileSync(path);
        const found = await detectFile(path);
        if (!found.ok) throw new Error(found.problems[0]!.message);
        expect(found.value).toMatchObject({ kind: 'known', format: { kind } });
        const read = await readFile(path, found.value.format);
        if (!read.ok) throw new Error(read.problems[0]!.message);
        const { trace, bytes, sha256 } = read.value;
        expect(trace.kind === 'requests' ? trace.timeMs.length : trace.startMs.length).toBe(rows);
        expect([bytes, sha256]).toEqual([content.length, createHash('sha256').update(content).digest('hex')]);
        const held = new HeldTraces(() => 0);
        const dropped = await held.read(
          () => piecesOf(new Blob([new Uint8Array(content)])),
          null,
          () => {},
        );
        expect(dropped).toMatchObject({ kind: 'read', file: { bytes, sha256, rows } });
        expect([...held.all.values()]).toEqual([trace]);
      },
    );
  }

  const others = files.filter((name) => !KNOWN.some(([known]) => known === name));
  it.skipIf(others.length === 0)('is told from other files beside it, which are refused with a sentence', async () => {
    for (const name of others) {
      const found = await detectFile(join(FOLDER, name));
      expect(found.ok ? found.value.kind : found.problems[0]!.message).toContain('fits no form of a trace');
    }
  });
});

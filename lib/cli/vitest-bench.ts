import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import type { BenchLine } from './bench-report';
import { ROOT } from './production-build';

const resultFile = z.object({
  files: z.array(
    z.object({
      groups: z.array(z.object({ fullName: z.string(), benchmarks: z.array(z.object({ name: z.string(), hz: z.number() })) })),
    }),
  ),
});

/** Runs a bench file written for vitest and gives its results as lines; a group `100 nodes` says how many nodes. */
export function vitestBench(file: string, bench: string): BenchLine[] {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-bench-'));
  try {
    const results = join(folder, 'bench.json');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'bench', '--run', file, '--outputJson', results],
      { cwd: ROOT, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`${file} failed with status ${status}:\n${stdout}${stderr}`);
    const { files } = resultFile.parse(JSON.parse(readFileSync(results, 'utf8')));
    return files.flatMap(({ groups }) =>
      groups.flatMap(({ fullName, benchmarks }) => {
        const nodes = Number(/(\d+) nodes/.exec(fullName)?.[1] ?? 0);
        return benchmarks.map(({ name, hz }) => ({ bench, case: name, nodes, perSecond: Math.round(hz) }));
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

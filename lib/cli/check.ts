/**
 * `npm test`: every check of the house in order, cheap ones first, up to the first that fails. The last line counts tests; a
 * step that fails without a failed test to show for it (a lint rule, a type, the build) counts as one.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runGroup, type Ended } from './process-group';
import { build, ROOT } from './production-build';
import { journeyTally, NOTHING, plus, unitTally, type Tally } from './tally';

interface Step {
  readonly name: string;
  run(): Promise<Ended>;
  /** Where the step left its tests' results, when it has tests. */
  tally?(): Tally;
}

const results = mkdtempSync(join(tmpdir(), 'switchyard-check-'));
const unitResults = join(results, 'unit.json');
const journeyResults = join(results, 'journeys.json');

const tool = (name: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ended> =>
  runGroup(process.execPath, [join(ROOT, 'node_modules', name), ...args], { cwd: ROOT, env: { ...process.env, ...env } });

const STEPS: readonly Step[] = [
  { name: 'lint', run: lint },
  { name: 'types', run: types },
  { name: 'layers', run: () => tool('tsx/dist/cli.mjs', ['lib/cli/layers.ts']) },
  {
    name: 'unit and property tests',
    run: () => tool('vitest/vitest.mjs', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitResults}`]),
    tally: () => unitTally(unitResults),
  },
  // The two that every machine has; `npm run test:engines` runs all that it can find.
  { name: 'one digest in Node and Chromium', run: () => tool('tsx/dist/cli.mjs', ['lib/cli/engines.ts', 'node', 'chromium']) },
  { name: 'production build', run: build },
  { name: 'browser journeys', run: journeys, tally: () => journeyTally(journeyResults) },
];

/** The route types come first: a clean checkout has none, and the lint rules that know types lean on them too. */
async function lint(): Promise<Ended> {
  const typed = await tool('next/dist/bin/next', ['typegen'], { NEXT_TELEMETRY_DISABLED: '1' });
  return typed.status === 0 ? tool('eslint/bin/eslint.js', ['.', '--max-warnings', '0']) : typed;
}

/** All of the house with the page's library, then the pure rooms with the language alone. */
async function types(): Promise<Ended> {
  const all = await tool('typescript/bin/tsc', ['--noEmit']);
  return all.status === 0 ? tool('typescript/bin/tsc', ['-p', 'tsconfig.pure.json']) : all;
}

async function journeys(): Promise<Ended> {
  const found = readdirSync(join(ROOT, 'e2e'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.spec.ts'));
  if (found.length === 0) {
    console.error('There is no journey (*.spec.ts) under e2e: the product would go out unseen.');
    return { status: 1, stoppedBy: null };
  }
  return tool('@playwright/test/cli.js', ['test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: journeyResults });
}

async function check(): Promise<number> {
  let tally = NOTHING;
  const times: string[] = [];
  let failedStep: string | null = null;
  let status = 0;
  for (const step of STEPS) {
    console.log(`\n== ${step.name}`);
    const startedMs = performance.now();
    const ended = await step.run();
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
    const counted = step.tally?.() ?? NOTHING;
    tally = plus(tally, counted);
    let passed = ended.status === 0 && counted.failed === 0;
    if (passed && step.tally !== undefined && counted.passed === 0) {
      console.error(`The step "${step.name}" ran no test.`);
      passed = false;
    }
    times.push(`${seconds.padStart(8)} s  ${passed ? 'passed' : 'FAILED'}  ${step.name}`);
    if (passed) continue;
    if (counted.failed === 0) tally = plus(tally, { passed: 0, failed: 1, skipped: 0 });
    failedStep = step.name;
    status = ended.stoppedBy === null ? 1 : 130;
    break;
  }
  console.log(`\n${times.join('\n')}`);
  if (tally.skipped > 0) console.log(`${tally.skipped} skipped`);
  if (failedStep !== null) console.log(`Stopped at: ${failedStep}`);
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  return status;
}

try {
  process.exitCode = await check();
} finally {
  rmSync(results, { recursive: true, force: true });
}

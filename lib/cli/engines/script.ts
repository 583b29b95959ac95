/** The one script that all engines run: the simulator and its question, with `answerText` as the name of what comes out. */
import { join } from 'node:path';

import { build } from 'esbuild';
import fc from 'fast-check';

import { lawRuns } from '@/lib/base/law-runs';
import { MIXED_RESULTS, PINNED_SCENARIOS } from '@/lib/sim/pinned-runs.fixture';
import { PRESETS } from '@/lib/scenario/presets';
import { smallScenario } from '@/lib/sim/scenarios.contract';

import { ROOT } from '../production-build';
import type { Question } from './answers';

/** Small broken fleets from the generator of the simulator's laws: what a preset does not use, some of them do. */
const GENERATED = 24;

/** The pinned runs that are no presets, then generated ones, which have no pin and must be equal in all engines. */
export function theQuestion(): Question {
  const presets = new Set(PRESETS.map(({ id }) => id));
  const pinned = Object.entries(PINNED_SCENARIOS).filter(([id]) => !presets.has(id));
  return {
    mixedResults: MIXED_RESULTS,
    scenarios: [
      ...pinned.map(([id, scenario]) => ({ id, document: scenario() })),
      ...fc.sample(smallScenario, lawRuns(GENERATED)).map((document, i) => ({ id: `generated-${i + 1}`, document })),
    ],
  };
}

/** A classic script that defines `answerText`, a string. Needs nothing but the language. */
export async function engineScript(question: Question): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'lib/cli/engines/answers.ts')],
    tsconfig: join(ROOT, 'tsconfig.json'),
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'switchyard',
    // As the language stands in tsconfig.json: nothing is written anew for old engines.
    target: 'es2023',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    charset: 'ascii',
    logLevel: 'error',
  });
  const text = outputFiles[0]?.text;
  if (text === undefined) throw new Error('esbuild made no bundle.');
  return `${text}\nvar answerText = JSON.stringify(switchyard.answers(${JSON.stringify(question)}));\n`;
}

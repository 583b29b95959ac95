import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { runConformance, type ConformanceResult } from '@/lib/validation/conformance';

import { badUsage, EXIT, readArgs, say, warn, type Command } from '../command';

const SCHEMA = 'federation-conformance/1';
const vectorFile = z.object({ schema: z.literal(SCHEMA), kind: z.string(), count: z.int().min(0), cases: z.array(z.unknown()) });

type Vectors = { readonly file: string; readonly json: unknown };

export const conformance: Command = {
  usage: 'DIR',
  summary: `Holds the router in its reference settings against every vector file (*.json, schema ${SCHEMA}) in DIR.`,
  run(args) {
    const parsed = readArgs({ args: [...args], allowPositionals: true, options: {} });
    if (!parsed.ok) return badUsage(parsed.sentence);
    const [folder, ...more] = parsed.value.positionals;
    if (folder === undefined || more.length > 0)
      return badUsage(`Say one folder of vector files: conformance ${conformance.usage}`);
    const vectors = vectorsIn(folder);
    if (typeof vectors === 'string') return badUsage(vectors);

    let passed = 0;
    let failed = 0;
    for (const { file, json } of vectors) {
      let result: ConformanceResult;
      try {
        result = runConformance(file, json);
      } catch (error) {
        return badUsage((error as Error).message);
      }
      for (const { id, note, expected, actual } of result.failures) {
        say(`${file} ${id}${note === '' ? '' : ` (${note})`}\n  expected  ${expected}\n  actual    ${actual}`);
      }
      say(`${file}: ${result.passed} passed, ${result.failures.length} failed`);
      passed += result.passed;
      failed += result.failures.length;
    }
    say(`${passed} passed, ${failed} failed`);
    return failed === 0 ? EXIT.good : EXIT.failed;
  },
};

/** The vector files of a folder in order of name, or a sentence on why there are none to be had. */
function vectorsIn(folder: string): readonly Vectors[] | string {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return `"${folder}" is no folder.`;
  const vectors: Vectors[] = [];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const path = join(folder, file);
    let json: unknown;
    try {
      json = JSON.parse(readFileSync(path, 'utf8'));
    } catch (error) {
      return `${path} is not JSON: ${(error as Error).message}.`;
    }
    if (typeof json !== 'object' || json === null || !('schema' in json) || json.schema !== SCHEMA) {
      warn(`${path} is left out: its schema is not ${SCHEMA}.`);
      continue;
    }
    const checked = vectorFile.safeParse(json);
    if (!checked.success)
      return `${path} is not a vector file: ${checked.error.issues[0]?.path.join('.') ?? ''} ${checked.error.issues[0]?.message ?? ''}.`;
    const { count, cases } = checked.data;
    if (count !== cases.length)
      return `${path} says that it holds ${count} cases and holds ${cases.length}: it was cut or changed.`;
    vectors.push({ file, json });
  }
  return vectors.length > 0 ? vectors : `There is no vector file (*.json of schema ${SCHEMA}) in "${folder}".`;
}

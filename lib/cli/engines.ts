/**
 * `npm run test:engines -- [ENGINE...] [--pin]`: the same bundle of the simulator in every JavaScript engine that this machine has,
 * or in the named ones, which then must be there. Every digest must be the pinned one, and all else what Node computes.
 * `--pin` first writes the pins anew, as Node computes them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { currentPins, type Pins } from '@/lib/sim/pinned-runs.fixture';

import { badUsage, EXIT, readArgs, say, warn, type Exit } from './command';
import type { Answers } from './engines/answers';
import type { FoundEngine } from './engines/engine';
import { engineScript, theQuestion } from './engines/script';
import { ENGINES } from './engines/table';
import { differences, lastLine, type Heard } from './engines/verdict';
import { ROOT } from './production-build';

const PINS = join(ROOT, 'lib/sim/pins.json');
/** Differences told per engine; one wrong bit early on makes all later ones wrong. */
const MOST_TOLD = 5;

async function main(args: readonly string[]): Promise<Exit> {
  const parsed = readArgs({ args: [...args], allowPositionals: true, options: { pin: { type: 'boolean', default: false } } });
  if (!parsed.ok) return badUsage(parsed.sentence);
  const { positionals: named, values } = parsed.value;
  const unknown = named.find((name) => !ENGINES.some(({ id }) => id === name));
  if (unknown !== undefined) {
    return badUsage(`There is no engine "${unknown}"; there is ${ENGINES.map(({ id }) => id).join(', ')}.`);
  }
  if (values.pin) {
    writeFileSync(PINS, `${JSON.stringify(currentPins(), null, 2)}\n`);
    warn('Pinned anew: lib/sim/pins.json.');
  }
  const pins = JSON.parse(readFileSync(PINS, 'utf8')) as Pins;
  const question = theQuestion();
  const script = await engineScript(question);

  let node: Answers | null = null;
  const heard: Heard[] = [];
  // Node comes first in the table and always runs, because the others are compared with it.
  for (const { id, family, bring, find } of ENGINES.filter(
    (one) => one.id === 'node' || named.length === 0 || named.includes(one.id),
  )) {
    const found = find();
    if (found === null) {
      say(`  lacking    ${id.padEnd(18)} ${bring}`);
      heard.push({ id, family, kind: 'lacking' });
      continue;
    }
    const ran = await hear(found, script);
    if (id === 'node') {
      if (ran.answers === null) throw new Error(`Node ${ran.trouble}`);
      node = ran.answers;
      say(
        `${node.runs.length} runs and ${question.mixedResults} results of lib/base, the same ${Math.round(script.length / 1_000)} kB:`,
      );
    }
    const wrong = ran.answers === null ? [ran.trouble] : differences(ran.answers, pins, node!);
    heard.push({ id, family, kind: wrong.length === 0 ? 'same' : 'different' });
    say(`  ${(wrong.length === 0 ? 'same' : 'DIFFERENT').padEnd(10)} ${id.padEnd(18)} ${found.origin}`);
    say(`${' '.repeat(13)}${' '.repeat(18)} ${ran.seconds} s${ran.version === '' ? '' : `, ${ran.version}`}`);
    for (const sentence of wrong.slice(0, MOST_TOLD)) say(`${' '.repeat(13)}${sentence}`);
    if (wrong.length > MOST_TOLD) say(`${' '.repeat(13)}and ${wrong.length - MOST_TOLD} more`);
  }
  for (const { id, digest } of pins.runs) say(`${digest}  ${id}`);
  say(`${pins.mixedResults}  mixed results`);
  say(lastLine(heard));
  const failed = heard.some(({ id, kind }) => kind === 'different' || (kind === 'lacking' && named.includes(id)));
  return failed ? EXIT.failed : EXIT.good;
}

type Ran = { readonly seconds: string } & (
  | { readonly answers: Answers; readonly version: string }
  | { readonly answers: null; readonly version: ''; readonly trouble: string }
);

async function hear(engine: FoundEngine, script: string): Promise<Ran> {
  const startedMs = performance.now();
  const seconds = (): string => ((performance.now() - startedMs) / 1_000).toFixed(1);
  try {
    const { text, version } = await engine.run(script);
    return { answers: JSON.parse(text) as Answers, version, seconds: seconds() };
  } catch (error) {
    return { answers: null, version: '', trouble: `did not answer: ${(error as Error).message}`, seconds: seconds() };
  }
}

process.exitCode = await main(process.argv.slice(2));

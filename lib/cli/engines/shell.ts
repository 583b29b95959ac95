/** Runs the script in a program that takes a script file and prints: Node, `jsc`, `js128` and their like. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { FoundEngine } from './engine';

/** Ten times what the slowest of them took. */
const LIMIT_MS = 120_000;

/** `print` is how the program's scripts write a line. */
export function shell(program: string, version: string, print: 'console.log' | 'print'): FoundEngine {
  return {
    origin: program,
    async run(script) {
      const folder = mkdtempSync(join(tmpdir(), 'switchyard-engine-'));
      try {
        const file = join(folder, 'script.js');
        writeFileSync(file, `${script}${print}(answerText);\n`);
        return { text: await printed(program, file), version };
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

function printed(program: string, file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [file], { stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT_MS, killSignal: 'SIGKILL' });
    let out = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.once('error', (cause) => {
      reject(new Error(`${program} could not be started.`, { cause }));
    });
    child.once('close', (code, signal) => {
      if (code === 0) resolve(out);
      else reject(new Error(`${program} ended with ${signal ?? `status ${code}`}: ${(said || out).trim().slice(0, 1_000)}`));
    });
  });
}

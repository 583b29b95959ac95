/** A browser as a process of our own, with a profile that is gone afterwards. Ended with all that it started. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { FoundEngine } from './engine';
import { answerFromPage } from './page';

const GRACE_MS = 5_000;

export interface BrowserProcess {
  readonly program: string;
  /** A command that starts it, its own arguments included. */
  readonly within?: readonly string[];
  /** The arguments that open `url` without a window, everything it keeps under `profile`. */
  args(url: string, profile: string): readonly string[];
  /** To be added to its environment. */
  env?(profile: string): Readonly<Record<string, string>>;
  /** Files that it finds in its profile. */
  readonly files?: Readonly<Record<string, string>>;
}

export function browserProcess(browser: BrowserProcess): FoundEngine {
  return {
    origin: browser.program,
    run: (script) =>
      answerFromPage(script, async (url, ended) => {
        const profile = mkdtempSync(join(tmpdir(), 'switchyard-profile-'));
        for (const [file, text] of Object.entries(browser.files ?? {})) writeFileSync(join(profile, file), text);
        const [command = browser.program, ...args] = [...(browser.within ?? []), browser.program, ...browser.args(url, profile)];
        const child = spawn(command, args, {
          stdio: ['ignore', 'ignore', 'pipe'],
          detached: true,
          env: { ...process.env, ...browser.env?.(profile) },
        });
        let said = '';
        child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-1_000)));
        child.once('error', ({ message }) => {
          ended(message);
        });
        child.once('exit', (code, signal) => {
          ended(`${signal ?? `status ${code}`} ${said.trim()}`);
        });
        return async () => {
          await end(child);
          rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
        };
      }),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const gone = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else
      child.once('exit', () => {
        resolve();
      });
  });
  signal(child.pid, 'SIGTERM');
  const late = setTimeout(() => {
    signal(child.pid!, 'SIGKILL');
  }, GRACE_MS);
  await gone;
  clearTimeout(late);
  // What outlived its parent.
  signal(child.pid, 'SIGKILL');
}

/** To the process and all in its group. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

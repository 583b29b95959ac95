/**
 * Which browser the journeys run in: CHROMIUM_PATH, Playwright's own, one on PATH, or the one from npm, whichever comes
 * first. SWITCHYARD_BROWSER=npm (or `playwright`, `path`) insists on one of them.
 */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { chromium } from '@playwright/test';

import { npmChromium } from './npm-chromium';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

export interface Browser {
  readonly executable: string;
  /** `CHROMIUM_PATH`, `Playwright's own`, ... */
  readonly origin: string;
  /** To be added to the browser's environment. */
  readonly env: Readonly<Record<string, string>>;
}

const ORIGINS: Readonly<Record<string, (env: NodeJS.ProcessEnv) => Browser | null>> = {
  env(env) {
    const executable = env['CHROMIUM_PATH'];
    if (executable === undefined || executable === '') return null;
    if (!runnable(executable)) throw new Error(`CHROMIUM_PATH names no program: ${executable}`);
    return { executable, origin: 'CHROMIUM_PATH', env: {} };
  },
  playwright() {
    const executable = chromium.executablePath();
    return runnable(executable) ? { executable, origin: "Playwright's own", env: {} } : null;
  },
  path(env) {
    const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
    const executable = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(runnable);
    return executable === undefined ? null : { executable, origin: 'PATH', env: {} };
  },
  npm() {
    const { executable, version, env } = npmChromium();
    return { executable, origin: `npm package @sparticuz/chromium ${version}`, env };
  },
};

/** Throws, with a sentence, when there is none. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): Browser {
  const wish = env['SWITCHYARD_BROWSER'];
  if (wish !== undefined && wish !== '') {
    const found = ORIGINS[wish]?.(env);
    if (found === undefined)
      throw new Error(`SWITCHYARD_BROWSER must be one of ${Object.keys(ORIGINS).join(', ')} (found "${wish}").`);
    if (found === null) throw new Error(`SWITCHYARD_BROWSER asks for "${wish}", and there is no browser of that kind.`);
    return found;
  }
  for (const origin of Object.values(ORIGINS)) {
    const found = origin(env);
    if (found !== null) return found;
  }
  throw new Error('There is no Chromium: set CHROMIUM_PATH.');
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

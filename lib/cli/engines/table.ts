/** The engines, and where a machine has them. The only list of them. */
import { existsSync } from 'node:fs';

import { chromium, firefox, webkit, type BrowserType } from '@playwright/test';

import { findBrowser } from '../../../e2e/support/browser';
import { browserProcess } from './browser-process';
import { findProgram, type Engine, type FoundEngine } from './engine';
import { playwrightBrowser } from './playwright-browser';
import { shell } from './shell';

const AS_ROOT = process.getuid?.() === 0;

export const ENGINES: readonly Engine[] = [
  {
    id: 'node',
    family: 'V8',
    bring: 'it runs this command',
    find: () => shell(process.execPath, `Node ${process.version}, V8 ${process.versions.v8}`, 'console.log'),
  },
  {
    id: 'chromium',
    family: 'V8',
    bring: 'set CHROMIUM_PATH, or install Chromium',
    find: journeysChromium,
  },
  {
    id: 'firefox',
    family: 'SpiderMonkey',
    bring: 'install Firefox (Debian: firefox-esr), or `npx playwright install firefox`',
    find: () => playwrightsOwn(firefox) ?? installedFirefox(),
  },
  {
    id: 'spidermonkey-shell',
    family: 'SpiderMonkey',
    bring: 'install a shell of version 115 or later (js115, js128, ...)',
    find() {
      const program = findProgram(['js140', 'js128', 'js115']);
      return program === null ? null : shell(program, '', 'print');
    },
  },
  {
    id: 'webkit',
    family: 'JavaScriptCore',
    bring: 'install WebKitGTK (Debian: webkit2gtk-driver, and xvfb without a display), or `npx playwright install webkit`',
    find: () => playwrightsOwn(webkit) ?? installedWebkit(),
  },
  {
    id: 'jsc',
    family: 'JavaScriptCore',
    bring: 'install its shell (Debian: libjavascriptcoregtk-4.0-bin)',
    find() {
      const program = findProgram(
        ['jsc'],
        ['/usr/lib/*/webkit2gtk-4.1/jsc', '/System/Library/Frameworks/JavaScriptCore.framework/Versions/Current/Helpers/jsc'],
      );
      return program === null ? null : shell(program, '', 'print');
    },
  },
];

/** The one that the journeys run in: it comes with the packages, so every machine has it. */
function journeysChromium(): FoundEngine {
  const { executable, origin, env } = findBrowser();
  const lent = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return playwrightBrowser(chromium, origin, {
    executablePath: executable,
    args: ['--disable-gpu', ...(AS_ROOT ? ['--no-sandbox'] : [])],
    env: { ...lent, ...env },
  });
}

function playwrightsOwn(type: BrowserType): FoundEngine | null {
  return existsSync(type.executablePath()) ? playwrightBrowser(type, "Playwright's own") : null;
}

const FIREFOX_PLACES = ['/Applications/Firefox.app/Contents/MacOS/firefox', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'];

/** Nothing that a fresh profile would show or send. */
const QUIET_PROFILE = `user_pref('browser.shell.checkDefaultBrowser', false);
user_pref('browser.aboutwelcome.enabled', false);
user_pref('datareporting.policy.dataSubmissionEnabled', false);
user_pref('toolkit.telemetry.reportingpolicy.firstRun', false);
user_pref('app.normandy.enabled', false);
user_pref('network.captive-portal-service.enabled', false);
user_pref('network.connectivity-service.enabled', false);
`;

function installedFirefox(): FoundEngine | null {
  const program = findProgram(['firefox', 'firefox-esr'], FIREFOX_PLACES);
  if (program === null) return null;
  return browserProcess({
    program,
    args: (url, profile) => ['--headless', '--no-remote', '--profile', profile, url],
    files: { 'user.js': QUIET_PROFILE },
  });
}

/** WebKitGTK's own small browser. Without a display it needs one that is not there. */
function installedWebkit(): FoundEngine | null {
  const browser = findProgram(
    ['MiniBrowser'],
    ['/usr/lib/*/webkit2gtk-4.1/MiniBrowser', '/usr/libexec/webkit2gtk-4.1/MiniBrowser'],
  );
  if (browser === null) return null;
  const display = process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined;
  const frame = display ? null : findProgram(['xvfb-run']);
  if (!display && frame === null) return null;
  return browserProcess({
    program: browser,
    ...(frame === null ? {} : { within: [frame, '-a'] }),
    args: (url) => ['--private', url],
    env: (profile) => ({
      HOME: profile,
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      // WebKit's own sandbox cannot be set up by root, nor inside most containers; the only page is ours.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    }),
  });
}

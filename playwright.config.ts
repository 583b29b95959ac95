import { defineConfig } from '@playwright/test';

import { findBrowser } from './e2e/support/browser';

const PORT = process.env['JOURNEYS_PORT'] ?? '3100';
const browser = findBrowser();
// The configuration is read again in every worker; once is enough to say it.
if (process.env['TEST_WORKER_INDEX'] === undefined) console.log(`Browser: ${browser.executable} (${browser.origin})`);

const asRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  forbidOnly: true,
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    baseURL: `http://localhost:${PORT}`,
    colorScheme: 'dark',
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1440, height: 900 },
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: browser.executable,
      env: { ...definedOnly(process.env), ...browser.env },
      args: [
        ...(asRoot ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--force-color-profile=srgb',
        '--font-render-hinting=none',
      ],
    },
  },
  projects: [
    // A journey that needs another size or theme says so itself with `test.use`.
    { name: 'desktop-dark' },
  ],
  webServer: {
    command: 'node --import tsx lib/cli/start.ts',
    url: `http://localhost:${PORT}`,
    env: { PORT },
    reuseExistingServer: false,
    timeout: 300_000,
    stdout: 'ignore',
    stderr: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
  },
});

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

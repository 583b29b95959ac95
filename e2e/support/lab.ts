import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

import { expect, type Page } from '@playwright/test';

/** What the page's console complains of from now on, as it comes. Must stay empty. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

/** Opens the lab and answers what its console complains of. */
export async function openLab(page: Page, fragment = ''): Promise<string[]> {
  const complaints = complaintsOf(page);
  await page.goto(`/${fragment}`);
  await expect(page.getByRole('button', { name: /^(Run|Pause|Run again)$/ })).toBeEnabled();
  return complaints;
}

/** Simulated time, in ms, as the clock's bar says it to a screen reader. */
export async function clockMs(page: Page): Promise<number> {
  const said = await page.getByRole('slider', { name: 'Simulated time' }).getAttribute('aria-valuetext');
  const [, minutes, seconds] = /^(\d+):(\d+\.\d)/.exec(said ?? '')!;
  return Math.round((Number(minutes) * 60 + Number(seconds)) * 1_000);
}

export async function runToEnd(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Max' }).click();
  const run = page.getByRole('button', { name: 'Run', exact: true });
  if (await run.isVisible()) await run.click();
  await expect(page.getByRole('button', { name: 'Run again' })).toBeVisible({ timeout: 30_000 });
}

/** Link and digest from the share sheet of a finished run. */
export async function shared(page: Page): Promise<{ readonly link: string; readonly digest: string | null }> {
  await page.getByRole('button', { name: 'Share' }).click();
  const sheet = page.getByRole('dialog', { name: 'Share this scenario' });
  const link = await sheet.getByRole('textbox', { name: 'Link' }).inputValue();
  const code = sheet.getByRole('code');
  const digest = (await code.count()) === 0 ? null : await code.textContent();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  return { link, digest };
}

/** Runs the command line and answers what it printed. */
export async function commandLine(...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'lib/cli/switchyard.ts', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return text(child.stdout);
}

export interface Printed {
  readonly digest: string;
}

export async function digestByCommand(what: string): Promise<string> {
  return (JSON.parse(await commandLine('run', what, '--json')) as Printed).digest;
}

import { readFile } from 'node:fs/promises';

import { expect, type Page } from '@playwright/test';

import { conductHere } from '@/lib/experiment/conduct';
import { experimentRun } from '@/lib/experiment/experiment-run';
import { encodeExperimentLink } from '@/lib/experiment/link';
import type { ExperimentOf, PlanKind } from '@/lib/experiment/schema';

import { complaintsOf } from './lab';

/** The fragment that opens an experiment. */
export function fragmentOf(experiment: ExperimentOf<PlanKind>): string {
  return `#s=${encodeExperimentLink(experiment)}`;
}

/** The same experiment run here, in Node: what it reports. */
export function reportOf(experiment: ExperimentOf<PlanKind>): unknown {
  const run = experimentRun(experiment);
  conductHere(run);
  return run.report();
}

/** Opens a page of experiments and answers what its console complains of. */
export async function openExperiments(page: Page, address: string): Promise<string[]> {
  const complaints = complaintsOf(page);
  await page.goto(address);
  await expect(page.locator('header').getByRole('button', { name: 'Run', exact: true })).toBeEnabled();
  return complaints;
}

/** Runs what the page's own button runs, to the end. */
export async function runExperiment(page: Page): Promise<void> {
  await page
    .locator('header')
    .getByRole('button', { name: /^Run( again)?$/ })
    .click();
  await expect(page.locator('header').getByText(/^(\d+) of \1 runs, /)).toBeVisible({ timeout: 30_000 });
}

/** What a button has the browser save, as text. */
export async function downloaded(page: Page, press: () => Promise<void>): Promise<string> {
  const waiting = page.waitForEvent('download');
  await press();
  return readFile(await (await waiting).path(), 'utf8');
}

/** Rows of a chart's table: the page's own text of every number in it. */
export async function tableOf(page: Page, subject: string): Promise<string[][]> {
  await page.getByRole('button', { name: `View ${subject} as table` }).click();
  const sheet = page.getByRole('dialog');
  const rows = await sheet
    .locator('tbody tr')
    .evaluateAll((list) => list.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
  await sheet.getByRole('button', { name: 'Close' }).click();
  await expect(sheet).toBeHidden();
  return rows;
}

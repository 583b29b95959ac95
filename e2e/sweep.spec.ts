import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

import { amount, differenceText, interval } from '@/lib/experiment/amount';
import { experimentOf, smallFleet } from '@/lib/experiment/experiments.fixture';
import { optimisationFinding, sensitivityFinding, sweepFinding } from '@/lib/experiment/findings';
import type { Optimisation } from '@/lib/experiment/optimise';
import { optimisationCsv, sensitivityCsv, sweepCsv } from '@/lib/experiment/plan-csv';
import type { Sensitivity } from '@/lib/experiment/sensitivity';
import type { Sweep } from '@/lib/experiment/sweep';

import { downloaded, fragmentOf, openExperiments, reportOf, runExperiment, tableOf } from './support/experiments';
import { LONG } from './support/scenarios';

const MAP = experimentOf({
  kind: 'sweep',
  axes: [
    { id: 'retries', paths: ['client.retries'], values: [0, 1, 2] },
    { id: 'timeout', paths: ['client.timeoutMs'], values: [60, 400, 1_000, 2_000] },
  ],
  replications: 3,
});
const FOUND = reportOf(MAP) as Sweep;

const part = (page: Page, kind: string) => page.locator(`[data-kind="${kind}"]`);
const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict', exact: true });

test('says of a sweep what the same experiment says in Node: sentence, every cell, table and files', async ({ page }) => {
  const complaints = await openExperiments(page, `/sweep${fragmentOf(MAP)}`);
  await runExperiment(page);
  await expect(verdict(page).getByRole('heading')).toHaveText(sweepFinding(FOUND));
  const cells = part(page, 'sweep').getByRole('gridcell').getByRole('button');
  await expect(cells).toHaveCount(12);
  for (const [i, cell] of FOUND.cells.entries()) {
    const drawn = part(page, 'sweep').locator(`[data-cell="${i}"]`);
    const found = cell.metrics.p99!;
    const name = (await drawn.getAttribute('aria-label'))!;
    expect(name).toContain(`retries ${cell.settings[0]!.value as number}`);
    expect(name).toContain(`p99 ${amount(found.mean, 'ms')}, 95 % interval ${interval(found.low!, found.high!, 'ms')}`);
    expect(name).toContain(differenceText(cell.difference, 'ms'));
    const shown = cell.fails ? amount(cell.metrics.success!.mean, 'share') : amount(found.mean, 'ms');
    expect((await drawn.textContent())!.replace('\u2009', ' ')).toBe(shown);
  }
  expect(FOUND.cells.some(({ fails }) => fails)).toBe(true);
  const rows = await tableOf(page, 'all cells');
  expect(rows.map((cellsOf) => cellsOf[2])).toEqual(FOUND.cells.map(({ metrics }) => amount(metrics.p99!.mean, 'ms')));
  const csv = await downloaded(page, () => part(page, 'sweep').getByRole('button', { name: 'Export CSV' }).click());
  expect(csv).toBe(sweepCsv(FOUND));
  const json = await downloaded(page, () => part(page, 'sweep').getByRole('button', { name: 'Export JSON' }).click());
  expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ experiment: MAP, report: FOUND })));
  expect(complaints).toEqual([]);
});

test('a cell is chosen by keyboard alone, and opens in the lab with its settings', async ({ page }) => {
  await openExperiments(page, `/sweep${fragmentOf(MAP)}`);
  await page.keyboard.press('Space');
  await expect(page.locator('header').getByText(/^(\d+) of \1 runs, /)).toBeVisible();
  const first = part(page, 'sweep').locator('[data-cell][tabindex="0"]');
  await first.focus();
  const from = Number(await first.getAttribute('data-cell'));
  const to = from % 4 === 3 ? from - 1 : from + 1;
  await page.keyboard.press(to > from ? 'ArrowRight' : 'ArrowLeft');
  await expect(part(page, 'sweep').locator(`[data-cell="${to}"]`)).toBeFocused();
  const sheet = page.getByRole('region', { name: 'Chosen cell' });
  const found = FOUND.cells[to]!;
  await expect(sheet).toContainText(amount(found.metrics.p99!.mean, 'ms'));
  await sheet.getByRole('button', { name: 'Open in the lab' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/(#.*)?$/);
  await expect(page.getByRole('textbox', { name: 'Retries' })).toHaveValue(String(found.settings[0]!.value));
});

test('one setting makes a curve, whose values are as in Node', async ({ page }) => {
  const curve = experimentOf({
    kind: 'sweep',
    axes: [{ id: 'timeout', paths: ['client.timeoutMs'], values: [300, 600, 1_200] }],
    replications: 2,
  });
  const found = reportOf(curve) as Sweep;
  const complaints = await openExperiments(page, `/sweep${fragmentOf(curve)}`);
  await runExperiment(page);
  await expect(verdict(page).getByRole('heading')).toHaveText(sweepFinding(found));
  for (const [i, cell] of found.cells.entries()) {
    await page.getByRole('group', { name: 'Values of timeout' }).getByRole('button').nth(i).click();
    await expect(page.getByRole('region', { name: 'Chosen cell' })).toContainText(amount(cell.metrics.p99!.mean, 'ms'));
  }
  expect(complaints).toEqual([]);
});

test('says what matters, one at a time and along paths, as Node does', async ({ page }) => {
  for (const method of ['one-at-a-time', 'morris'] as const) {
    const experiment = experimentOf({
      kind: 'sensitivity',
      method,
      parameters: [
        { id: 'timeout', path: 'client.timeoutMs', low: 100, high: 2_000 },
        { id: 'locality', path: 'router.policies[locality].weight', low: 0, high: 2 },
      ],
      replications: 4,
    });
    const found = reportOf(experiment) as Sensitivity;
    await page.goto('about:blank');
    const complaints = await openExperiments(page, `/sweep${fragmentOf(experiment)}`);
    const matters = part(page, 'sensitivity');
    await matters.getByRole('button', { name: /^Run \d+ runs/ }).click();
    await expect(matters.getByText(/^(\d+) of \1 runs, /)).toBeVisible();
    await expect(matters.locator('[data-finding]')).toHaveText(sensitivityFinding(found));
    const csv = await downloaded(page, () => matters.getByRole('button', { name: 'Export CSV' }).click());
    expect(csv).toBe(sensitivityCsv(found));
    if (found.method === 'one-at-a-time') {
      const rows = await tableOf(page, 'influence of settings');
      expect(rows.map((cells) => cells[3])).toEqual(found.parameters.map(({ low }) => differenceText(low.difference, 'ms')));
    }
    expect(complaints).toEqual([]);
  }
});

test('searches, and says of the winner what fresh seeds say, as Node does', async ({ page }) => {
  const experiment = experimentOf({
    kind: 'optimise',
    space: [
      { id: 'timeout', kind: 'number', path: 'client.timeoutMs', low: 100, high: 2_000 },
      { id: 'strategy', kind: 'choice', path: 'router.strategy', values: ['random', 'least-connections'] },
    ],
    constraints: [{ id: 'answered', metric: 'success', bound: 'at-least', value: 0.9 }],
    second: 'cost',
    budget: 60,
    validation: 5,
  });
  const found = reportOf(experiment) as Optimisation;
  const complaints = await openExperiments(page, `/sweep${fragmentOf(experiment)}`);
  const search = part(page, 'optimise');
  await search.getByRole('button', { name: /^Run \d+ runs/ }).click();
  await expect(search.getByText('done', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(search.locator('[data-finding]')).toHaveText(optimisationFinding(found));
  const winner = search.getByRole('region', { name: 'Validation' }).getByRole('row').filter({ hasText: 'Winner' });
  await expect(winner).toContainText(amount(found.validation!.winner!.mean, 'ms'));
  await expect(winner).toContainText(differenceText(found.validation!.difference, 'ms'));
  const csv = await downloaded(page, () => search.getByRole('button', { name: 'Export CSV' }).click());
  expect(csv).toBe(optimisationCsv(found));
  expect(complaints).toEqual([]);
});

test('says what cannot be, where it was typed, and nothing is lost', async ({ page }) => {
  await openExperiments(page, `/sweep${fragmentOf(MAP)}`);
  await part(page, 'sweep').getByRole('button', { name: 'Settings' }).click();
  const sheet = page.getByRole('dialog', { name: 'Sweep' });
  await sheet.getByRole('textbox', { name: 'Values' }).last().fill('1 to 2000 in 1000 steps');
  await page.keyboard.press('Enter');
  await expect(sheet.getByRole('alert').filter({ hasText: 'must have 2 to 100 steps' })).toBeVisible();
  await sheet.getByRole('textbox', { name: 'Values' }).last().fill('fast, slow');
  await page.keyboard.press('Enter');
  await expect(sheet.getByRole('alert').filter({ hasText: 'must be numbers' })).toBeVisible();
  await sheet.getByRole('textbox', { name: 'Replications' }).fill('0');
  await page.keyboard.press('Enter');
  await expect(sheet.getByRole('alert').filter({ hasText: /2 to|at least 2/ })).toBeVisible();
  await expect(sheet.getByText('12 of at most 2 500 cells')).toBeVisible();
});

test('is cancelled at once, and a link carries it', async ({ page }) => {
  const long = experimentOf({ ...MAP.plan, replications: 5 }, { scenario: LONG });
  await openExperiments(page, `/sweep${fragmentOf(long)}`);
  await page.locator('header').getByRole('button', { name: 'Run', exact: true }).click();
  await page.locator('header').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.locator('header').getByText(/^Cancelled after /)).toBeVisible();
  await page.keyboard.press('s');
  await expect(page.getByRole('textbox', { name: 'Link' })).toHaveValue(new RegExp(`/sweep${fragmentOf(long)}$`));
});

test.describe('nothing is hidden from anybody', () => {
  const small = experimentOf({ ...MAP.plan, replications: 2 }, { scenario: smallFleet() });
  for (const [scheme, width] of [
    ['dark', 1440],
    ['light', 1440],
    ['dark', 390],
    ['light', 390],
  ] as const) {
    test(`by axe, ${scheme}, ${width} px wide`, async ({ browser }) => {
      const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      const complaints = await openExperiments(page, `/sweep${fragmentOf(small)}`);
      await runExperiment(page);
      const matters = part(page, 'sensitivity');
      await matters.getByRole('button', { name: /^Run \d+ runs/ }).click();
      await expect(matters.getByText(/^(\d+) of \1 runs, /)).toBeVisible({ timeout: 30_000 });
      const found = await new AxeBuilder({ page }).analyze();
      expect(
        found.violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')} ${nodes[0]!.failureSummary}`,
        ),
      ).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      expect(complaints).toEqual([]);
      await context.close();
    });
  }
});

import { expect, test, type Page } from '@playwright/test';

import { amount, differenceText, interval } from '@/lib/experiment/amount';
import { coarseToFine } from '@/lib/experiment/coarse-to-fine';
import { experimentOf, smallFleet } from '@/lib/experiment/experiments.fixture';
import { optimisationFinding, sensitivityFinding, sweepSentences } from '@/lib/experiment/findings';
import { guessesOf } from '@/lib/experiment/nearest-cells';
import type { Optimisation } from '@/lib/experiment/optimise';
import { optimisationCsv, sensitivityCsv, sweepCsv } from '@/lib/experiment/plan-csv';
import type { Sensitivity } from '@/lib/experiment/sensitivity';
import { replicate } from '@/lib/experiment/replication';
import { SweepRun, type Sweep } from '@/lib/experiment/sweep';
import { rangesAskedFirst } from '@/lib/experiment/usual-ranges';
import { PRESETS, preset } from '@/lib/scenario/presets';

import { downloaded, fragmentOf, openExperiments, reportOf, runExperiment, tableOf } from './support/experiments';
import { expectReadable } from './support/readable';
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

const TEN = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

const part = (page: Page, kind: string) => page.locator(`[data-kind="${kind}"]`);
const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict', exact: true });

/** The verdict says what the library says: the first sentence as its heading, the others under it. */
async function expectVerdict(page: Page, found: Sweep): Promise<void> {
  const [headline, ...support] = sweepSentences(found);
  await expect(verdict(page).getByRole('heading')).toHaveText(headline);
  await expect(verdict(page).getByRole('listitem')).toHaveText(support);
}

test('says of a sweep what the same experiment says in Node: sentence, every cell, table and files', async ({ page }) => {
  const complaints = await openExperiments(page, `/sweep${fragmentOf(MAP)}`);
  await runExperiment(page);
  await expectVerdict(page, FOUND);
  const cells = part(page, 'sweep').getByRole('gridcell').getByRole('button');
  await expect(cells).toHaveCount(12);
  for (const [i, cell] of FOUND.cells.entries()) {
    const drawn = part(page, 'sweep').locator(`[data-cell="${i}"]`);
    const found = cell.metrics.p99!;
    const name = (await drawn.getAttribute('aria-label'))!;
    expect(name).toContain(`retries ${cell.settings[0]!.value as number}`);
    expect(name).toContain(`p99 ${amount(found.mean, 'ms')}, 95 % interval ${interval(found.low!, found.high!, 'ms')}`);
    expect(name).toContain(differenceText(cell.differences.p99, 'ms'));
    const shown = cell.fails ? amount(cell.metrics.success!.mean, 'share') : amount(found.mean, 'ms');
    expect((await drawn.textContent())!.replace('\u2009', ' ')).toBe(shown);
  }
  expect(FOUND.cells.some(({ fails }) => fails)).toBe(true);
  await expect(part(page, 'sweep').getByText('12 of 12 cells run, each 3 times')).toBeVisible();
  const rows = await tableOf(page, 'all cells');
  expect(rows.map((cellsOf) => cellsOf[2])).toEqual(FOUND.cells.map(({ metrics }) => amount(metrics.p99!.mean, 'ms')));
  const csv = await downloaded(page, () => part(page, 'sweep').getByRole('button', { name: 'Export CSV' }).click());
  expect(csv).toBe(sweepCsv(FOUND));
  const json = await downloaded(page, () => part(page, 'sweep').getByRole('button', { name: 'Export JSON' }).click());
  expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ experiment: MAP, report: FOUND })));
  expect(complaints).toEqual([]);
});

test('says in words and with a line which cells are not told apart from the best, and what the colours mean', async ({
  page,
}) => {
  await openExperiments(page, `/sweep${fragmentOf(MAP)}`);
  await runExperiment(page);
  const section = part(page, 'sweep');
  await expect(section.locator('[data-outline]')).toHaveCount(FOUND.tied.length);
  for (const [i] of FOUND.cells.entries()) {
    const name = (await section.locator(`[data-cell="${i}"]`).getAttribute('aria-label'))!;
    expect(name.includes('not told apart from the best')).toBe(i !== FOUND.best && FOUND.tied.includes(i));
  }
  expect(FOUND.tied.length).toBeGreaterThan(1);
  const means = FOUND.cells.flatMap(({ fails, metrics }) => (fails ? [] : [metrics.p99!.mean]));
  await expect(section.getByText(`p99 ${amount(Math.min(...means), 'ms')}`, { exact: true })).toBeVisible();
  await expect(section.getByText(new RegExp(`^${amount(Math.max(...means), 'ms')}, .*lower is better$`))).toBeVisible();
  await expect(section.getByText(`outlined: the best and ${FOUND.tied.length - 1} not told apart from it`)).toBeVisible();
  const best = FOUND.cells[FOUND.best!]!.metrics;
  const label = `${amount(best.p99!.mean, 'ms')} at ${amount(best.cost!.mean, 'price')}`;
  await expect(section.getByText(new RegExp(`^best(, safe)? ${label}$`))).toBeVisible();
});

test('a cell under the pointer or the focus says its value, its interval and both settings', async ({ page }) => {
  await openExperiments(page, `/sweep${fragmentOf(MAP)}`);
  await runExperiment(page);
  const section = part(page, 'sweep');
  const readout = section.locator('[data-readout]');
  const says = async (i: number): Promise<void> => {
    const { metrics, settings, differences, replications } = FOUND.cells[i]!;
    const { mean, low, high } = metrics.p99!;
    await expect(readout).toHaveAttribute('data-readout', String(i));
    for (const text of [
      `retries ${settings[0]!.value as number}, timeout`,
      amount(mean, 'ms'),
      `95 % interval ${interval(low!, high!, 'ms')}`,
      differenceText(differences.p99, 'ms'),
      amount(metrics.success!.mean, 'share'),
      `Runs${replications}`,
    ])
      await expect(readout).toContainText(text);
  };
  await section.locator('[data-cell="5"]').hover();
  await says(5);
  await verdict(page).hover();
  await expect(readout).toHaveCount(0);
  await section.locator('[data-cell="2"]').focus();
  await says(2);
  await page.keyboard.press('ArrowUp');
  await says(6);
  await page.keyboard.press('ArrowRight');
  await says(7);
  await page.keyboard.press('ArrowRight');
  await says(7);
  await page.keyboard.press('Escape');
  await expect(readout).toHaveCount(0);
});

test('shows cells that have not run as guesses by their nearest, and says how many have', async ({ page }) => {
  const long = experimentOf(
    {
      kind: 'sweep',
      axes: [
        { id: 'retries', paths: ['client.retries'], values: TEN },
        { id: 'timeout', paths: ['client.timeoutMs'], values: TEN.map((n) => 200 + 200 * n) },
      ],
      replications: 2,
    },
    { scenario: smallFleet({ durationMs: 1_800_000 }) },
  );
  const complaints = await openExperiments(page, `/sweep${fragmentOf(long)}`);
  const section = part(page, 'sweep');
  await expect(section.getByText('0 of 100 cells run')).toBeVisible();
  await expect(section.locator('[data-cell="0"]')).toHaveAttribute('aria-label', /: not run yet$/);
  await page.keyboard.press('Space');
  await expect(section.getByText(/about .+ left\. ([5-9]|[1-9]\d) of 100 cells run$/)).toBeVisible();
  await page.keyboard.press('Space');
  const counted = (await section.getByText(/^Cancelled after (\d+) of 202 runs\. \d+ of 100 cells run$/).textContent())!;
  const rows = await tableOf(page, 'all cells');
  const runs = rows.map((cells) => Number(cells[5]));
  const begun = runs.filter((count) => count > 0).length;
  // One run more is of the scenario as it stands.
  expect(counted).toContain(`Cancelled after ${runs.reduce((sum, count) => sum + count, 1)} of`);
  expect(counted).toContain(`${begun} of 100 cells run`);
  // Those that have run are the first from coarse to fine, but for what other threads were still at.
  const threads = await page.evaluate(() => navigator.hardwareConcurrency);
  const late = coarseToFine([10, 10]).slice(begun + threads);
  expect(late.filter((cell) => runs[cell]! > 0)).toEqual([]);

  const here = new SweepRun(long);
  const { axes } = long.plan;
  for (let next = here.next(); next?.replication === 0; next = here.next()) {
    const { retries, timeoutMs } = next.task.scenario.client;
    const cell = axes[0]!.values.indexOf(retries) * 10 + axes[1]!.values.indexOf(timeoutMs);
    if (next.point === 0 || runs[cell] === 1) here.take(next, replicate(next.task));
  }
  const report = here.report();
  await expectVerdict(page, report);
  for (const [i, guess] of guessesOf(report).entries()) {
    const found = report.cells[i]!.metrics.p99;
    const said =
      found !== null
        ? `p99 ${amount(found.mean, 'ms')}`
        : guess!.mean === null
          ? 'not run yet, the nearest cells that have run fail'
          : `not run yet, about ${amount(guess!.mean, 'ms')} by the nearest cells that have run`;
    expect(await section.locator(`[data-cell="${i}"]`).getAttribute('aria-label')).toContain(said);
    expect(rows[i]![6]!.includes('not run yet')).toBe(found === null);
  }
  expect(complaints).toEqual([]);
});

test('opens on two settings that count for the scenario in hand', async ({ page }) => {
  await openExperiments(page, '/sweep');
  for (const { id, title } of PRESETS) {
    await page.locator('header').getByRole('button', { expanded: false }).first().click();
    await page.getByRole('menuitem').filter({ hasText: title }).click();
    const [one, two] = rangesAskedFirst(preset(id)!);
    await expect(part(page, 'sweep').getByRole('heading', { level: 2 })).toHaveText(`p99 by ${one!.id} and ${two!.id}`);
  }
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
  for (const [name, unit] of [
    ['p50', 'ms'],
    ['p99', 'ms'],
    ['success', 'share'],
    ['cost', 'price'],
  ] as const) {
    await expect(sheet).toContainText(amount(found.metrics[name]!.mean, unit));
    await expect(sheet).toContainText(differenceText(found.differences[name], unit));
  }
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
  await expectVerdict(page, found);
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
      await expectReadable(page);
      expect(complaints).toEqual([]);
      await context.close();
    });
  }
});

import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

import { digestByCommand, openLab, runToEnd, shared } from './support/lab';

// Nothing runs by itself, so an edit is loaded at once.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

async function choose(page: Page, what: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: what }).click();
  await page.getByRole('option', { name: new RegExp(`^${option}`) }).click();
}

async function fill(page: Page, what: string, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: what, exact: true });
  await field.fill(text);
  await field.press('Enter');
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

/** Engine, cold start, quotas, jitter, tokens, fallbacks, admission, a fault by chance, and all that clients may do. */
async function setEverything(page: Page): Promise<void> {
  await press(page, 'Settings of group us-east in us-east');
  await choose(page, 'Engine', 'Processor sharing');
  await fill(page, 'Served at once per node', '6');
  await page.getByRole('switch', { name: 'Starts cold' }).click();
  await fill(page, 'Full speed after, s', '4');
  await fill(page, 'Requests per minute', '500');
  await page.keyboard.press('Escape');
  await press(page, 'Regions, round trips, cost');
  await choose(page, 'Jitter', 'Exponential');
  await page.keyboard.press('Escape');
  await press(page, 'Tokens');
  await page.getByRole('switch', { name: 'By laws of their own' }).click();
  await press(page, 'Fallbacks');
  await press(page, 'Add fallback');
  const tolerance = page.getByRole('group', { name: /^Fallback / }).getByRole('textbox', { name: /^Cost tolerance/ });
  await tolerance.fill('60');
  await tolerance.press('Enter');
  await press(page, 'Admission limit');
  await fill(page, 'Attempts in flight', '90');
  await choose(page, 'Gives up waiting', 'after a random time');
  await choose(page, 'Back-off', 'exponential');
  await press(page, 'Hedging');
  await page.getByRole('switch', { name: 'Send further copies' }).click();
  await choose(page, 'No answer for', 'a set time');
  await press(page, 'Retry budget');
  await page.getByRole('switch', { name: 'Limit retries' }).click();
  await fill(page, 'Per first attempt, %', '10');
  await press(page, 'Add fault');
  await choose(page, 'Kind', 'Random failures');
  await choose(page, 'Hits', 'a random share');
  await choose(page, 'Of', 'region us-west');
  await fill(page, 'Up for, on average, s', '3');
  await page.getByRole('dialog').getByRole('button', { name: 'Add fault' }).click();
}

test('what the forms set is run here, by the link and in the command line alike', async ({ page }) => {
  const complaints = await openLab(page);
  await setEverything(page);
  await expect(page.getByText('20\u2009% of region us-west')).toHaveCount(2);
  await runToEnd(page);
  const totals = page.getByRole('region', { name: 'Totals' });
  for (const figure of ['Answered 429', 'Fell back', 'Further copies', 'Denied by the budget'])
    await expect(totals.getByText(figure)).toBeVisible();
  await expect(totals.getByText(/gave up waiting/)).toBeVisible();
  const { digest, link } = await shared(page);
  expect(await digestByCommand(link)).toBe(digest);
  await page.getByRole('gridcell', { name: /^us-east-01/ }).click();
  await expect(page.getByRole('region', { name: 'Selected node' }).getByText('shared by at most 6')).toBeVisible();
  expect(complaints).toEqual([]);
});

test('a fault that cannot be is told at its fields, and one on a node is seen in its cell', async ({ page }) => {
  const complaints = await openLab(page);
  await press(page, 'Add fault');
  await choose(page, 'Kind', 'Packet loss');
  await choose(page, 'Hits', 'a model');
  await fill(page, 'Full size after, s', '2');
  await fill(page, 'Share that is lost, %', '140');
  const dialog = page.getByRole('dialog', { name: 'Add a fault' });
  await dialog.getByRole('button', { name: 'Add fault' }).click();
  await expect(dialog.getByText('Share that is lost must be at most 100\u2009%.')).toBeVisible();
  await fill(page, 'Share that is lost, %', '40');
  await dialog.getByRole('button', { name: 'Add fault' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('listitem', { name: /^Packet loss 40\s%, full after 2\ss model chat/ })).toHaveCount(1);

  const cell = page.getByRole('gridcell', { name: /^eu-west-01/ });
  await cell.click();
  await press(page, 'More faults');
  await page.getByRole('menuitem', { name: /^Queue stall/ }).click();
  await page.getByRole('button', { name: 'Step' }).click();
  await expect(cell).toHaveAccessibleName(/^eu-west-01, breaker closed, stalled, load/);
  await expect(page.getByText('Stalled: nothing that waits starts.')).toBeVisible();
  expect(complaints).toEqual([]);
});

for (const [scheme, width] of [
  ['dark', 1440],
  ['light', 390],
] as const) {
  test(`the forms of the simulator are readable when open, ${scheme}, ${width} px wide`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const complaints = await openLab(page);
    if (width < 640) await page.getByRole('button', { name: 'Setup' }).click();
    // On a phone the run, which is the main landmark, is behind another tab.
    const rules = width < 640 ? ['landmark-one-main'] : [];
    const found = async () =>
      (await new AxeBuilder({ page }).disableRules(rules).analyze()).violations.map(({ id, help }) => `${id}: ${help}`);
    const narrow = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
    await setEverything(page);
    expect(await found()).toEqual([]);
    expect(await narrow()).toBe(true);
    await press(page, 'Settings of group us-east in us-east');
    expect(await found()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Edit Random failures/ }).click();
    expect(await found()).toEqual([]);
    expect(await narrow()).toBe(true);
    expect(complaints).toEqual([]);
    await context.close();
  });
}

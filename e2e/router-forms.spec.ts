import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

import { openLab, runToEnd } from './support/lab';

test('choosing a known breaker shows its rules, and changing one makes them one’s own', async ({ page }) => {
  const complaints = await openLab(page);
  const system = page.getByRole('combobox', { name: 'Behaves like' });
  await system.click();
  await page.getByRole('option', { name: /^resilience4j/ }).click();
  await expect(page.getByText(/^Nothing is judged before 100 calls/)).toBeVisible();
  await expect(page.getByText('Source: resilience4j', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Opens at' }).click();
  const least = page.getByRole('textbox', { name: 'Not judged before, calls' });
  await expect(least).toHaveValue('100');
  await expect(page.getByRole('textbox', { name: 'Failures in a row', exact: true })).toHaveValue('off');
  await expect(page.getByRole('switch', { name: 'Slow first tokens' })).toBeDisabled();
  await least.fill('30');
  await least.press('Enter');
  await expect(system).toContainText('Own rules');
  // A window that holds fewer calls takes the least number of calls along.
  const calls = page.getByRole('textbox', { name: 'Calls it looks at' });
  await calls.fill('20');
  await calls.press('Enter');
  await expect(least).toHaveValue('20');
  expect(complaints).toEqual([]);
});

test('a hard policy that nobody meets is seen as QoSViolation', async ({ page }) => {
  const complaints = await openLab(page);
  const bound = page.getByRole('textbox', { name: 'Max latency, ms' });
  await bound.fill('1');
  await bound.press('Enter');
  await page.getByRole('button', { name: 'Add policy' }).click();
  await page.getByRole('menuitem', { name: 'max latency' }).click();
  await page.getByRole('button', { name: 'Modes and settings' }).click();
  const rules = page.getByRole('dialog').getByRole('region', { name: 'max latency' });
  await rules.getByRole('combobox', { name: 'Mode' }).click();
  await page.getByRole('option', { name: /^Hard/ }).click();
  await expect(rules.getByText(/ends in QoSViolation/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('group', { name: 'Policies and their weights' }).getByText('hard', { exact: true })).toBeVisible();
  await page.getByText('Settings changed. Restart to apply.').locator('..').getByRole('button', { name: 'Restart' }).click();
  await runToEnd(page);
  const why = page.getByRole('region', { name: 'Why this node?' });
  await expect(why.getByText('QoSViolation: hard policies refuse every candidate')).toBeVisible();
  await expect(why.getByText('Rejected by max latency')).toBeVisible();
  expect(complaints).toEqual([]);
});

test('a strategy that cannot be chosen says why, and a sum starts with what nodes report', async ({ page }) => {
  const complaints = await openLab(page);
  const strategy = page.getByRole('combobox', { name: 'Strategy' });
  await strategy.click();
  const option = page.getByRole('option', { name: /^Prefix cache/ });
  await expect(option).toBeDisabled();
  await expect(option).toContainText('Needs cached-blocks, which no node of this scenario reports');
  await page.keyboard.press('Escape');
  await page.getByText('Why 2 strategies cannot be chosen').click();
  await expect(page.getByText(/^Needs prefill-blocks, decode-blocks, cached-blocks/)).toBeVisible();
  await strategy.click();
  await page.getByRole('option', { name: /^Sum of scorers/ }).click();
  const scorers = page.getByRole('group', { name: 'Scorers and their weights' });
  await expect(scorers.getByRole('textbox')).toHaveCount(2);
  await expect(scorers.getByText(/^Off: Free KV cache, Cached prefix/)).toBeVisible();
  await scorers.getByRole('button', { name: 'Add scorer' }).click();
  await expect(page.getByRole('menuitem', { name: /^Free KV cache/ })).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('menuitem', { name: 'Session’s node' }).click();
  await expect(page.getByRole('textbox', { name: 'Session remembered for, s' })).toHaveValue('300');
  expect(complaints).toEqual([]);
});

for (const [scheme, width] of [
  ['dark', 1440],
  ['light', 390],
] as const) {
  test(`the forms of router and breaker are readable when open, ${scheme}, ${width} px wide`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 } });
    const page = await context.newPage();
    const complaints = await openLab(page, '#p=brown-out&t=9000');
    if (width < 640) await page.getByRole('button', { name: 'Setup' }).click();
    await page.getByRole('combobox', { name: 'Behaves like' }).click();
    await page.getByRole('option', { name: /^Envoy/ }).click();
    for (const fold of ['Opens at', 'Open time', 'Half-open trial', 'What counts', 'The fleet as a whole', 'Health record']) {
      await page.getByRole('button', { name: fold }).click();
    }
    await page.getByText('Why 2 strategies cannot be chosen').click();
    // On a phone the run, which is the main landmark, is behind another tab.
    const rules = width < 640 ? ['landmark-one-main'] : [];
    const found = async () =>
      (await new AxeBuilder({ page }).disableRules(rules).analyze()).violations.map(({ id, help }) => `${id}: ${help}`);
    expect(await found()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.getByRole('button', { name: 'Modes and settings' }).click();
    await expect(page.getByRole('dialog', { name: 'How each policy scores' })).toBeVisible();
    expect(await found()).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
}

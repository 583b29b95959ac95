import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

import { clockMs, commandLine, digestByCommand, openLab, runToEnd, shared, type Printed } from './support/lab';
import { BROWN_OUT } from './support/scenarios';

test.describe('classes of requests', () => {
  // Nothing runs by itself, so an edit is loaded at once.
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  async function choose(page: Page, what: string, option: string): Promise<void> {
    await page.getByRole('combobox', { name: what }).click();
    await page.getByRole('option', { name: new RegExp(`^${option}`) }).click();
  }

  async function fill(page: Page, what: string | RegExp, text: string): Promise<void> {
    const field = page.getByRole('textbox', { name: what, exact: true });
    await field.fill(text);
    await field.press('Enter');
  }

  test('a class is made bursty by keyboard, and runs so here and in the command line', async ({ page }) => {
    const complaints = await openLab(page);
    const kind = page.getByRole('combobox', { name: 'Arrivals' });
    await kind.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('Burs');
    await page.keyboard.press('Enter');
    await expect(kind).toHaveText(/Bursty/);
    await expect(page.getByRole('textbox', { name: /^Rate/ })).toHaveValue('120');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    const spread = page.getByRole('textbox', { name: 'CV of the gaps' });
    await expect(spread).toBeFocused();
    await page.keyboard.type('50');
    await page.keyboard.press('Enter');
    await expect(page.getByText(/CV of the gaps must be at most 20\. Still 3\./)).toBeVisible();
    await expect(spread).toHaveValue('50');
    await spread.fill('4');
    await page.keyboard.press('Enter');
    await expect(page.getByText(/CV of the gaps must be/)).toBeHidden();
    await expect(page.getByText(/120\u2009\/s expected\. Bars: seed 42 sends/)).toBeVisible();
    await runToEnd(page);
    const { digest, link } = await shared(page);
    expect(digest).not.toBe(await digestByCommand('brown-out'));
    expect(await digestByCommand(link)).toBe(digest);
    expect(complaints).toEqual([]);
  });

  test('users of a closed loop send as they are answered, and have no rate', async ({ page }) => {
    const complaints = await openLab(page);
    await choose(page, 'Arrivals', 'Closed loop');
    // 120 requests a second, each after 1 s of thought and 0.4 s of service.
    await expect(page.getByRole('textbox', { name: 'Users' })).toHaveValue('168');
    await expect(page.getByRole('textbox', { name: /^Rate/ })).toHaveCount(0);
    await expect(page.getByText(/no rate to change during a run: each user sends once the last answer is in/)).toBeVisible();
    await fill(page, 'Users', '30');
    await choose(page, 'Think time', 'Constant');
    await runToEnd(page);
    const { digest, link } = await shared(page);
    const printed = JSON.parse(await commandLine('run', link, '--json')) as Printed & {
      readonly requests: { readonly arrived: number };
    };
    expect(printed.digest).toBe(digest);
    // 30 users in 40 s: at most a turn each second, and at least one in two.
    expect(printed.requests.arrived).toBeGreaterThan(600);
    expect(printed.requests.arrived).toBeLessThan(1_200);
    expect(complaints).toEqual([]);
  });

  test('the rate of a wave can be changed while it runs; another kind waits for a restart', async ({ page }) => {
    await openLab(page);
    await choose(page, 'Arrivals', 'Wave');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect.poll(() => clockMs(page)).toBeGreaterThan(500);
    await page.getByRole('button', { name: 'Pause' }).click();
    await fill(page, /^Rate on average/, '60');
    await expect(page.getByText(/1 live change\b/)).toBeVisible();
    await choose(page, 'Arrivals', 'On and off');
    await fill(page, /^Rate while on/, '90');
    await expect(page.getByRole('complementary', { name: 'Setup' }).getByText('Settings changed.')).toBeVisible();
    // A live change would have shown by now.
    await page.waitForTimeout(300);
    await expect(page.getByText(/1 live change\b/)).toBeVisible();
    await expect(page.getByRole('textbox', { name: /^Rate while on/ })).toHaveValue('90');
  });

  test('three quantiles become a service time, with how far it is off each', async ({ page }) => {
    await openLab(page);
    await page.getByRole('button', { name: 'Fit service time to p50, p95, p99' }).click();
    const sheet = page.getByRole('dialog', { name: 'Fit service time to quantiles' });
    await expect(sheet.getByRole('button', { name: 'Apply' })).toBeDisabled();
    await fill(page, 'p50, ms', '300');
    await fill(page, 'p95, ms', '250');
    await fill(page, 'p99, ms', '2000');
    await expect(sheet.getByText(/p95 must be greater than p50, 300/)).toBeVisible();
    await expect(sheet.getByRole('button', { name: 'Apply' })).toBeDisabled();
    await fill(page, 'p95, ms', '900');
    await expect(sheet.getByRole('row', { name: /^p95/ })).toHaveText(/900\u2009ms1\.05\u2009s\+16\.5/);
    await expect(sheet.getByText(/misses one by more than 10/)).toBeVisible();
    await sheet.getByRole('button', { name: 'Apply' }).click();
    await expect(sheet).toBeHidden();
    await expect(page.getByRole('combobox', { name: 'Service time' })).toHaveText(/Lognormal/);
    await expect(page.getByRole('textbox', { name: 'Mean, ms' })).toHaveValue('391.3');
    await expect(page.getByRole('textbox', { name: 'Coefficient of variation' })).toHaveValue('0.9281');
  });

  test('a class is added, renamed and removed, with what names it', async ({ page }) => {
    const complaints = await openLab(page);
    const more = { id: 'more', kind: 'traffic', atMs: 20_000, class: 'users', ratePerS: 200 };
    const scenario = { ...BROWN_OUT, timeline: [...BROWN_OUT.timeline!, more] };
    await page.getByLabel('Scenario file').setInputFiles({
      name: 'scenario.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(scenario)),
    });
    await expect.poll(() => clockMs(page)).toBeGreaterThan(0);
    // The page stands still from here on, so that a click on a slow machine meets what it aimed at.
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: /^Remove class/ })).toHaveCount(0);
    await page.getByRole('button', { name: 'Add class' }).click();
    const added = page.getByRole('group', { name: 'Class users-2' });
    await expect(added).toBeVisible();
    await added.getByRole('textbox', { name: 'Class' }).fill('users');
    await added.getByRole('textbox', { name: 'Class' }).press('Enter');
    await expect(added.getByText(/Class must differ from every other id/)).toBeVisible();
    await added.getByRole('textbox', { name: 'Class' }).fill('night-jobs');
    await added.getByRole('textbox', { name: 'Class' }).press('Enter');
    await expect(page.getByRole('group', { name: 'Class night-jobs' })).toBeVisible();
    await page.getByRole('button', { name: 'Remove class users and 1 change of its traffic' }).click();
    await expect(page.getByRole('group', { name: 'Class users' })).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Add class' })).toBeFocused();
    await page.getByText('Settings changed. Restart to apply.').locator('..').getByRole('button', { name: 'Restart' }).click();
    await runToEnd(page);
    const { digest, link } = await shared(page);
    expect(await digestByCommand(link)).toBe(digest);
    expect(complaints).toEqual([]);
  });

  test('a model is given another name and gains a capability that a class can ask for', async ({ page }) => {
    await openLab(page);
    await page.getByRole('button', { name: 'Models' }).click();
    const sheet = page.getByRole('dialog', { name: 'Models' });
    await fill(page, 'Model', 'large');
    await expect(sheet.getByRole('group', { name: 'Model large' })).toBeVisible();
    await fill(page, 'Capabilities', 'code');
    await expect(sheet.getByText(/must be a capability that some group serves/)).toBeVisible();
    await fill(page, 'Capabilities', 'generate, code');
    await page.keyboard.press('Escape');
    await choose(page, 'Asks for', 'code');
    await expect(page.getByRole('combobox', { name: 'Asks for' })).toHaveText(/code/);
  });

  for (const scheme of ['dark', 'light'] as const) {
    test.describe(`axe finds nothing in the open forms, ${scheme}`, () => {
      test.use({ colorScheme: scheme });

      test('of a curve, of listed values, of users and of sheets', async ({ page }) => {
        const complaints = await openLab(page);
        const found = async (): Promise<string[]> =>
          (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 160)}`);
        await choose(page, 'Arrivals', 'Curve');
        await choose(page, 'Service time', 'Listed values');
        await fill(page, 'At of point 1, s', '50');
        await expect(page.getByText(/At of point 1 must be at most 40.s \(the point after it\)/)).toBeVisible();
        expect(await found()).toEqual([]);
        await choose(page, 'Arrivals', 'Closed loop');
        await page.getByRole('button', { name: 'Add class' }).click();
        expect(await found()).toEqual([]);
        await page.getByRole('button', { name: 'Fit think time to p50, p95, p99' }).first().click();
        for (const [quantile, text] of Object.entries({ p50: '300', p95: '900', p99: '2000' }))
          await fill(page, `${quantile}, ms`, text);
        await expect(page.getByText(/^Lognormal, mean/)).toBeVisible();
        expect(await found()).toEqual([]);
        await page.getByRole('button', { name: 'Cancel' }).click();
        await page.getByRole('button', { name: 'Models' }).click();
        expect(await found()).toEqual([]);
        expect(complaints).toEqual([]);
      });
    });
  }
});

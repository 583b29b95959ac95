import { readFile } from 'node:fs/promises';

import { expect, test, type Page } from '@playwright/test';

import { clockMs, commandLine, digestByCommand, openLab, runToEnd, shared, type Printed } from './support/lab';
import { expectReadable } from './support/readable';
import { BROWN_OUT } from './support/scenarios';

async function digestByServer(page: Page, scenario: unknown): Promise<string> {
  const answer = await page.request.post('/api/simulate', { data: scenario });
  const last = JSON.parse((await answer.text()).trimEnd().split('\n').at(-1)!) as { readonly report: Printed };
  return last.report.digest;
}

const node = (page: Page, name: RegExp) => page.getByRole('gridcell', { name });

async function choosePreset(page: Page, title: string): Promise<void> {
  await page.locator('header').getByRole('button').first().click();
  await page.getByRole('menuitem', { name: new RegExp(`^${title}`) }).click();
}

test('a stranger opens the page and sees a region brown out, breakers trip and heal', async ({ page }) => {
  const complaints = await openLab(page);
  await expect.poll(() => clockMs(page)).toBeGreaterThan(300);
  await expect(page.getByRole('button', { name: 'Brown-out in eu-west' })).toBeVisible();
  // At the fleet's own pace: ten times as fast a breaker is open for half a second, which a look now and then may miss.
  await expect(node(page, /^eu-west-01, breaker open/)).toBeVisible();
  await expect(node(page, /^us-east-01, breaker closed/)).toBeVisible();
  await expect(page.getByText(/3 of 10 nodes tripped/)).toBeVisible();
  await page.getByRole('radio', { name: '10×' }).click();
  await expect(node(page, /^eu-west-01, breaker closed/)).toBeVisible();
  await runToEnd(page);
  await expect(page.getByText(/eu-west-01/).first()).toBeVisible();
  expect(complaints).toEqual([]);
});

test('runs, pauses, steps, seeks and restarts', async ({ page }) => {
  await openLab(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  const paused = await clockMs(page);
  await page.waitForTimeout(300);
  expect(await clockMs(page)).toBe(paused);
  await page.getByRole('button', { name: 'Step' }).click();
  const bar = page.getByRole('slider', { name: 'Simulated time' });
  await bar.focus();
  await bar.press('Home');
  await expect.poll(() => clockMs(page)).toBe(0);
  await page.keyboard.press('End');
  await expect(page.getByRole('button', { name: 'Run again' })).toBeVisible();
  await page.getByRole('button', { name: 'Restart' }).click();
  await expect.poll(() => clockMs(page)).toBe(0);
  await page.locator('body').press('Space');
  await expect.poll(() => clockMs(page)).toBeGreaterThan(0);
});

test('a speed chosen while a scenario is loaded is the speed it runs at', async ({ page }) => {
  await openLab(page);
  await page.locator('header').getByRole('button').first().click();
  await page.getByRole('menuitem', { name: /^The window/ }).evaluate((item: HTMLElement) => {
    item.click();
    [...document.querySelectorAll<HTMLElement>('[role="radio"]')].find(({ textContent }) => textContent === 'Max')!.click();
  });
  // At 1× it would take longer than this journey may.
  await expect(page.getByRole('button', { name: 'Run again' })).toBeVisible();
});

for (const id of ['brown-out', 'region-outage', 'the-window']) {
  test(`${id} has one digest in the page, the command line and the server`, async ({ page }) => {
    await openLab(page, `#p=${id}`);
    await runToEnd(page);
    const { digest, link } = await shared(page);
    expect(digest).toMatch(/^[0-9a-f]{16}$/);
    expect(await digestByCommand(id)).toBe(digest);
    expect(await digestByCommand(link)).toBe(digest);
    const { PRESETS } = await import('@/lib/scenario/presets');
    expect(await digestByServer(page, PRESETS.find((one) => one.id === id)!.scenario)).toBe(digest);
  });
}

test('a fault injected into a node is stamped: restart, link, file and command line run it again to the bit', async ({
  page,
  context,
}) => {
  await openLab(page);
  await expect.poll(() => clockMs(page)).toBeGreaterThan(1_000);
  await node(page, /^us-east-02,/).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByRole('heading', { name: 'us-east-02' })).toBeVisible();
  await inspector.getByRole('radio', { name: 'until cleared' }).click();
  await inspector.getByRole('button', { name: 'Crash' }).click();
  await expect(page.getByText(/1 live change/)).toBeVisible();
  await expect(inspector.getByText('Traffic: none', { exact: false })).toBeVisible();
  const crashed = await clockMs(page);
  await expect.poll(() => clockMs(page)).toBeGreaterThan(crashed + 2_000);
  await inspector.getByRole('button', { name: /^Clear Crash/ }).click();
  await expect(page.getByText(/2 live changes/)).toBeVisible();

  // Another strategy and another rate, in the same run, while it is held.
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('combobox', { name: 'Strategy' }).click();
  await page.getByRole('option', { name: /Least in-flight/ }).click();
  await expect(page.getByText(/3 live changes/)).toBeVisible();
  const rate = page.getByRole('textbox', { name: /^Rate/ });
  await rate.fill('100');
  await rate.press('Enter');
  await expect(page.getByText(/4 live changes/)).toBeVisible();
  await runToEnd(page);
  const live = await shared(page);
  expect(live.digest).not.toBe(await digestByCommand('brown-out'));

  // The link, in another page: it runs and says that it is identical.
  const other = await context.newPage();
  await openLab(other, live.link.slice(live.link.indexOf('#')));
  await expect(other.getByText('Identical: the run has the digest the link carries.')).toBeVisible({ timeout: 20_000 });
  await other.close();

  // The file, in the command line.
  const waiting = page.waitForEvent('download');
  await page.locator('header').getByRole('button').first().click();
  await page.getByRole('menuitem', { name: 'Save the scenario as a file' }).click();
  const path = await (await waiting).path();
  expect(await digestByCommand(path)).toBe(live.digest);
  expect(await digestByServer(page, JSON.parse(await readFile(path, 'utf8')))).toBe(live.digest);

  // Restarting asks; kept, the changes run again.
  await page.getByRole('button', { name: 'Restart' }).click();
  await page.getByRole('button', { name: 'Keep and restart' }).click();
  await expect.poll(() => clockMs(page)).toBe(0);
  await runToEnd(page);
  expect((await shared(page)).digest).toBe(live.digest);
});

test('live changes can be undone one by one, and dropped by a restart', async ({ page }) => {
  const plain = await digestByCommand('brown-out');
  await openLab(page);
  await expect.poll(() => clockMs(page)).toBeGreaterThan(500);
  await page.getByRole('button', { name: 'Pause' }).click();
  await node(page, /^us-west-01,/).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByRole('button', { name: 'Crash' }).click();
  await expect(page.getByText(/1 live change\b/)).toBeVisible();
  await inspector.getByRole('button', { name: 'Grey failure' }).click();
  await expect(page.getByText(/2 live changes/)).toBeVisible();
  await page.getByRole('button', { name: 'Undo the last' }).click();
  await expect(page.getByText(/1 live change\b/)).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
  await expect(page.getByText(/live change/)).toBeHidden();
  await runToEnd(page);
  expect((await shared(page)).digest).toBe(plain);
});

test('the receipt of a decision can be read, stepped through, and changes nothing', async ({ page }) => {
  await openLab(page, '#p=best-score-herds');
  await expect.poll(() => clockMs(page)).toBeGreaterThan(1_000);
  await page.getByRole('button', { name: 'Pause' }).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  const why = inspector.getByRole('region', { name: 'Why this node?' });
  await expect(why.getByText(/has the highest score of|shares the highest score of/)).toBeVisible();
  const number = async (): Promise<number> => Number(/#([\d\u2009]+) /.exec((await why.textContent())!)![1]!.replace(/\D/g, ''));
  // What is on show stays on show from here on.
  await why.getByRole('button', { name: 'Follow newest' }).click();
  const newest = await number();
  await why.getByRole('button', { name: 'Previous decision' }).click();
  await expect.poll(number).toBe(newest - 1);
  await page.locator('body').press('[');
  await expect.poll(number).toBe(newest - 2);
  await page.locator('body').press(']');
  await expect.poll(number).toBe(newest - 1);
  await runToEnd(page);
  expect((await shared(page)).digest).toBe(await digestByCommand('best-score-herds'));
});

test('report and decision trace come as files that hold what they say', async ({ page }) => {
  await openLab(page);
  await runToEnd(page);
  const save = async (item: string): Promise<string> => {
    const waiting = page.waitForEvent('download', { timeout: 60_000 });
    await page.locator('header').getByRole('button').first().click();
    await page.getByRole('menuitem', { name: new RegExp(item) }).click();
    return readFile(await (await waiting).path(), 'utf8');
  };
  const report = JSON.parse(await save('Download the report')) as Printed & { readonly decisions: number };
  expect(report.digest).toBe((await shared(page)).digest);
  const lines = (await save('Download the decision trace')).trimEnd().split('\n');
  expect(lines).toHaveLength(report.decisions);
  const first = JSON.parse(lines[0]!) as {
    readonly timeMs: number;
    readonly candidates: readonly { readonly node: string; readonly score: number }[];
    readonly pick: string;
  };
  expect(first.candidates).toHaveLength(10);
  expect(first.candidates.map(({ node: name }) => name)).toContain(first.pick);
});

test('a link opens at its time, paused', async ({ page }) => {
  await openLab(page, '#p=brown-out&t=9000');
  await expect.poll(() => clockMs(page)).toBe(9_000);
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
  await expect(node(page, /^eu-west-03, breaker open/)).toBeVisible();
});

test('settings that need a restart say so, and a broken value is refused beside its field', async ({ page }) => {
  await openLab(page);
  await expect.poll(() => clockMs(page)).toBeGreaterThan(200);
  const seed = page.getByRole('textbox', { name: /^Seed/ });
  await seed.fill('-3');
  await seed.press('Enter');
  await expect(page.getByText(/must be at least 0/)).toBeVisible();
  await seed.fill('7');
  await seed.press('Enter');
  await expect(page.getByText(/must be at least 0/)).toBeHidden();
  await page.getByText('Settings changed. Restart to apply.').locator('..').getByRole('button', { name: 'Restart' }).click();
  await runToEnd(page);
  const expected = (JSON.parse(await commandLine('run', 'brown-out', '--seed', '7', '--json')) as Printed).digest;
  expect((await shared(page)).digest).toBe(expected);
});

test.describe('bad input', () => {
  const broken: [string, string, RegExp][] = [
    ['not JSON', '{"version": 1', /must be JSON/],
    [
      'a negative rate',
      JSON.stringify({
        ...BROWN_OUT,
        workload: BROWN_OUT.workload.map((w) => ({ ...w, arrivals: { kind: 'poisson', ratePerS: -5 } })),
      }),
      /ratePerS: must be at least 0 \(found -5\)/,
    ],
    ['no nodes', JSON.stringify({ ...BROWN_OUT, groups: [] }), /groups: needs at least one node group/],
    [
      'a million nodes',
      JSON.stringify({ ...BROWN_OUT, groups: [{ ...BROWN_OUT.groups[0]!, count: 1_000_000 }] }),
      /groups\[0\]\.count: must be at most/,
    ],
    ['NaN', '{"version": NaN}', /must be JSON/],
    ['an unknown key', JSON.stringify({ ...BROWN_OUT, sed: 4 }), /sed/],
    [
      'the id __proto__',
      JSON.stringify({ ...BROWN_OUT, regions: [{ id: '__proto__' }] }),
      /regions\[0\]\.id: must start with a letter/,
    ],
    ['the id 2', JSON.stringify({ ...BROWN_OUT, regions: [{ id: '2' }] }), /regions\[0\]\.id: must start with a letter/],
    ['an unknown strategy', JSON.stringify({ ...BROWN_OUT, router: { strategy: { id: 'clever' } } }), /router\.strategy/],
    [
      'a fault on nobody',
      JSON.stringify({
        ...BROWN_OUT,
        timeline: [{ id: 'f', kind: 'fault', atMs: 1, target: { kind: 'node', id: 'eu-west-99' }, fault: { kind: 'crash' } }],
      }),
      /timeline\[0\]\.target\.id/,
    ],
  ];

  test('in a file gets a sentence, and what was there stays', async ({ page }) => {
    const complaints = await openLab(page);
    for (const [name, content, sentence] of broken) {
      await page
        .getByLabel('Scenario file')
        .setInputFiles({ name: 'scenario.json', mimeType: 'application/json', buffer: Buffer.from(content) });
      await expect(page.getByRole('alert').filter({ hasText: sentence }), name).toBeVisible();
      await page.getByRole('button', { name: 'Dismiss' }).first().click();
      await expect(page.getByRole('button', { name: 'Brown-out in eu-west' })).toBeVisible();
    }
    await runToEnd(page);
    expect((await shared(page)).digest).toBe(await digestByCommand('brown-out'));
    expect(complaints).toEqual([]);
  });

  test('in a link gets a sentence, and what was there stays', async ({ page }) => {
    await openLab(page, '#p=the-window');
    await runToEnd(page);
    const { link, digest } = await shared(page);
    const payload = link.slice(link.indexOf('#'));
    for (const fragment of [payload.slice(0, payload.length / 2), `${payload}x`, '#s=2.abc', '#s=hello', '#p=nothing']) {
      await page.evaluate((hash) => (location.hash = hash), fragment);
      await expect(page.getByRole('alert').filter({ hasText: 'could not be opened' }), fragment).toBeVisible();
      await page.getByRole('button', { name: 'Dismiss' }).first().click();
    }
    await expect(page.getByRole('button', { name: 'The window', exact: true })).toBeVisible();
    expect((await shared(page)).digest).toBe(digest);
  });

  test('in a link that is opened first shows the sentence and the first preset', async ({ page }) => {
    await openLab(page, '#s=1.AAAAAAAAAAAAAAAA');
    await expect(page.getByRole('alert').filter({ hasText: 'could not be opened' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Brown-out in eu-west' })).toBeVisible();
    await expect.poll(() => clockMs(page)).toBeGreaterThan(200);
  });
});

test.describe('every state is readable', () => {
  for (const [scheme, width] of [
    ['dark', 1440],
    ['light', 1440],
    ['dark', 1100],
    ['light', 800],
    ['dark', 390],
    ['light', 390],
  ] as const) {
    test(`by axe, ${scheme}, ${width} px wide`, async ({ browser }) => {
      const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      const complaints = await openLab(page, '#p=brown-out&t=9000');
      await expect(node(page, /^eu-west-03, breaker open/)).toBeVisible();
      if (width >= 640) await node(page, /^eu-west-03,/).click();
      await expectReadable(page);
      expect(complaints).toEqual([]);
      await context.close();
    });
  }
});

test('the whole of it works by keyboard', async ({ page }) => {
  await openLab(page, '#p=brown-out&t=9000');
  const press = (key: string): Promise<void> => page.keyboard.press(key);
  await node(page, /^us-east-01,/).focus();
  await press('ArrowDown');
  await press('ArrowDown');
  await press('Enter');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByRole('heading', { name: 'eu-west-01' })).toBeVisible();
  await press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await press('Escape');
  await press('4');
  await expect(page.getByRole('radio', { name: 'Max' })).toBeChecked();
  await page.locator('body').press('Space');
  await expect(page.getByRole('button', { name: 'Run again' })).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('reads and runs in one column with tabs', async ({ page }) => {
    const complaints = await openLab(page, '#p=brown-out&t=9000');
    await expect(node(page, /^eu-west-03, breaker open/)).toBeVisible();
    await node(page, /^eu-west-03,/).click();
    await page.getByRole('button', { name: 'Node', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'eu-west-03' })).toBeVisible();
    await page.getByRole('button', { name: 'Decisions' }).click();
    await expect(page.getByRole('heading', { name: 'Why this node?' })).toBeVisible();
    await page.getByRole('button', { name: 'Setup' }).click();
    await expect(page.getByRole('combobox', { name: 'Strategy' })).toBeVisible();
    await page.getByRole('button', { name: 'Overview' }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect.poll(() => clockMs(page)).toBeGreaterThan(9_100);
    expect(complaints).toEqual([]);
  });
});

test('with reduced motion nothing runs by itself', async ({ browser }) => {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  await openLab(page);
  await expect(page.getByText('Press Space to run.')).toBeVisible();
  expect(await clockMs(page)).toBe(0);
  await choosePreset(page, 'The window');
  await expect(page.getByRole('button', { name: 'The window', exact: true })).toBeVisible();
  await context.close();
});

test('a chosen theme is there from the first paint, and stays', async ({ page }) => {
  const complaints = await openLab(page);
  await page.getByRole('button', { name: 'Light theme' }).click();
  await page.reload({ waitUntil: 'commit' });
  await page.waitForFunction(() => document.body !== null);
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('light');
  await expect(page.getByRole('button', { name: 'Dark theme' })).toBeVisible();
  expect(complaints).toEqual([]);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test, type Page } from '@playwright/test';

import { amount, differenceText, interval } from '@/lib/experiment/amount';
import type { Comparison } from '@/lib/experiment/compare';
import { comparisonCsv } from '@/lib/experiment/csv';
import { experimentOf, smallFleet, THREE_STRATEGIES } from '@/lib/experiment/experiments.fixture';
import { loadFinding, robustnessFinding } from '@/lib/experiment/findings';
import type { LoadCurves } from '@/lib/experiment/load-curve';
import { rankText } from '@/lib/experiment/markdown';
import type { MetricName } from '@/lib/experiment/metrics';
import { loadCurveCsv, robustnessCsv } from '@/lib/experiment/plan-csv';
import type { Robustness } from '@/lib/experiment/robustness';
import type { ExperimentOf } from '@/lib/experiment/schema';
import { finding, headline } from '@/lib/experiment/sentences';

import { downloaded, fragmentOf, openExperiments, reportOf, runExperiment, tableOf } from './support/experiments';
import { clockMs, commandLine, openLab } from './support/lab';
import { expectReadable } from './support/readable';
import { LONG } from './support/scenarios';

const SMALL = experimentOf({ kind: 'compare', variants: THREE_STRATEGIES, replications: 6 });
const FOUND = reportOf(SMALL) as Comparison;

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const verdict = (page: Page) => section(page, 'Verdict');
const row = (page: Page, name: string) => section(page, 'Results by variant').getByRole('row').filter({ hasText: name });

test('says of a comparison what the same experiment says in Node: sentences, table, charts and files', async ({ page }) => {
  const complaints = await openExperiments(page, `/compare${fragmentOf(SMALL)}`);
  await runExperiment(page);
  await expect(verdict(page).getByRole('heading')).toHaveText(headline(FOUND, 'p99'));
  for (const variant of FOUND.variants.filter(({ id }) => id !== FOUND.baseline)) {
    await expect(verdict(page).getByText(finding(FOUND, variant, 'p99'), { exact: true })).toBeAttached();
  }

  for (const metric of ['p99', 'throughput'] as const satisfies readonly MetricName[]) {
    if (metric === 'throughput') {
      await page.getByRole('combobox', { name: 'Judged by' }).click();
      await page.getByRole('option', { name: /^Throughput/ }).click();
      await expect(verdict(page).getByRole('heading')).toHaveText(headline(FOUND, metric));
    }
    for (const { id, title, metrics } of FOUND.variants) {
      const { estimate, rank } = metrics[metric];
      const unit = metric === 'p99' ? 'ms' : '/s';
      const cells = row(page, title).getByRole('cell');
      await expect(cells.filter({ hasText: interval(estimate!.low!, estimate!.high!, unit) })).not.toHaveCount(0);
      await expect(cells.filter({ hasText: amount(estimate!.mean, unit) })).not.toHaveCount(0);
      await expect(cells.first()).toHaveText(rankText(rank!));
      const difference = id === FOUND.baseline ? 'baseline' : differenceText(metrics[metric].difference, unit);
      await expect(cells.filter({ hasText: difference })).not.toHaveCount(0);
      await expect(cells.filter({ hasText: amount(metrics.slo.estimate!.mean, 'share') })).not.toHaveCount(0);
    }
  }

  const shares = await tableOf(page, 'latency distribution');
  expect(shares.at(-1)!.slice(1)).toEqual(FOUND.variants.map(({ distribution }) => amount(distribution.at(-1)!.ms, 'ms')));
  const bins = await tableOf(page, 'curves over time');
  const at = bins.length - 1;
  expect(bins).toHaveLength(FOUND.variants[0]!.overTime!.p99Ms.mean.length);
  FOUND.variants.forEach(({ overTime }, v) => {
    const { mean, low, high } = overTime!.p99Ms;
    const band = `${amount(low[at]!, 'ms')} to ${amount(high[at]!, 'ms')}`;
    expect(bins[at]![v + 1]).toBe(`${amount(mean[at]!, 'ms')} (${band})`);
  });

  // The drawing itself, walked through with the arrow keys.
  const drawing = page.getByRole('application', { name: 'Latency distribution' });
  await drawing.focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
  const tip = section(page, 'Latency distribution').locator('.recharts-tooltip-wrapper');
  await expect(tip).toBeVisible();
  const said = (await tip.textContent())!;
  const fraction = Number(/^([\d.]+) % of requests/.exec(said)![1]) / 100;
  for (const { title, distribution } of FOUND.variants) {
    const { ms } = distribution.find((point) => Math.abs(point.fraction - fraction) < 1e-9)!;
    expect(said).toContain(`${title}${amount(ms, 'ms')}`);
  }

  const results = section(page, 'Results');
  const csv = await downloaded(page, () => results.getByRole('button', { name: 'Export CSV' }).click());
  expect(csv).toBe(comparisonCsv(FOUND));
  const json = await downloaded(page, () => results.getByRole('button', { name: 'Export JSON' }).click());
  expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ experiment: SMALL, report: FOUND })));
  expect(complaints).toEqual([]);
});

test('gives the same report on one worker and on two', async ({ browser }) => {
  for (const cores of [1, 2]) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.addInitScript((value) => Object.defineProperty(navigator, 'hardwareConcurrency', { value }), cores);
    await openExperiments(page, `/compare${fragmentOf(SMALL)}`);
    const started: string[] = [];
    page.on('worker', (worker) => started.push(worker.url()));
    await runExperiment(page);
    expect(started).toHaveLength(cores);
    const json = await downloaded(page, () => section(page, 'Results').getByRole('button', { name: 'Export JSON' }).click());
    expect((JSON.parse(json) as { report: unknown }).report).toEqual(JSON.parse(JSON.stringify(FOUND)));
    await context.close();
  }
});

test('finds the load that variants bear, and what faults do to them, as Node does', async ({ page }) => {
  const variants = THREE_STRATEGIES.slice(0, 2);
  const curves = experimentOf({ kind: 'load-curve', variants, loads: [0.5, 1, 3], replications: 3 });
  const complaints = await openExperiments(page, `/compare${fragmentOf(curves)}`);
  const load = page.locator('[data-kind="load-curve"]');
  await load.getByRole('button', { name: 'Run 18 runs' }).click();
  await expect(load.getByText(/^18 of 18 runs, /)).toBeVisible();
  const found = reportOf(curves) as LoadCurves;
  await expect(load.locator('[data-findings] li')).toHaveText(found.curves.map((curve) => loadFinding(found, curve)));
  const csv = await downloaded(page, () => load.getByRole('button', { name: 'Export CSV' }).click());
  expect(csv).toBe(loadCurveCsv(found));
  const points = await tableOf(page, 'load curves');
  expect(points.map((cells) => cells[3])).toEqual(
    found.curves.flatMap((curve) => curve.points.map(({ metric }) => amount(metric!.mean, 'ms'))),
  );

  const faults = experimentOf({
    kind: 'robustness',
    variants,
    fromMs: 1_500,
    untilMs: 3_000,
    each: ['region'],
    replications: 3,
  });
  await page.evaluate((fragment) => (location.hash = fragment), fragmentOf(faults));
  const robust = page.locator('[data-kind="robustness"]');
  await robust.getByRole('button', { name: 'Run 18 runs' }).click();
  await expect(robust.getByText(/^18 of 18 runs, /)).toBeVisible();
  const scripts = reportOf(faults) as Robustness;
  await expect(robust.locator('[data-findings] li')).toHaveText(
    scripts.variants.map((variant) => robustnessFinding(scripts, variant)),
  );
  for (const { title, worst, mean } of scripts.variants) {
    const cells = robust.getByRole('row').filter({ hasText: title }).getByRole('cell');
    await expect(cells.nth(1)).toHaveText(amount(mean!, 'ms'));
    await expect(cells.nth(2)).toHaveText(amount(worst!.mean, 'ms'));
    await expect(cells.nth(3)).toHaveText(worst!.script);
  }
  const faultsCsv = await downloaded(page, () => robust.getByRole('button', { name: 'Export CSV' }).click());
  expect(faultsCsv).toBe(robustnessCsv(scripts));
  expect(complaints).toEqual([]);
});

test('can be cancelled at any time, ends its workers at once, and runs again', async ({ page }) => {
  const long = experimentOf(
    { kind: 'compare', variants: THREE_STRATEGIES.slice(0, 2), replications: 2 },
    { scenario: { ...LONG, durationMs: 3_600_000 } },
  );
  await openExperiments(page, `/compare${fragmentOf(long)}`);
  const bar = page.locator('header');
  await bar.getByRole('button', { name: 'Run', exact: true }).click();
  await expect.poll(() => page.workers().length).toBeGreaterThan(0);
  await bar.getByRole('button', { name: 'Cancel' }).click();
  await expect(bar.getByText('Cancelled after 0 of 4 runs')).toBeVisible();
  await expect.poll(() => page.workers().length).toBe(0);
  await page.evaluate((fragment) => (location.hash = fragment), fragmentOf(SMALL));
  await expect(bar.getByRole('button', { name: 'Small' })).toBeVisible();
  await runExperiment(page);
  await expect(verdict(page).getByRole('heading')).toHaveText(headline(FOUND, 'p99'));
});

test('says that a worker died, and runs again once it can', async ({ page }) => {
  await openExperiments(page, `/compare${fragmentOf(SMALL)}`);
  await page.evaluate(() => {
    const Real = window.Worker;
    class Dying extends Real {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        setTimeout(() => {
          this.onerror?.(new ErrorEvent('error', { message: 'out of memory' }));
        });
        window.Worker = Real;
      }
    }
    window.Worker = Dying;
  });
  await page.locator('header').getByRole('button', { name: 'Run', exact: true }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'Comparison failed.' });
  await expect(alert).toContainText('A worker of the experiment stopped: out of memory.');
  await expect.poll(() => page.workers().length).toBe(0);
  await runExperiment(page);
  await expect(alert).toBeHidden();
  await expect(verdict(page).getByRole('heading')).toHaveText(headline(FOUND, 'p99'));
});

test('a link carries the whole experiment, and a bad one opens nothing and says why', async ({ page, context }) => {
  await openExperiments(page, `/compare${fragmentOf(SMALL)}`);
  await page.getByRole('button', { name: 'Share' }).click();
  const sheet = page.getByRole('dialog', { name: 'Share this experiment' });
  const link = await sheet.getByRole('textbox', { name: 'Link' }).inputValue();
  expect(link.slice(link.indexOf('#'))).toBe(fragmentOf(SMALL));
  await page.keyboard.press('Escape');

  await page.evaluate((fragment) => (location.hash = fragment), `${fragmentOf(SMALL).slice(0, -9)}AAAAAAAAA`);
  await expect(page.getByRole('alert').filter({ hasText: 'This link could not be opened' })).toContainText('is damaged');
  await expect(section(page, 'Variants').getByRole('button', { name: /^fewest/ })).toBeVisible();

  const astray = {
    ...SMALL,
    plan: { ...SMALL.plan, variants: [{ id: 'astray', title: '', patch: [{ path: 'client.retires', value: 1 }] }] },
  };
  await page.evaluate((fragment) => (location.hash = fragment), fragmentOf(astray));
  await expect(page.getByRole('alert').filter({ hasText: 'client.retires' })).toContainText('did you mean "retries"?');
  await expect(section(page, 'Variants').getByRole('button', { name: /^fewest/ })).toBeVisible();

  const sweep = experimentOf({ kind: 'sweep', axes: [{ id: 'r', paths: ['client.retries'], values: [0, 1] }] });
  await page.evaluate((fragment) => (location.hash = fragment), fragmentOf(sweep));
  await expect(page.getByRole('alert').filter({ hasText: 'plan.kind' })).toBeVisible();
  await expect(section(page, 'Variants').getByRole('button', { name: /^fewest/ })).toBeVisible();

  const other = await context.newPage();
  await openExperiments(other, link.replace(/^https?:\/\/[^/]+/, ''));
  await runExperiment(other);
  await expect(verdict(other).getByRole('heading')).toHaveText(headline(FOUND, 'p99'));
});

test('variants are made, changed and removed by keyboard alone', async ({ page }) => {
  const complaints = await openExperiments(page, `/compare${fragmentOf(SMALL)}`);
  const strip = section(page, 'Variants');
  const press = (key: string): Promise<void> => page.keyboard.press(key);

  // One by its strategy.
  await strip.getByRole('button', { name: 'Add a variant' }).focus();
  await press('Enter');
  await page.keyboard.type('Round');
  await expect(page.getByRole('menuitem', { name: 'Round robin' })).toBeFocused();
  await press('Enter');
  await expect(strip.getByRole('button', { name: /^Round robin/ })).toBeVisible();

  // One by a setting, which is found by a word of its path.
  await strip.getByRole('button', { name: 'Add a variant' }).focus();
  await press('Enter');
  await page.keyboard.type('Of any');
  await press('Enter');
  const sheet = page.getByRole('dialog', { name: 'Variant' });
  await sheet.getByRole('combobox', { name: 'Add a setting' }).focus();
  await page.keyboard.type('client retries');
  await press('Enter');
  const retries = sheet.getByRole('textbox', { name: 'client.retries' });
  await retries.focus();
  await page.keyboard.type('5000');
  await press('Enter');
  await expect(sheet.getByRole('alert').filter({ hasText: 'client.retries' })).toContainText(/must be at most \d+/);
  await retries.fill('4');
  await press('Enter');
  await expect(sheet.getByRole('alert').filter({ hasText: 'must be at most' })).toHaveCount(0);
  await sheet.getByRole('switch', { name: 'Baseline' }).focus();
  await press('Space');
  await sheet.getByRole('button', { name: 'Duplicate' }).focus();
  await press('Enter');
  const copy = page.getByRole('dialog', { name: 'Variant 2' });
  await expect(copy.getByRole('textbox', { name: 'client.retries' })).toHaveValue('4');
  await copy.getByRole('button', { name: 'Remove' }).focus();
  await press('Enter');
  await expect(copy).toBeHidden();
  await expect(strip.getByRole('listitem')).toHaveCount(5);

  await page.locator('body').press('Space');
  await expect(page.locator('header').getByText(/^30 of 30 runs, /)).toBeVisible();
  await expect(row(page, 'Variant').getByText('baseline')).toBeVisible();
  expect(complaints).toEqual([]);
});

test('says what cannot be: no replications, a thirteenth variant, the last one taken away', async ({ page }) => {
  const twelve = Array.from({ length: 12 }, (_, i) => ({ id: `v${i}`, patch: [{ path: 'client.retries', value: i % 5 }] }));
  const full = experimentOf({ kind: 'compare', variants: twelve, replications: 2 });
  await openExperiments(page, `/compare${fragmentOf(full)}`);
  await page.getByRole('button', { name: 'Replications and seed' }).click();
  const sheet = page.getByRole('dialog', { name: 'Replications and seed' });
  const replications = sheet.getByRole('textbox', { name: 'Replications' });
  await replications.fill('0');
  await replications.press('Enter');
  await expect(sheet.getByText('Replications must be at least 2. Still 2.')).toBeVisible();
  await sheet.getByRole('button', { name: 'Done' }).click();

  await section(page, 'Variants').getByRole('button', { name: 'v3' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Duplicate' }).click();
  await expect(page.getByRole('dialog').getByText(/^plan\.variants: .*at most 12/)).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();

  await page.evaluate(
    (fragment) => (location.hash = fragment),
    fragmentOf(experimentOf({ kind: 'compare', variants: [{ id: 'only' }] })),
  );
  await section(page, 'Variants').getByRole('button', { name: /^only/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('dialog').getByText(/needs at least one variant/)).toBeVisible();
});

test('a variant opens in the lab, and the lab is where it was when one comes back', async ({ page }) => {
  const complaints = await openExperiments(page, `/compare${fragmentOf(SMALL)}`);
  await section(page, 'Variants')
    .getByRole('button', { name: /^fewest/ })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Open in the lab' }).click();
  await expect(page).toHaveURL(/\/$/);
  await expect(page.getByRole('combobox', { name: 'Strategy' })).toContainText('Least in-flight');
  await expect.poll(() => clockMs(page)).toBeGreaterThan(500);
  await page.getByRole('button', { name: 'Pause' }).click();
  const paused = await clockMs(page);

  // What the lab has is what is compared; then back again, where nothing has moved.
  await page.locator('body').press('g');
  await page.locator('body').press('c');
  await expect(page).toHaveURL(/\/compare$/);
  await expect(section(page, 'Variants').getByRole('button', { name: 'Least in-flight baseline' })).toBeVisible();
  await page.locator('body').press('g');
  await page.locator('body').press('l');
  await expect(page).toHaveURL(/\/$/);
  await expect.poll(() => clockMs(page)).toBe(paused);
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Strategy' })).toContainText('Least in-flight');
  expect(complaints).toEqual([]);
});

/** Made up: three requests every 100 ms. */
const ROWS = Array.from(
  { length: 150 },
  (_, i) => `{"timestamp": ${Math.floor(i / 3) * 100}, "input_length": 400, "output_length": ${i % 50}}`,
);
const CHAT = { name: 'chat.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(`${ROWS.join('\n')}\n`) };

test('a trace that the lab holds is replayed by every worker as the command line does, and is asked for where it is absent', async ({
  page,
  browser,
}) => {
  await openLab(page);
  await page.getByLabel('Scenario file').setInputFiles(CHAT);
  await page.getByRole('dialog', { name: 'Replay chat.jsonl' }).getByRole('button', { name: 'Use the trace' }).click();
  await page.locator('header').getByRole('link', { name: 'Compare' }).click();
  await page.getByRole('button', { name: 'Replications and seed' }).click();
  const sheet = page.getByRole('dialog', { name: 'Replications and seed' });
  await sheet.getByRole('textbox', { name: 'Replications' }).fill('2');
  await sheet.getByRole('button', { name: 'Done' }).click();
  await runExperiment(page);
  const json = await downloaded(page, () => section(page, 'Results').getByRole('button', { name: 'Export JSON' }).click());
  const { experiment, report } = JSON.parse(json) as { experiment: ExperimentOf<'compare'>; report: Comparison };
  const link = fragmentOf(experiment);

  const folder = mkdtempSync(join(tmpdir(), 'switchyard-journey-'));
  try {
    writeFileSync(join(folder, 'any-name.jsonl'), CHAT.buffer);
    const told = JSON.parse(await commandLine('compare', link, '--traces', folder, '--json')) as Comparison;
    expect(report.variants.map(({ values }) => values)).toEqual(told.variants.map(({ values }) => values));
  } finally {
    rmSync(folder, { recursive: true });
  }

  const context = await browser.newContext();
  const stranger = await context.newPage();
  await openExperiments(stranger, `/compare${link}`);
  await stranger.locator('header').getByRole('button', { name: 'Run', exact: true }).click();
  await expect(stranger.getByRole('alert').filter({ hasText: 'This experiment cannot be run' })).toContainText(
    /chat\.jsonl, .*SHA-256 [0-9a-f]{64} is not in this browser/,
  );
  await context.close();
});

test.describe('nothing is hidden from anybody', () => {
  const faulty = experimentOf(
    { kind: 'compare', variants: THREE_STRATEGIES, replications: 3 },
    {
      scenario: smallFleet({
        timeline: [
          {
            id: 'slow',
            kind: 'fault',
            atMs: 2_000,
            untilMs: 3_000,
            target: { kind: 'group', id: 'west' },
            fault: { kind: 'crash' },
          },
        ],
      }),
    },
  );
  for (const [scheme, width] of [
    ['dark', 1440],
    ['light', 1440],
    ['dark', 390],
    ['light', 390],
  ] as const) {
    test(`by axe, ${scheme}, ${width} px wide`, async ({ browser }) => {
      const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      const complaints = await openExperiments(page, `/compare${fragmentOf(faulty)}`);
      await runExperiment(page);
      const load = page.locator('[data-kind="load-curve"]');
      await load.getByRole('button', { name: /^Run / }).click();
      await expect(load.getByText(/^(\d+) of \1 runs, /)).toBeVisible();
      await expectReadable(page);
      expect(complaints).toEqual([]);
      await context.close();
    });
  }
});

import { expect, test, type Locator, type Page } from '@playwright/test';

import { cellText } from '@/lib/experiment/report-numbers';
import { reportSections } from '@/lib/experiment/report-sections';
import type { ReportSection } from '@/lib/experiment/report-section';
import { encodeLink } from '@/lib/scenario/link';
import { parseScenario } from '@/lib/scenario/parse';
import type { Scenario, ScenarioInput } from '@/lib/scenario/schema';
import { sentenceCase } from '@/lib/scenario/words';

import { downloaded } from './support/experiments';
import { clockMs, commandLine, openLab, runToEnd } from './support/lab';
import { expectReadable } from './support/readable';
import { BROWN_OUT } from './support/scenarios';

type Report = Parameters<typeof reportSections>[0];

function scenarioOf(input: ScenarioInput): Scenario {
  const parsed = parseScenario(input);
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  return parsed.value;
}

const linkTo = (scenario: Scenario): string => `#s=${encodeLink(scenario)}`;

/** What the command line says of the same run. */
async function reported(what: string): Promise<Report> {
  return JSON.parse(await commandLine('run', what, '--json')) as Report;
}

async function openReport(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Report', exact: true }).click();
  const sheet = page.getByRole('dialog', { name: 'Report', exact: true });
  await expect(sheet).toBeVisible();
  return sheet;
}

/** Every table of the sheet by its name: heads and rows as they are read. */
function tablesOf(sheet: Locator): Promise<Record<string, string[][]>> {
  return sheet
    .locator('table')
    .evaluateAll((tables) =>
      Object.fromEntries(
        tables.map((table) => [
          table.querySelector('caption')!.textContent,
          [...table.querySelectorAll('tr')].map((row) => [...row.children].map((cell) => cell.textContent)),
        ]),
      ),
    );
}

/** The same, as they should be read. */
function expected(sections: readonly ReportSection[]): Record<string, string[][]> {
  return Object.fromEntries(
    sections
      .filter(({ rows }) => rows.length > 0)
      .map(({ title, columns, rows }) => [
        title,
        [
          columns.map((column) => (column.name ? column.title : sentenceCase(column.title))),
          ...rows.map((row) => [columns[0]!.words ? row.title : sentenceCase(row.title), ...row.cells.map(cellText)]),
        ],
      ]),
  );
}

/** Two classes, a warm-up, two SLOs, retries and hedges: something in every table. */
const BUSY = scenarioOf({
  ...BROWN_OUT,
  title: 'Two classes',
  warmUpMs: 4_000,
  slos: [
    { id: 'fast', latencyMs: 600, targetFraction: 0.9 },
    { id: 'bearable', latencyMs: 2_500, targetFraction: 0.999 },
  ],
  workload: ['chat', 'batch'].map((id, i) => ({
    ...BROWN_OUT.workload[0]!,
    id,
    arrivals: { kind: 'poisson', ratePerS: i === 0 ? 90 : 15 },
  })),
});

test('every number of a finished run is the one that the command line reports', async ({ page }) => {
  const complaints = await openLab(page, linkTo(BUSY));
  await runToEnd(page);
  const sheet = await openReport(page);
  await expect(sheet.getByText('Two classes, the whole run: 00:40.')).toBeVisible();
  await expect(sheet.getByText('The totals leave out requests that arrived in the first 4 s.')).toBeVisible();

  const report = await reported(linkTo(BUSY));
  const tables = await tablesOf(sheet);
  expect(tables).toEqual(expected(reportSections(report, BUSY)));

  // Some of them by hand, lest one mistake hide in both.
  const { chat, batch } = Object.fromEntries(report.classes.map((one) => [one.class, one]));
  const row = (table: string, title: string): string[] => tables[table]!.find(([head]) => head === title)!.slice(1);
  const count = (text: string): number => Number(text.replace(/ .*/, '').replaceAll(',', ''));
  expect(row('Requests', 'Arrived').map(count)).toEqual([report, chat!, batch!].map(({ requests }) => requests.arrived));
  expect(row('Requests', 'Answered').map(count)).toEqual([report, chat!, batch!].map(({ requests }) => requests.finished));
  expect(row('Attempts', 'Time-out').map(count)).toEqual(
    [report, chat!, batch!].map(({ attempts }) => attempts.byOutcome['timed-out']),
  );
  expect(row('Latency', 'p50').map((text) => Number(text.replace(' ms', '')))).toEqual(
    [report, chat!, batch!].map(({ latency }) => Math.round(latency.p50Ms!)),
  );
  expect(row('Latency', 'p99.9')[2], 'a p99.9 of some hundred answers').toMatch(/^[\d,]+ ms \(few\)$/);
  expect(row('Run as a whole', 'Digest')).toEqual([report.digest]);
  expect(tables['Nodes']!.slice(1).map(([node]) => node)).toEqual(report.nodes.map(({ node }) => node));

  const file = await downloaded(page, () => sheet.getByRole('button', { name: 'Download (JSON)' }).click());
  expect(JSON.parse(file)).toEqual(report);
  expect(complaints).toEqual([]);
});

test('a paused run is reported as far as it went, and brought up to date while it goes on', async ({ page }) => {
  const complaints = await openLab(page, '#p=brown-out&t=4500');
  await expect.poll(() => clockMs(page)).toBe(4_500);
  await page.locator('body').press('t');
  const sheet = page.getByRole('dialog', { name: 'Report', exact: true });
  await expect(sheet.getByText('Brown-out in eu-west, up to 00:04.5 of 00:40, paused.')).toBeVisible();
  const update = sheet.getByRole('button', { name: 'Bring up to date' });
  await expect(update).toBeDisabled();
  // The same stretch as a run of its own, which ends before the fault begins.
  const short = scenarioOf({ ...BROWN_OUT, durationMs: 4_500, timeline: [] });
  expect(await tablesOf(sheet)).toEqual(expected(reportSections(await reported(linkTo(short)), short)));
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();

  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await openReport(page);
  await expect(sheet.getByText('The run goes on; the numbers here stand still.')).toBeVisible();
  const before = await tablesOf(sheet);
  await expect(update).toBeEnabled();
  expect(await tablesOf(sheet)).toEqual(before);
  await update.click();
  await expect.poll(async () => (await tablesOf(sheet))['Requests']).not.toEqual(before['Requests']);
  expect(complaints).toEqual([]);
});

test('a run that has not begun says so', async ({ browser }) => {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  await openLab(page);
  const sheet = await openReport(page);
  await expect(sheet.getByText('Nothing has run yet: a report begins with the first request.')).toBeVisible();
  await expect(sheet.getByRole('table')).toHaveCount(0);
  await expectReadable(page);
  await context.close();
});

test('the report is opened, read and left by keyboard alone', async ({ page }) => {
  await openLab(page, '#p=brown-out&t=9000');
  await expect.poll(() => clockMs(page)).toBe(9_000);
  const press = (key: string): Promise<void> => page.keyboard.press(key);
  await press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Report of the run, all of it')).toBeVisible();
  await press('Escape');
  const opener = page.getByRole('button', { name: 'Report', exact: true });
  await opener.focus();
  await press('Enter');
  const sheet = page.getByRole('dialog', { name: 'Report', exact: true });
  await expect(sheet.getByRole('button', { name: 'Requests' })).toBeFocused();
  await sheet.getByRole('button', { name: 'Nodes', exact: true }).focus();
  await press('Enter');
  const heading = sheet.getByRole('heading', { name: 'Nodes', exact: true });
  await expect(heading).toBeFocused();
  await expect(heading).toBeInViewport();
  await press('Tab');
  const rows = sheet.getByRole('region', { name: 'Nodes, table', exact: true });
  await expect(rows).toBeFocused();
  await press('ArrowRight');
  await expect.poll(() => rows.evaluate((region) => region.scrollLeft)).toBeGreaterThan(0);
  await press('Escape');
  await expect(sheet).toBeHidden();
  await expect(opener).toBeFocused();
});

for (const [scheme, width] of [
  ['dark', 1440],
  ['light', 1440],
  ['dark', 390],
  ['light', 390],
] as const) {
  test(`is readable by axe, ${scheme}, ${width} px wide, and scrolls within its tables alone`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 844 } });
    const page = await context.newPage();
    const complaints = await openLab(page, `${linkTo(BUSY)}&t=12000`);
    await expect.poll(() => clockMs(page)).toBe(12_000);
    const sheet = await openReport(page);
    await expectReadable(page);
    const body = sheet.locator('[data-body]');
    expect(await body.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    const nodes = sheet.getByRole('region', { name: 'Nodes, table', exact: true });
    expect(await nodes.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)).toBe(true);
    expect(complaints).toEqual([]);
    await context.close();
  });
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test, type Page } from '@playwright/test';

import { commandLine, openLab, runToEnd, shared } from './support/lab';

/** Made up: bursts of six every 200 ms, prompts of two lengths. */
const ROWS = Array.from(
  { length: 600 },
  (_, i) => `{"timestamp": ${Math.floor(i / 6) * 200}, "input_length": ${i % 2 === 0 ? 400 : 4000}, "output_length": ${i % 50}}`,
);
const CHAT = { name: 'chat.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(`${ROWS.join('\n')}\n`) };

async function open(page: Page, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await page.getByLabel('Scenario file').setInputFiles(file);
}

test('a trace becomes a class, its run is that of the command line, and its link asks for the file', async ({
  page,
  browser,
}) => {
  test.slow();
  const complaints = await openLab(page);
  await open(page, CHAT);
  const sheet = page.getByRole('dialog', { name: 'Replay chat.jsonl' });
  await expect(sheet).toContainText('Mooncake trace');
  await expect(sheet.getByText('83.3')).toBeVisible();
  await sheet.getByRole('button', { name: 'Use the trace' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'chat.jsonl is part of the scenario.' })).toBeVisible();
  await page.getByRole('button', { name: 'Restart' }).first().click();
  await runToEnd(page);
  const { link, digest } = await shared(page);

  const folder = mkdtempSync(join(tmpdir(), 'switchyard-journey-'));
  try {
    writeFileSync(join(folder, 'any-name.jsonl'), CHAT.buffer);
    const report = JSON.parse(await commandLine('run', link, '--traces', folder, '--json')) as {
      digest: string;
      requests: { arrived: number };
    };
    expect(report.requests.arrived).toBe(600);
    expect(report.digest).toBe(digest);
  } finally {
    rmSync(folder, { recursive: true });
  }

  const context = await browser.newContext();
  const stranger = await context.newPage();
  await stranger.goto(link);
  const asked = stranger.getByRole('alert').filter({ hasText: 'cannot run without' });
  await expect(asked).toContainText(/chat\.jsonl, .*bytes, SHA-256 [0-9a-f]{64}/);
  await expect(stranger.getByRole('button', { name: 'Run', exact: true })).toBeDisabled();
  const other = Buffer.from(CHAT.buffer.toString().replace('"output_length": 1}', '"output_length": 2}'));
  await open(stranger, { ...CHAT, buffer: other });
  await expect(stranger.getByRole('alert').filter({ hasText: 'has another content' })).toBeVisible();
  await expect(asked).toBeVisible();
  await open(stranger, { ...CHAT, name: 'renamed.jsonl' });
  await expect(asked).toBeHidden();
  await expect(stranger.getByRole('status').filter({ hasText: 'Identical' })).toBeVisible({ timeout: 30_000 });

  // The file is kept beside the scenario: the link opens again by itself.
  await stranger.goto('about:blank');
  await stranger.goto(link);
  await expect(stranger.getByRole('status').filter({ hasText: 'Identical' })).toBeVisible({ timeout: 30_000 });
  await context.close();
  expect(complaints).toEqual([]);
});

test('a CSV of one’s own is read by the columns that are chosen, and a broken trace is told by line', async ({ page }) => {
  test.slow();
  await openLab(page);
  await open(page, { name: 'own.csv', mimeType: 'text/csv', buffer: Buffer.from('a;b;c\n7;0;1\n8;500;2\n9;250;3\n') });
  const columns = page.getByRole('dialog', { name: 'Columns of own.csv' });
  await columns.getByRole('combobox', { name: 'Time of arrival' }).click();
  await page.getByRole('option', { name: 'b', exact: true }).click();
  await columns.getByRole('button', { name: 'Read the trace' }).click();
  await expect(columns.getByRole('alert').filter({ hasText: 'line 4: times must not go back: 250 s after 500 s' })).toBeVisible();
  await columns.getByRole('combobox', { name: 'Time of arrival' }).click();
  await page.getByRole('option', { name: 'a', exact: true }).click();
  await columns.getByRole('combobox', { name: 'Output tokens' }).click();
  await page.getByRole('option', { name: 'c', exact: true }).click();
  await columns.getByRole('button', { name: 'Read the trace' }).click();
  const sheet = page.getByRole('dialog', { name: 'Replay own.csv' });
  await sheet.getByRole('combobox', { name: 'For the class' }).click();
  await page.getByRole('option', { name: 'a new class' }).click();
  await sheet.getByRole('button', { name: 'Use the trace' }).click();
  await expect(page.getByRole('group', { name: 'Class own' })).toContainText('own.csv');

  const torn = Buffer.from('TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.9,-4,1\n2023-11-16 18:1');
  await open(page, { name: 'torn.csv', mimeType: 'text/csv', buffer: torn });
  const alert = page.getByRole('alert').filter({ hasText: 'torn.csv' });
  await expect(alert).toContainText('line 2: ContextTokens must be a whole number, 0 or more (found "-4")');
  await expect(alert).toContainText('line 3: must be whole, and the file ends within it');
});

test('the server, which keeps no traces, says which file a scenario needs', async ({ request }) => {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-journey-'));
  try {
    const path = join(folder, 'chat.jsonl');
    writeFileSync(path, CHAT.buffer);
    const data = await commandLine('trace', path, '--scenario', 'brown-out', '--class', 'users');
    const answer = await request.post('/api/simulate', { headers: { 'content-type': 'application/json' }, data });
    expect(answer.status()).toBe(400);
    expect(await answer.text()).toMatch(
      /needs the file \\"chat\.jsonl\\" \([\d,]+ bytes, SHA-256 [0-9a-f]{64}\), which is not here/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

import { expect, it } from 'vitest';

import { THIN } from '@/components/chart/format';

import { fileWanted, formatBytes, formatLasting, otherFile, statisticsRows } from './trace-words';

const plain = (text: string): string => text.replaceAll(THIN, ' ');

const ENTRY = {
  id: 'chat',
  name: 'chat.csv',
  bytes: 1_234_567,
  sha256: 'ab'.repeat(32),
  format: { kind: 'azure' as const },
  rows: 9,
  requests: 9,
  spanMs: 5,
};

it('says sizes and times as one reads them', () => {
  expect([812, 8_400, 1_204_000, 500_000_000, 1e9].map(formatBytes).map(plain)).toEqual([
    '812 bytes',
    '8.40 kB',
    '1.20 MB',
    '500 MB',
    '1.00 GB',
  ]);
  expect([300, 90_000, 1_699_701, 9_000_000, 1_209_600_000].map(formatLasting).map(plain)).toEqual([
    '300 ms',
    '90.0 s',
    '28.3 min',
    '2.50 h',
    '14.0 days',
  ]);
});

it('names the file that is wanted by all that tells it from others', () => {
  expect(plain(fileWanted(ENTRY))).toBe(`chat.csv, 1 234 567 bytes, SHA-256 ${'ab'.repeat(32)}`);
  expect(otherFile('mine.csv', [ENTRY]).message).toBe(
    'mine.csv is as large as chat.csv, and has another content. The scenario runs with that very file alone.',
  );
});

it('leaves a dash where a trace has no such figure', () => {
  const rows = statisticsRows({
    kind: 'windows',
    windows: 1,
    durationMs: 0,
    meanRatePerS: 0,
    peakRatePerS: 0,
    rateWeightedCv: null,
  });
  expect(rows.at(-1)).toEqual(['CV of gaps, weighted by rate', '–']);
});

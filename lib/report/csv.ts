/** Tables as CSV (RFC 4180): a header with units, one row a line, fields quoted where they must be, nothing where there is no number. */

export interface CsvColumn {
  /** With its unit, as in `latency p99 (ms)`. */
  readonly name: string;
  readonly values: ArrayLike<string | number | null>;
}

/** Rows of the longest column; shorter ones end in empty fields. */
export function csvText(columns: readonly CsvColumn[]): string {
  const rows = Math.max(0, ...columns.map(({ values }) => values.length));
  const lines = [columns.map(({ name }) => field(name)).join(',')];
  for (let row = 0; row < rows; row++) lines.push(columns.map(({ values }) => field(values[row] ?? null)).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

/** One column for each entry, read from a list of records. */
export function columnsFrom<Row>(
  rows: readonly Row[],
  read: Readonly<Record<string, (row: Row) => string | number | null>>,
): CsvColumn[] {
  return Object.entries(read).map(([name, of]) => ({ name, values: rows.map(of) }));
}

function field(value: string | number | null): string {
  if (value === null || Number.isNaN(value)) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A column of a CSV by its name in the header, or by its number from 1. */
export type Column = string | number;

/** How a file is to be read; together with the file's bytes it fixes every row. */
export type TraceFormat =
  | { readonly kind: 'azure' }
  | { readonly kind: 'mooncake' }
  | { readonly kind: 'burst-gpt' }
  | { readonly kind: 'servegen' }
  | CsvFormat;

export interface CsvFormat {
  readonly kind: 'csv';
  readonly separator: ',' | ';' | '\t';
  /** Whether the first line names the columns. */
  readonly header: boolean;
  readonly time: Column;
  readonly timeUnit: 's' | 'ms' | 'timestamp';
  /** null: every request counts as 0 tokens. */
  readonly inputTokens: Column | null;
  readonly outputTokens: Column | null;
  /** null: every request stands alone. */
  readonly session: Column | null;
}

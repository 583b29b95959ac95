/** A CSV of a person's own: which column holds what comes from outside; `guessColumns` makes a first proposal from the header. */
import { decimal, fieldsOf, wholeNumber } from './fields';
import type { Findings } from './findings';
import { RequestRows } from './request-rows';
import { INSTANT_FORM, readInstant, type Instant } from './timestamp';
import type { Column, CsvFormat } from './trace-format';
import { headerNames, type LineReader } from './trace-kind';

/** A reader of files in this form; every column that the form names must be there. */
export function readCsv(format: CsvFormat, found: Findings): LineReader {
  return new CsvReader(format, found);
}

interface Places {
  readonly time: number;
  readonly input: number;
  readonly output: number;
  readonly session: number;
}

class CsvReader implements LineReader {
  private readonly format: CsvFormat;
  private readonly found: Findings;
  private readonly kept: RequestRows;
  private readonly instant: Instant = { wholeMs: 0, partMs: 0 };
  private places: Places | null = null;
  private fields = 0;

  constructor(format: CsvFormat, found: Findings) {
    this.format = format;
    this.found = found;
    this.kept = new RequestRows(found, { sessions: format.session !== null });
  }

  get rows(): number {
    return this.kept.count;
  }

  line(text: string, line: number): void {
    const { found, format, instant } = this;
    const fields = fieldsOf(text, format.separator);
    if (fields === null) return found.add(line, text, 'must close every quote within the line');
    if (line === 1) {
      this.places = this.placesIn(fields.length, format.header ? headerNames(text, format.separator) : []);
      this.fields = fields.length;
      if (format.header) return;
    }
    const { places } = this;
    if (places === null) return;
    if (fields.length !== this.fields) return found.add(line, text, `must have ${this.fields} fields, as the first line has`);
    if (!this.readTime(fields[places.time]!)) {
      return found.add(line, fields[places.time], `the time must be ${TIME_RULE[format.timeUnit]}`);
    }
    const input = places.input < 0 ? 0 : wholeNumber(fields[places.input]!);
    if (Number.isNaN(input)) return found.add(line, fields[places.input], 'input tokens must be a whole number, 0 or more');
    const output = places.output < 0 ? 0 : wholeNumber(fields[places.output]!);
    if (Number.isNaN(output)) return found.add(line, fields[places.output], 'output tokens must be a whole number, 0 or more');
    this.kept.add(line, instant.wholeMs, instant.partMs, input, output, places.session < 0 ? '' : fields[places.session]!.trim());
  }

  trace() {
    return this.kept.trace();
  }

  private readTime(text: string): boolean {
    const { instant } = this;
    if (this.format.timeUnit === 'timestamp') return readInstant(text, instant);
    const value = decimal(text);
    if (Number.isNaN(value)) return false;
    instant.wholeMs = this.format.timeUnit === 's' ? value * 1_000 : value;
    instant.partMs = 0;
    return true;
  }

  private placesIn(count: number, names: readonly string[]): Places | null {
    const place = (column: Column | null, what: string): number => {
      if (column === null) return -1;
      const at = typeof column === 'number' ? column - 1 : names.indexOf(column);
      if (at >= 0 && at < count) return at;
      const there = names.length > 0 ? `columns ${names.slice(0, 24).join(', ')}` : `${count} columns and no header`;
      this.found.add(1, column, `must have the column that holds ${what}; it has the ${there}`);
      return -2;
    };
    const { format } = this;
    const places = {
      time: place(format.time, 'the time'),
      input: place(format.inputTokens, 'input tokens'),
      output: place(format.outputTokens, 'output tokens'),
      session: place(format.session, 'the session'),
    };
    return Object.values(places).includes(-2) ? null : places;
  }
}

const TIME_RULE: Readonly<Record<CsvFormat['timeUnit'], string>> = {
  s: 'a number of seconds',
  ms: 'a number of milliseconds',
  timestamp: INSTANT_FORM,
};

/** What the columns of a CSV seem to hold, with the names to choose from. */
export interface CsvGuess {
  readonly format: CsvFormat;
  /** Names in the header; empty without one. */
  readonly columns: readonly string[];
  readonly fields: number;
}

const NAMES = {
  time: /time|arriv|^ts$|^at$|date/i,
  input: /^in$|input|prompt|context|request|in_?tok/i,
  output: /^out$|output|complet|generat|response|answer|out_?tok/i,
  session: /session|conversation|user|client/i,
};

/** null: no CSV of at least two columns whose first holds something like a time. */
export function guessColumns(firstLines: readonly string[]): CsvGuess | null {
  const first = firstLines[0]!;
  const separator = ([',', ';', '\t'] as const).reduce((best, one) => (count(first, one) > count(first, best) ? one : best));
  const fields = fieldsOf(first, separator);
  if (fields === null || fields.length < 2) return null;
  const instant: Instant = { wholeMs: 0, partMs: 0 };
  const isTime = (text: string | undefined): boolean =>
    text !== undefined && (!Number.isNaN(decimal(text)) || readInstant(text, instant));
  const header = !fields.some((text) => isTime(text));
  const sample = header ? (fieldsOf(firstLines[1] ?? '', separator) ?? []) : fields;
  const columns = header ? headerNames(first, separator) : [];
  const numeric = sample.map((text) => isTime(text));
  const taken = new Set<number>();
  const find = (pattern: RegExp, mayBeText: boolean): Column | null => {
    const at = columns.findIndex((name, i) => !taken.has(i) && pattern.test(name) && (mayBeText || numeric[i] === true));
    if (at < 0) return null;
    taken.add(at);
    return columns[at]!;
  };
  const position = (nth: number): Column | null => (header || nth >= numeric.length || numeric[nth] !== true ? null : nth + 1);
  const time = find(NAMES.time, false) ?? position(0) ?? firstOf(columns, numeric, taken);
  if (time === null) return null;
  const at = typeof time === 'number' ? time - 1 : columns.indexOf(time);
  const inMs = typeof time === 'string' && /(^|[^a-z])ms$|milli/i.test(time);
  return {
    format: {
      kind: 'csv',
      separator,
      header,
      time,
      timeUnit: Number.isNaN(decimal(sample[at] ?? '')) ? 'timestamp' : inMs ? 'ms' : 's',
      inputTokens: find(NAMES.input, false) ?? position(1),
      outputTokens: find(NAMES.output, false) ?? position(2),
      session: find(NAMES.session, true),
    },
    columns,
    fields: fields.length,
  };
}

/** Without a name that tells, the first column that could be times. */
function firstOf(columns: readonly string[], numeric: readonly boolean[], taken: Set<number>): Column | null {
  const at = columns.findIndex((_, i) => numeric[i] === true);
  if (at < 0) return null;
  taken.add(at);
  return columns[at]!;
}

function count(text: string, part: string): number {
  return text.split(part).length;
}

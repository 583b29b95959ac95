/** Reads a trace and says what it looks like, or puts it into a scenario. */
import { basename } from 'node:path';

import { canonicalText } from '@/lib/scenario/canonical';
import { withTrace } from '@/lib/scenario/trace-class';
import { formatName, TRACE_KINDS } from '@/lib/workload/traces/formats';
import { traceStatistics } from '@/lib/workload/traces/statistics';
import { traceFacts } from '@/lib/workload/traces/trace';
import type { Column, CsvFormat, TraceFormat } from '@/lib/workload/traces/trace-format';

import { badInput, badUsage, EXIT, readArgs, say, warn, type Command } from '../command';
import { scenarioFrom } from '../scenario-source';
import { detectFile, readFile } from '../trace-files';
import { traceText } from '../trace-text';

const OPTIONS = {
  json: { type: 'boolean', default: false },
  time: { type: 'string' },
  'time-unit': { type: 'string' },
  input: { type: 'string' },
  output: { type: 'string' },
  session: { type: 'string' },
  scenario: { type: 'string' },
  class: { type: 'string' },
  'time-scale': { type: 'string', default: '1' },
  from: { type: 'string', default: '0' },
  until: { type: 'string' },
  'rate-scale': { type: 'string', default: '1' },
  spread: { type: 'string', default: '0' },
  'base-ms': { type: 'string', default: '0' },
  'ms-per-input': { type: 'string' },
  'ms-per-output': { type: 'string' },
} as const;

export const trace: Command = {
  usage: [
    'FILE [--json]',
    '[--time COLUMN --time-unit s|ms|timestamp --input COLUMN --output COLUMN --session COLUMN]',
    '[--scenario PRESET|FILE|LINK [--class ID] [--time-scale X] [--from MS] [--until MS] [--rate-scale X] [--spread MS]',
    '[--ms-per-input MS --ms-per-output MS [--base-ms MS]]]',
  ].join(' '),
  summary:
    'Reads a trace of requests and says what it looks like; with --scenario prints that scenario with the trace as a class (or in place of --class), to be run with --traces. A time scale of 0.1 replays ten times as fast.',
  async run(args) {
    const parsed = readArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
    if (!parsed.ok) return badUsage(parsed.sentence);
    const { values, positionals } = parsed.value;
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0) return badUsage(`Say one file: trace ${trace.usage}`);

    const detected = await detectFile(path);
    if (!detected.ok) return badInput(detected.problems);
    const format = formatOf(detected.value.format, values);
    if (typeof format === 'string') return badUsage(format);
    const read = await readFile(path, format);
    if (!read.ok) {
      warn(`${path}, as ${formatName(format.kind)}:`);
      return badInput(read.problems);
    }
    const { bytes, sha256, openEnd } = read.value;
    const file = { name: basename(path), bytes, sha256, format, ...traceFacts(read.value.trace) };
    if (values.scenario === undefined) {
      if (values.json) say(JSON.stringify({ ...file, openEnd, statistics: traceStatistics(read.value.trace) }, null, 2));
      else say(traceText(file.name, read.value));
      return EXIT.good;
    }

    const source = scenarioFrom(values.scenario);
    if (!source.ok) return badInput(source.problems);
    const numbers = numbersIn(values);
    if (typeof numbers === 'string') return badUsage(numbers);
    const [timeScale, fromMs, untilMs, rateScale, spreadMs, baseMs, msPerInputToken, msPerOutputToken] = numbers;
    const mapped = msPerInputToken !== null || msPerOutputToken !== null;
    const changed = withTrace(source.value.scenario, file, {
      class: values.class ?? null,
      arrivals: { timeScale: timeScale!, fromMs: fromMs!, untilMs, rateScale: rateScale!, spreadMs: spreadMs! },
      service: mapped
        ? { baseMs: baseMs!, msPerInputToken: msPerInputToken ?? 0, msPerOutputToken: msPerOutputToken ?? 0 }
        : null,
    });
    if (!changed.ok) return badInput(changed.problems);
    say(JSON.stringify(JSON.parse(canonicalText(changed.value)), null, 2));
    return EXIT.good;
  },
};

interface ColumnOptions {
  readonly time?: string | undefined;
  readonly 'time-unit'?: string | undefined;
  readonly input?: string | undefined;
  readonly output?: string | undefined;
  readonly session?: string | undefined;
}

/** The form that was found, with the columns that a person names; columns belong to a CSV of one's own alone. */
function formatOf(found: TraceFormat, values: ColumnOptions): TraceFormat | string {
  const named = values.time ?? values['time-unit'] ?? values.input ?? values.output ?? values.session;
  if (named === undefined) return found;
  if (found.kind !== 'csv')
    return `Columns are chosen for a CSV of your own; this is a file of the kind ${TRACE_KINDS[found.kind].name}.`;
  const unit = values['time-unit'] ?? found.timeUnit;
  if (unit !== 's' && unit !== 'ms' && unit !== 'timestamp') return `--time-unit must be s, ms or timestamp (found "${unit}").`;
  const column = (text: string | undefined, otherwise: Column | null): Column | null =>
    text === undefined ? otherwise : /^[1-9]\d{0,2}$/.test(text) ? Number(text) : text;
  const format: CsvFormat = {
    ...found,
    time: column(values.time, found.time) ?? found.time,
    timeUnit: unit,
    inputTokens: column(values.input, found.inputTokens),
    outputTokens: column(values.output, found.outputTokens),
    session: column(values.session, found.session),
  };
  return format;
}

const NUMBERS = ['time-scale', 'from', 'until', 'rate-scale', 'spread', 'base-ms', 'ms-per-input', 'ms-per-output'] as const;

/** The numbers in the order of `NUMBERS`, null where one was not given; or the sentence on what is none. */
function numbersIn(values: { readonly [name in (typeof NUMBERS)[number]]?: string | undefined }): (number | null)[] | string {
  const numbers: (number | null)[] = [];
  for (const name of NUMBERS) {
    const text = values[name];
    const value = text === undefined ? null : text.trim() === '' ? NaN : Number(text);
    if (value !== null && !Number.isFinite(value)) return `--${name} must be a number (found "${text}").`;
    numbers.push(value);
  }
  return numbers;
}

/**
 * BurstGPT: requests of one campus to ChatGPT and GPT-4, times in seconds from the start. Later files of it have two columns more,
 * a session's id and the time the answer took. Failed requests stand in it with 0 response tokens.
 * Source: HPMLL/BurstGPT; Wang et al., "BurstGPT", arXiv 2401.17644.
 */
import { decimal, fieldsOf, wholeNumber } from './fields';
import type { Findings } from './findings';
import { RequestRows } from './request-rows';
import { headerNames, type LineReader, type TraceKind } from './trace-kind';

const NEEDED = ['Timestamp', 'Request tokens', 'Response tokens'] as const;
const SESSION = 'Session ID';

/** Positions of the needed columns, and of the session's or -1; null where one is missing. */
function columnsOf(header: string): { time: number; input: number; output: number; session: number; count: number } | null {
  const names = headerNames(header).map((name) => name.toLowerCase());
  const [time, input, output] = NEEDED.map((name) => names.indexOf(name.toLowerCase())) as [number, number, number];
  if (time < 0 || input < 0 || output < 0) return null;
  return { time, input, output, session: names.indexOf(SESSION.toLowerCase()), count: names.length };
}

export const burstGpt: TraceKind = {
  name: 'BurstGPT trace',
  looksLike: 'a CSV with the header Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type',
  detect: (firstLines) => columnsOf(firstLines[0]!) !== null,
  read: (found) => new BurstGptReader(found),
};

class BurstGptReader implements LineReader {
  private readonly found: Findings;
  private kept: RequestRows;
  private columns: ReturnType<typeof columnsOf> = null;

  constructor(found: Findings) {
    this.found = found;
    this.kept = new RequestRows(found, {});
  }

  get rows(): number {
    return this.kept.count;
  }

  line(text: string, line: number): void {
    const { found } = this;
    if (line === 1) {
      this.columns = columnsOf(text);
      if (this.columns === null) return found.add(line, text, `must be a header with the columns ${NEEDED.join(', ')}`);
      this.kept = new RequestRows(found, { sessions: this.columns.session >= 0 });
      return;
    }
    const { columns } = this;
    if (columns === null) return;
    const fields = fieldsOf(text, ',');
    if (fields?.length !== columns.count) return found.add(line, text, `must have ${columns.count} fields, as the header says`);
    const time = decimal(fields[columns.time]!);
    if (Number.isNaN(time)) return found.add(line, fields[columns.time], 'Timestamp must be a number of seconds');
    const input = wholeNumber(fields[columns.input]!);
    if (Number.isNaN(input)) return found.add(line, fields[columns.input], 'Request tokens must be a whole number, 0 or more');
    const output = wholeNumber(fields[columns.output]!);
    if (Number.isNaN(output)) return found.add(line, fields[columns.output], 'Response tokens must be a whole number, 0 or more');
    this.kept.add(line, time * 1_000, 0, input, output, columns.session < 0 ? '' : fields[columns.session]!.trim());
  }

  trace() {
    return this.kept.trace();
  }
}

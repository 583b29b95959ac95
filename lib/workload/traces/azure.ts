/**
 * The Azure LLM inference traces of 2023 and 2024: `TIMESTAMP,ContextTokens,GeneratedTokens`, one request a line, up to seven
 * decimals of a second. Source: Azure/AzurePublicDataset; Patel et al., "Splitwise", ISCA 2024.
 */
import { fieldsOf, wholeNumber } from './fields';
import type { Findings } from './findings';
import { RequestRows } from './request-rows';
import { INSTANT_FORM, readInstant, type Instant } from './timestamp';
import { headerNames, type LineReader, type TraceKind } from './trace-kind';

const HEADER = 'TIMESTAMP,ContextTokens,GeneratedTokens';

const isHeader = (line: string): boolean => headerNames(line).join(',').toLowerCase() === HEADER.toLowerCase();

export const azure: TraceKind = {
  name: 'Azure LLM inference trace',
  looksLike: `a CSV with the header ${HEADER}`,
  detect: (firstLines) => isHeader(firstLines[0]!),
  read: (found) => new AzureReader(found),
};

class AzureReader implements LineReader {
  private readonly found: Findings;
  private readonly kept: RequestRows;
  private readonly instant: Instant = { wholeMs: 0, partMs: 0 };

  constructor(found: Findings) {
    this.found = found;
    this.kept = new RequestRows(found, {});
  }

  get rows(): number {
    return this.kept.count;
  }

  line(text: string, line: number): void {
    const { found, instant } = this;
    if (line === 1) {
      if (!isHeader(text)) found.add(line, text, `must be the header ${HEADER}`);
      return;
    }
    const fields = fieldsOf(text, ',');
    if (fields?.length !== 3) return found.add(line, text, 'must have three fields, as the header says');
    const [time, input, output] = fields as [string, string, string];
    if (!readInstant(time, instant)) return found.add(line, time, `TIMESTAMP must be ${INSTANT_FORM}`);
    const inputTokens = wholeNumber(input);
    if (Number.isNaN(inputTokens)) return found.add(line, input, 'ContextTokens must be a whole number, 0 or more');
    const outputTokens = wholeNumber(output);
    if (Number.isNaN(outputTokens)) return found.add(line, output, 'GeneratedTokens must be a whole number, 0 or more');
    this.kept.add(line, instant.wholeMs, instant.partMs, inputTokens, outputTokens);
  }

  trace() {
    return this.kept.trace();
  }
}

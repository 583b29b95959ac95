/**
 * Mooncake: one JSON object a line with `timestamp` in ms, `input_length`, `output_length` and the ids of the prompt's blocks of
 * 512 tokens. In its recorded file arrivals stand on a grid of 3 s, about ten at each instant; how they are to be replayed is the
 * workload's to say. Source: kvcache-ai/Mooncake; Qin et al., "Mooncake", FAST 2025.
 */
import type { Findings } from './findings';
import { RequestRows } from './request-rows';
import type { LineReader, TraceKind } from './trace-kind';

const MOST_ID = 2_147_483_647;
/** What is a whole number at all; how many tokens are too many is judged for all formats alike. */
const MOST_WHOLE = Number.MAX_SAFE_INTEGER;

type Fields = Readonly<Record<string, unknown>>;

function objectIn(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
  } catch {
    return null;
  }
}

export const mooncake: TraceKind = {
  name: 'Mooncake trace',
  looksLike: 'lines of JSON with timestamp, input_length and output_length',
  detect(firstLines) {
    const first = objectIn(firstLines[0]!);
    return first !== null && ['timestamp', 'input_length', 'output_length'].every((key) => Object.hasOwn(first, key));
  },
  read: (found) => new MooncakeReader(found),
};

class MooncakeReader implements LineReader {
  private readonly found: Findings;
  private readonly kept: RequestRows;

  constructor(found: Findings) {
    this.found = found;
    this.kept = new RequestRows(found, { blocks: true });
  }

  get rows(): number {
    return this.kept.count;
  }

  line(text: string, line: number): void {
    const { found } = this;
    const fields = objectIn(text);
    if (fields === null) return found.add(line, text, 'must be one JSON object');
    const { timestamp, input_length: input, output_length: output, hash_ids: ids = [] } = fields;
    if (typeof timestamp !== 'number') return found.add(line, timestamp, 'timestamp must be a number of ms');
    if (!isWhole(input, MOST_WHOLE)) return found.add(line, input, 'input_length must be a whole number, 0 or more');
    if (!isWhole(output, MOST_WHOLE)) return found.add(line, output, 'output_length must be a whole number, 0 or more');
    if (!Array.isArray(ids) || !ids.every((id) => isWhole(id, MOST_ID))) {
      return found.add(line, ids, `hash_ids must be a list of whole numbers from 0 to ${MOST_ID}`);
    }
    if (this.kept.add(line, timestamp, 0, input, output)) this.kept.addBlocks(line, ids);
  }

  trace() {
    return this.kept.trace();
  }
}

function isWhole(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}

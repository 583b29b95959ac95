/**
 * ServeGen: what one client of a production model did in each window, not request by request: start of the window in seconds,
 * requests per second, coefficient of variation of the gaps, and the law fitted to them with its shape and scale. No header.
 * A window of rate 0 has no fit. Source: alibaba/ServeGen; Xiang et al., arXiv 2505.09999.
 */
import { decimal, fieldsOf } from './fields';
import type { Findings } from './findings';
import { floats, Growing } from './growing';
import { digits } from './request-rows';
import { GAMMA, NO_FIT, TRACE_LIMITS, WEIBULL, type WindowTrace } from './trace';
import type { LineReader, TraceKind } from './trace-kind';

/** The published windows', for a file of a single one. */
const USUAL_WINDOW_MS = 600_000;
const FIELDS = 6;
/** Gaps of a smaller shape (a coefficient of variation over a hundred) have no gamma function within reach. */
export const LEAST_SHAPE = 0.01;
export const MOST_SHAPE = 1_000;

export const servegen: TraceKind = {
  name: 'ServeGen windows',
  looksLike: 'a CSV of six columns without a header: start, rate, CV of gaps, Gamma or Weibull, shape, scale',
  detect: (firstLines) =>
    firstLines.every((line) => {
      const fields = fieldsOf(line, ',');
      return (
        fields?.length === FIELDS &&
        !Number.isNaN(decimal(fields[0]!)) &&
        !Number.isNaN(decimal(fields[1]!)) &&
        (lawOf(fields[3]!) !== NO_FIT || (fields[3]!.trim() === '' && decimal(fields[1]!) === 0))
      );
    }),
  read: (found) => new ServegenReader(found),
};

function lawOf(name: string): number {
  switch (name.trim().toLowerCase()) {
    case 'gamma':
      return GAMMA;
    case 'weibull':
      return WEIBULL;
    default:
      return NO_FIT;
  }
}

class ServegenReader implements LineReader {
  private readonly found: Findings;
  private readonly startMs = floats();
  private readonly ratePerS = floats();
  private readonly cv = floats();
  private readonly law = new Growing((length) => new Uint8Array(length));
  private readonly shape = floats();
  private firstS = 0;
  private lastMs = -Infinity;
  private lastWidthMs = USUAL_WINDOW_MS;

  constructor(found: Findings) {
    this.found = found;
  }

  get rows(): number {
    return this.startMs.length;
  }

  line(text: string, line: number): void {
    const { found } = this;
    const fields = fieldsOf(text, ',');
    if (fields?.length !== FIELDS) return found.add(line, text, `must have ${FIELDS} fields: start, rate, CV, law, shape, scale`);
    const [start, rate, cv, name, shape, scale] = fields as [string, string, string, string, string, string];
    const startS = decimal(start);
    if (Number.isNaN(startS)) return found.add(line, start, 'the start of a window must be a number of seconds');
    const ratePerS = decimal(rate);
    if (!(ratePerS >= 0 && ratePerS <= TRACE_LIMITS.ratePerS)) {
      return found.add(line, rate, `the rate must be from 0 to ${digits(TRACE_LIMITS.ratePerS)} requests per second`);
    }
    const spread = decimal(cv);
    if (!(spread >= 0)) return found.add(line, cv, 'the coefficient of variation must be 0 or more');
    const law = lawOf(name);
    const shaped = decimal(shape);
    if (ratePerS > 0) {
      if (law === NO_FIT) return found.add(line, name, 'a window with requests must have the law Gamma or Weibull');
      if (!(shaped >= LEAST_SHAPE && shaped <= MOST_SHAPE)) {
        return found.add(line, shape, `the shape of a fit must be from ${LEAST_SHAPE} to ${digits(MOST_SHAPE)}`);
      }
      if (!(decimal(scale) > 0)) return found.add(line, scale, 'the scale of a fit must be above 0');
    }
    if (this.rows === 0) this.firstS = startS;
    const atMs = (startS - this.firstS) * 1_000;
    if (atMs <= this.lastMs) return found.add(line, `${start} s`, 'windows must follow each other in time');
    if (atMs > TRACE_LIMITS.spanMs) return found.add(line, `${start} s`, 'must come within ten years of the first row');
    if (this.rows >= TRACE_LIMITS.windows) {
      return found.add(line, this.rows + 1, `a trace must have at most ${digits(TRACE_LIMITS.windows)} windows`);
    }
    if (this.rows > 0) this.lastWidthMs = atMs - this.lastMs;
    this.lastMs = atMs;
    this.startMs.push(atMs);
    this.ratePerS.push(ratePerS);
    this.cv.push(spread);
    this.law.push(ratePerS > 0 ? law : NO_FIT);
    this.shape.push(ratePerS > 0 ? shaped : 0);
  }

  /** The last window is taken to be as long as the one before it. */
  trace(): WindowTrace {
    return {
      kind: 'windows',
      startMs: this.startMs.take(),
      endMs: this.lastMs + this.lastWidthMs,
      ratePerS: this.ratePerS.take(),
      cv: this.cv.take(),
      law: this.law.take(),
      shape: this.shape.take(),
    };
  }
}

import type { StrategyStep } from './decision';

/** Where a strategy tells why it chose. On the fast path nobody listens: ask `on` before making words. */
export interface Trace {
  readonly on: boolean;
  step(label: string, value: string): void;
  /** One sentence; the last one said counts. */
  say(sentence: string): void;
}

export const SILENT: Trace = { on: false, step() {}, say() {} };

export class Notes implements Trace {
  readonly on = true;
  readonly steps: StrategyStep[] = [];
  sentence = '';

  step(label: string, value: string): void {
    this.steps.push({ label, value });
  }

  say(sentence: string): void {
    this.sentence = sentence;
  }
}

import { problem, type Problem } from '@/lib/base/result';

/** Problems that are listed; reading stops there. */
export const MOST_FINDINGS = 20;

/** What is wrong with a file, by line number. */
export class Findings {
  readonly list: Problem[] = [];

  /** Lines count from 1, the header included. */
  add(line: number, value: unknown, rule: string): void {
    if (!this.full) this.list.push(problem(`line ${line}`, value, rule));
  }

  /** Of the file as a whole. */
  addToAll(value: unknown, rule: string): void {
    if (!this.full) this.list.push(problem('the file', value, rule));
  }

  get full(): boolean {
    return this.list.length >= MOST_FINDINGS;
  }
}

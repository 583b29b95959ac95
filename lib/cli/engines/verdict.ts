/** Are an engine's answers those that they must be: the pins where there are pins, and in everything what Node answers? */
import type { Pins } from '@/lib/sim/pinned-runs.fixture';

import type { Answers, RunAnswer } from './answers';
import type { Family } from './engine';

/** One sentence per difference; none when all is equal. */
export function differences(got: Answers, pins: Pins, node: Answers): readonly string[] {
  const found: string[] = [];
  const compare = (what: string, value: unknown, wanted: unknown, whose: string): void => {
    if (value !== wanted) found.push(`${what} is ${String(value)}, not ${String(wanted)} as ${whose}`);
  };
  compare('the digest of mixed results', got.mixedResults, pins.mixedResults, 'pinned');
  for (const pin of pins.runs) {
    const run = got.runs.find(({ id }) => id === pin.id);
    for (const key of ['digest', 'trafficHash', 'events'] as const) {
      compare(`${pin.id}: ${key}`, run?.[key], pin[key], 'pinned');
    }
  }
  compare('the number of runs', got.runs.length, node.runs.length, 'in Node');
  node.runs.forEach((wanted, i) => {
    for (const key of Object.keys(wanted) as (keyof RunAnswer)[]) {
      compare(`${wanted.id}: ${key}`, got.runs[i]?.[key], wanted[key], 'in Node');
    }
  });
  return found;
}

export interface Heard {
  readonly id: string;
  readonly family: Family;
  readonly kind: 'same' | 'different' | 'lacking';
}

/** What ran, what differs, and which families nobody spoke for. */
export function lastLine(heard: readonly Heard[]): string {
  const ids = (kind: Heard['kind']): string =>
    heard
      .filter((one) => one.kind === kind)
      .map(({ id }) => id)
      .join(', ');
  const ran = heard.filter(({ kind }) => kind !== 'lacking');
  const unheard = [...new Set(heard.map(({ family }) => family))].filter((family) => !ran.some((one) => one.family === family));
  const parts = [
    `${ran.length} engine${ran.length === 1 ? '' : 's'} ran, ${ids('different') === '' ? 'all the same' : `different: ${ids('different')}`}`,
    ids('lacking') === '' ? '' : `lacking: ${ids('lacking')}`,
    unheard.length === 0 ? '' : `so nothing is said of ${unheard.join(' and ')}`,
  ];
  return `${parts.filter((part) => part !== '').join('; ')}.`;
}

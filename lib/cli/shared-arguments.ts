/** The options that all commands for experiments share, read and checked. */
import { parseAssertion, type Assertion } from '@/lib/experiment/assertion';
import { EXPERIMENT_LIMITS } from '@/lib/experiment/limits';
import { METRIC_NAMES, type MetricName } from '@/lib/experiment/metrics';
import { LIMITS } from '@/lib/scenario/limits';
import { nearest } from '@/lib/scenario/nearest';

import { coresHere, MOST_THREADS } from './replication-threads';

export const SHARED_OPTIONS = {
  seed: { type: 'string' },
  replications: { type: 'string' },
  metric: { type: 'string' },
  threads: { type: 'string' },
  traces: { type: 'string' },
  json: { type: 'boolean', default: false },
  csv: { type: 'string' },
  junit: { type: 'string' },
  assert: { type: 'string', multiple: true },
} as const;

export const SHARED_USAGE =
  '[--replications N] [--metric NAME] [--seed N] [--threads N] [--traces DIR] [--json] [--csv FILE] [--junit FILE] [--assert TEXT]...';

export interface SharedValues {
  readonly seed?: string | undefined;
  readonly replications?: string | undefined;
  readonly metric?: string | undefined;
  readonly threads?: string | undefined;
  readonly traces?: string | undefined;
  readonly json: boolean;
  readonly csv?: string | undefined;
  readonly junit?: string | undefined;
  readonly assert?: readonly string[] | undefined;
}

export interface Shared {
  readonly seed: number | null;
  readonly replications: number | null;
  readonly metric: MetricName | null;
  readonly threads: number;
  readonly assertions: readonly Assertion[];
}

/** The whole number that an option's text is, or the sentence on why it is none from `least` to `most`. */
export function wholeFrom(option: string, text: string, least: number, most: number): number | string {
  const value = Number(text);
  if (/^\d{1,16}$/.test(text) && value >= least && value <= most) return value;
  return `--${option} must be a whole number from ${least} to ${most} (found "${text}").`;
}

/** A rule as the end of a sentence: one that asks back has its mark. */
export function ended(rule: string): string {
  return rule.endsWith('?') ? rule : `${rule}.`;
}

/** The shared options, or the sentences on what is wrong with them. */
export function sharedFrom(values: SharedValues): Shared | readonly string[] {
  const wrong: string[] = [];
  const whole = (name: 'seed' | 'replications' | 'threads', least: number, most: number): number | null => {
    const text = values[name];
    const found = text === undefined ? null : wholeFrom(name, text, least, most);
    if (typeof found !== 'string') return found;
    wrong.push(found);
    return null;
  };
  const seed = whole('seed', 0, LIMITS.seed);
  const replications = whole('replications', EXPERIMENT_LIMITS.fewestReplications, EXPERIMENT_LIMITS.replications);
  const threads = whole('threads', 1, MOST_THREADS) ?? coresHere();
  const metric = METRIC_NAMES.find((name) => name === values.metric) ?? null;
  if (values.metric !== undefined && metric === null) {
    const meant = nearest(values.metric, METRIC_NAMES);
    wrong.push(
      `--metric must be one of ${METRIC_NAMES.join(', ')} (found "${values.metric}")${meant === undefined ? '.' : `; did you mean "${meant}"?`}`,
    );
  }
  const assertions = (values.assert ?? []).flatMap((text) => {
    const parsed = parseAssertion(text);
    if (parsed.ok) return [parsed.value];
    wrong.push(...parsed.problems.map(({ rule }) => `--assert '${text}' ${ended(rule)}`));
    return [];
  });
  return wrong.length > 0 ? wrong : { seed, replications, metric, threads, assertions };
}

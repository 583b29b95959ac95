/** The options that all commands for experiments share, read and checked. */
import { parseAssertion, type Assertion } from '@/lib/experiment/assertion';
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

/** The shared options, or the sentences on what is wrong with them. */
export function sharedFrom(values: SharedValues): Shared | readonly string[] {
  const wrong: string[] = [];
  const whole = (name: 'seed' | 'replications' | 'threads', least: number, most: number): number | null => {
    const text = values[name];
    if (text === undefined) return null;
    const value = Number(text);
    if (/^\d{1,16}$/.test(text) && value >= least && value <= most) return value;
    wrong.push(`--${name} must be a whole number from ${least} to ${most} (found "${text}").`);
    return null;
  };
  const seed = whole('seed', 0, LIMITS.seed);
  // How many replications an experiment may have, its own schema says.
  const replications = whole('replications', 0, Number.MAX_SAFE_INTEGER);
  const threads = whole('threads', 1, MOST_THREADS) ?? coresHere();
  const metric = METRIC_NAMES.find((name) => name === values.metric) ?? null;
  if (values.metric !== undefined && metric === null) {
    const meant = nearest(values.metric, METRIC_NAMES);
    wrong.push(
      `--metric must be one of ${METRIC_NAMES.join(', ')} (found "${values.metric}")${meant === undefined ? '' : `; did you mean "${meant}"?`}`,
    );
  }
  const assertions = (values.assert ?? []).flatMap((text) => {
    const parsed = parseAssertion(text);
    if (parsed.ok) return [parsed.value];
    wrong.push(...parsed.problems.map(({ rule }) => `--assert '${text}' ${rule}.`));
    return [];
  });
  return wrong.length > 0 ? wrong : { seed, replications, metric, threads, assertions };
}

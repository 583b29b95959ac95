/**
 * What a build may demand of an experiment: `p99<800ms`, `slo of b >= 99%`, `p99 of b < p99 of a`. An assertion holds only where its whole
 * interval says so; where the interval holds both answers it has failed too, with that as the reason.
 */
import { fail, ok, problem, type Result } from '@/lib/base/result';
import { nearest } from '@/lib/scenario/nearest';
import { listed } from '@/lib/scenario/words';

import { amount, apart, interval } from './amount';
import { shared } from './corrections';
import { independentDifference, pairedDifference } from './difference';
import { estimate, TAIL } from './estimate';
import { METRIC_NAMES, METRICS, type MetricName, type MetricUnit } from './metrics';

type Relation = '<' | '<=' | '>' | '>=';

export interface Assertion {
  readonly text: string;
  readonly metric: MetricName;
  /** null: of every one. */
  readonly of: string | null;
  readonly relation: Relation;
  readonly against:
    | { readonly kind: 'value'; readonly value: number }
    | { readonly kind: 'metric'; readonly metric: MetricName; readonly of: string };
}

/** What an experiment has measured, by the names that assertions may use. */
export interface Measured {
  readonly names: readonly string[];
  /** By replication; null where some replication has no such number. */
  values(name: string, metric: MetricName): readonly number[] | null;
  /** Whether replication i of all of them met the same requests. */
  readonly paired: boolean;
}

export interface Judgement {
  readonly text: string;
  readonly outcome: 'holds' | 'fails' | 'undecided' | 'unknown';
  /** One sentence with the interval. */
  readonly reason: string;
}

const NAME = String.raw`"[^"]+"|[^\s<>="]+`;
const TERM = String.raw`([A-Za-z][\w.]*)(?:\s+of\s+(${NAME}))?`;
const FORM = new RegExp(String.raw`^\s*${TERM}\s*(<=|>=|<|>)\s*(.+?)\s*$`);
const QUANTITY = /^(-?\d+(?:\.\d+)?(?:e-?\d+)?)\s*(ms|s|%|\/s)?$/i;
const RIGHT = new RegExp(`^${TERM}$`);
const SYNTAX = "must be like 'p99 < 800ms', 'slo of b >= 99%' or 'p99 of b < p99 of a'";

/** Problems carry the assertion as their path. */
export function parseAssertion(text: string): Result<Assertion> {
  const parts = FORM.exec(text);
  if (parts === null) return fail(problem('assert', text, SYNTAX));
  const [, left, of, relation, right] = parts as unknown as [string, string, string | undefined, Relation, string];
  const metric = metricOf(left, text);
  if (!metric.ok) return metric;
  const start = { text, metric: metric.value, of: of === undefined ? null : bare(of), relation };
  const quantity = QUANTITY.exec(right);
  if (quantity !== null) {
    const value = valueOf(Number(quantity[1]), quantity[2] ?? '', METRICS[metric.value].unit);
    if (value !== null && Number.isFinite(value)) return ok({ ...start, against: { kind: 'value', value } });
    return fail(problem('assert', text, `must give ${left} in ${unitsOf(METRICS[metric.value].unit)}`));
  }
  const term = RIGHT.exec(right);
  if (term?.[2] === undefined) return fail(problem('assert', text, SYNTAX));
  const other = metricOf(term[1]!, text);
  if (!other.ok) return other;
  if (METRICS[other.value].unit !== METRICS[metric.value].unit) {
    return fail(problem('assert', text, `must compare numbers of one unit; ${left} and ${term[1]} are not`));
  }
  return ok({ ...start, against: { kind: 'metric', metric: other.value, of: bare(term[2]) } });
}

function metricOf(name: string, text: string): Result<MetricName> {
  const known = METRIC_NAMES.find((one) => one.toLowerCase() === name.toLowerCase() || METRICS[one].label === name);
  if (known !== undefined) return ok(known);
  const meant = nearest(name, METRIC_NAMES);
  const rule = `must name one of ${listed(METRIC_NAMES, 24)}`;
  return fail(problem('assert', text, meant === undefined ? rule : `${rule}; did you mean "${meant}"?`));
}

function bare(name: string): string {
  return name.replaceAll('"', '');
}

function valueOf(number: number, unit: string, of: MetricUnit): number | null {
  switch (of) {
    case 'ms':
      return unit === 'ms' ? number : unit.toLowerCase() === 's' ? 1_000 * number : null;
    case 'share':
      return unit === '%' ? number / 100 : unit === '' && number <= 1 ? number : null;
    case '/s':
      return unit === '/s' || unit === '' ? number : null;
    case 'ratio':
    case 'price':
      return unit === '' ? number : null;
  }
}

function unitsOf(unit: MetricUnit): string {
  return { ms: 'ms or s', share: '% or as a share of 1', '/s': '/s', ratio: 'a plain number', price: 'a plain number' }[unit];
}

/** Names that an assertion uses and nobody has. */
export function unknownNames({ text, of, against }: Assertion, { names }: Pick<Measured, 'names'>): Result<null> {
  for (const name of [of, against.kind === 'metric' ? against.of : null]) {
    if (name !== null && !names.includes(name)) return fail(problem('assert', text, `must name one of ${listed(names)}`));
  }
  return ok(null);
}

/** All intervals together hold with 95 %: the more assertions, the wider each. One without a name is judged of everyone, one by one. */
export function judge(assertions: readonly Assertion[], measured: Measured): Judgement[] {
  const single = assertions.flatMap((assertion) =>
    (assertion.of === null ? measured.names : [assertion.of]).map((name) => ({ assertion, name })),
  );
  const tail = shared(TAIL, single.length);
  return single.map(({ assertion, name }) => judged(assertion, name, measured, tail));
}

function judged(assertion: Assertion, name: string, measured: Measured, tail: number): Judgement {
  const { metric, against, relation } = assertion;
  const { label, unit } = METRICS[metric];
  const text = assertion.of === null && measured.names.length > 1 ? `${assertion.text} (${name})` : assertion.text;
  const values = measured.values(name, metric);
  const unknown = (who: string): Judgement => ({
    text,
    outcome: 'unknown',
    reason: `${who} has no ${label} in some replication.`,
  });
  if (values === null) return unknown(name);
  if (against.kind === 'value') {
    const found = estimate(values, tail);
    if (found?.low == null || found.high === null)
      return { text, outcome: 'unknown', reason: 'An interval needs two replications.' };
    const outcome = decided(found.low - against.value, found.high - against.value, relation);
    const seen = `${label} of ${name} is ${amount(found.mean, unit)}, interval ${interval(found.low, found.high, unit)}`;
    return { text, outcome, reason: reasonOf(outcome, seen, values.length) };
  }
  const others = measured.values(against.of, against.metric);
  if (others === null) return unknown(against.of);
  const difference = (measured.paired ? pairedDifference : independentDifference)(values, others, tail);
  if (difference === null) return { text, outcome: 'unknown', reason: 'An interval needs two replications.' };
  const outcome = decided(difference.low, difference.high, relation);
  const side = difference.mean < 0 ? 'below' : 'above';
  const size = apart(difference.low, difference.high, unit);
  const seen =
    difference.low < 0 && difference.high > 0
      ? `${label} of ${name} minus ${METRICS[against.metric].label} of ${against.of} is ${size}`
      : difference.identical
        ? `${label} of ${name} and ${METRICS[against.metric].label} of ${against.of} are equal in every replication`
        : `${label} of ${name} is ${size} ${side} ${METRICS[against.metric].label} of ${against.of}`;
  return { text, outcome, reason: reasonOf(outcome, seen, difference.count) };
}

/** Of an interval of left minus right. */
function decided(low: number, high: number, relation: Relation): 'holds' | 'fails' | 'undecided' {
  switch (relation) {
    case '<':
      return high < 0 ? 'holds' : low >= 0 ? 'fails' : 'undecided';
    case '<=':
      return high <= 0 ? 'holds' : low > 0 ? 'fails' : 'undecided';
    case '>':
      return low > 0 ? 'holds' : high <= 0 ? 'fails' : 'undecided';
    case '>=':
      return low >= 0 ? 'holds' : high < 0 ? 'fails' : 'undecided';
  }
}

function reasonOf(outcome: 'holds' | 'fails' | 'undecided', seen: string, replications: number): string {
  const sentence = seen.charAt(0).toUpperCase() + seen.slice(1);
  if (outcome !== 'undecided') return `${/^p\d/.test(seen) ? seen : sentence}.`;
  return `${/^p\d/.test(seen) ? seen : sentence}: ${replications} replications cannot decide it.`;
}

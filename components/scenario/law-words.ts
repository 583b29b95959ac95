/** How the forms of arrivals and sizes name kinds of laws, and what they say of a law that is refused. */
import type { Problem } from '@/lib/base/result';
import type { ArrivalLaw, Service } from '@/lib/scenario/schema';

interface KindWords {
  readonly label: string;
  readonly note: string;
}

export const ARRIVALS: Readonly<Record<ArrivalLaw['kind'], KindWords>> = {
  poisson: { label: 'Poisson', note: 'Independent requests at an even rate.' },
  gamma: { label: 'Bursty', note: 'Gaps of a chosen spread (gamma).' },
  deterministic: { label: 'Fixed gaps', note: 'A request every 1 / rate.' },
  batch: { label: 'Batches', note: 'Several requests at one instant.' },
  'on-off': { label: 'On and off', note: 'Two phases of random length.' },
  sinusoid: { label: 'Wave', note: 'A rate that ebbs and flows.' },
  curve: { label: 'Curve', note: 'A rate drawn point by point.' },
  'closed-loop': { label: 'Closed loop', note: 'Users who wait for their answer.' },
  trace: { label: 'Trace', note: 'As a file has recorded them.' },
};

/** What `ratePerS` is. */
export const RATES: Readonly<Record<Exclude<ArrivalLaw['kind'], 'closed-loop' | 'trace'>, string>> = {
  poisson: 'Rate',
  gamma: 'Rate',
  deterministic: 'Rate',
  batch: 'Rate of requests',
  'on-off': 'Rate while on',
  sinusoid: 'Rate on average',
  curve: 'Rate at factor 1',
};

export const SIZES: Readonly<Record<Service['kind'], KindWords>> = {
  constant: { label: 'Constant', note: 'Always the mean.' },
  exponential: { label: 'Exponential', note: 'As wide as its mean.' },
  lognormal: { label: 'Lognormal', note: 'A long tail of a chosen spread.' },
  erlang: { label: 'Erlang', note: 'A sum of phases: narrow.' },
  hyperexponential: { label: 'Hyperexponential', note: 'Short and long, half of the work each.' },
  'two-exponentials': { label: 'Two exponentials', note: 'Short or long, by a share.' },
  'bounded-pareto': { label: 'Bounded Pareto', note: 'A heavy tail between two ends.' },
  empirical: { label: 'Listed values', note: 'Values by weight.' },
  trace: { label: 'Trace tokens', note: 'What the tokens of each request cost.' },
};

/** A rule of two fields: who breaks it by its own path, and how it reads at the field and at the other one. */
interface RuleOfTwo {
  readonly rule: RegExp;
  readonly here: (bound: string) => string;
  readonly there: (found: string) => string;
}

const RULES: readonly RuleOfTwo[] = [
  {
    rule: /^must be greater than its minMs, ([\d,.]+)$/,
    here: (bound) => `must be greater than ${bound} (the shortest)`,
    there: (found) => `must be less than ${found} (the longest)`,
  },
  {
    rule: /^must be greater than the atMs of the last point, ([\d,.]+)$/,
    here: (bound) => `must be greater than ${bound} (the last point)`,
    there: (found) => `must be less than ${found} (where the curve starts anew)`,
  },
  {
    rule: /^must not be less than that of the point before it, ([\d,.]+)$/,
    here: (bound) => `must be at least ${bound} (the point before it)`,
    there: (found) => `must be at most ${found} (the point after it)`,
  },
];

/** Problems that a value at `path` has made, where a rule of two fields reads from the field that was changed. */
export function toldAt(path: string, problems: readonly Problem[]): readonly Problem[] {
  return problems.map((one) => {
    for (const { rule, here, there } of RULES) {
      const bound = rule.exec(one.rule)?.[1];
      if (bound !== undefined) return { ...one, path, rule: one.path === path ? here(bound) : there(one.value) };
    }
    return one;
  });
}

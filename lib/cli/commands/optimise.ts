import { optimisationCsv } from '@/lib/experiment/plan-csv';
import { optimisationFinding } from '@/lib/experiment/findings';
import { OptimiseRun } from '@/lib/experiment/optimise';
import { parseAssertion } from '@/lib/experiment/assertion';
import { rangesAskedFirst } from '@/lib/experiment/usual-ranges';
import { EXPERIMENT_LIMITS } from '@/lib/experiment/limits';
import { nearest } from '@/lib/scenario/nearest';
import type { Scenario } from '@/lib/scenario/schema';

import { experimentCommand, given } from '../experiment-command';
import { optimisationText } from '../plan-text';
import { idFor, pieces, rangeFrom, variedFrom } from '../range-arguments';
import { ended, wholeFrom } from '../shared-arguments';
import { valueFrom } from '../variant-arguments';

/** Settings searched where nothing is named, as on the page: those most likely to matter here, and no more than a small budget can cover. */
const MOST_USUAL = 4;
/** Who is run on fresh seeds. */
const NAMES = ['winner', 'current'];

export const optimise = experimentCommand({
  kind: 'optimise',
  usage:
    "[--search 'PATH=LOW..HIGH' | 'PATH=A|B|C']... [--log PATH]... [--second NAME] [--constraint 'success>=99%']... [--budget N]",
  summary:
    'Searches settings for the best --metric under constraints by racing candidates on common random numbers (or an experiment of kind optimise), and runs the winner on fresh seeds (--replications of them) before it recommends it.',
  options: {
    search: { type: 'string', multiple: true },
    log: { type: 'string', multiple: true },
    second: { type: 'string' },
    constraint: { type: 'string', multiple: true },
    budget: { type: 'string' },
  },
  unasserted: null,
  plan({ search = [], log = [], constraint = [], second, budget }, { metric, replications }) {
    const space = search.map(searchedFrom);
    const constraints = constraint.map(constraintFrom);
    const ranges = space.flatMap((one) => (typeof one !== 'string' && one.kind === 'number' ? [one.path] : []));
    const runs =
      budget === undefined ? null : wholeFrom('budget', budget, EXPERIMENT_LIMITS.smallestBudget, EXPERIMENT_LIMITS.runs);
    const wrong = [
      ...space,
      ...log.map((path) => (ranges.includes(path) ? null : unranged(path, ranges))),
      ...constraints,
      runs,
    ].filter((one) => typeof one === 'string');
    if (wrong.length > 0) return { wrong };
    const ids: string[] = [];
    const searched = space.flatMap((one) => {
      if (typeof one === 'string') return [];
      const id = idFor(one.path, ids);
      ids.push(id);
      const scale = one.kind === 'number' && log.includes(one.path) ? { scale: 'log' } : {};
      return [{ id, ...one, ...scale }];
    });
    return {
      plan: given({
        space: searched.length > 0 ? searched : null,
        objective: metric,
        second,
        constraints: constraints.length > 0 ? constraints.map((one, i) => ({ id: `c${i + 1}`, ...(one as object) })) : null,
        budget: runs,
        validation: replications,
      }),
    };
  },
  fresh: (scenario) => ({ plan: { space: usualSpace(scenario) } }),
  begin(experiment) {
    const run = new OptimiseRun(experiment);
    return {
      run,
      names: NAMES,
      tell(seconds) {
        const report = run.report();
        return {
          text: optimisationText(report, seconds),
          json: report,
          csv: optimisationCsv(report),
          measured: {
            names: NAMES,
            paired: true,
            values(who, name) {
              const list = report.validation?.values[who === 'winner' ? 'winner' : 'current'][name];
              return list === undefined || list.includes(null) ? null : (list as readonly number[]);
            },
          },
          missed: report.best === null ? optimisationFinding(report) : null,
        };
      },
    };
  },
});

function unranged(path: string, ranges: readonly string[]): string {
  const meant = nearest(path, ranges);
  return `--log must name a setting that --search gives a range (found '${path}')${meant === undefined ? '.' : `; did you mean '${meant}'?`}`;
}

function usualSpace(scenario: Scenario): object[] {
  return rangesAskedFirst(scenario)
    .slice(0, MOST_USUAL)
    .map((range) => ({ kind: 'number', ...range }));
}

type SearchedInput =
  | { readonly kind: 'number'; readonly path: string; readonly low: number; readonly high: number }
  | { readonly kind: 'choice'; readonly path: string; readonly values: readonly unknown[] };

function searchedFrom(text: string): SearchedInput | string {
  const varied = variedFrom('search', text);
  if (typeof varied === 'string') return varied;
  const path = varied.paths.join('+');
  const range = rangeFrom(varied.text);
  if (range !== null) return { kind: 'number', path, ...range };
  const choices = pieces(varied.text, '|');
  if (choices.length < 2)
    return `--search must be like 'client.timeoutMs=500..3000' or 'router.strategy=random|round-robin' (found '${text}').`;
  return { kind: 'choice', path, values: choices.map(valueFrom) };
}

function constraintFrom(text: string): object | string {
  const parsed = parseAssertion(text);
  const sentence = `--constraint must be like 'success>=99%' or 'cost<=250' (found '${text}').`;
  if (!parsed.ok) {
    const { rule } = parsed.problems[0]!;
    return rule.startsWith('must be like') ? sentence : `--constraint '${text}' ${ended(rule)}`;
  }
  const { metric, of, relation, against } = parsed.value;
  if (of !== null || against.kind !== 'value') return sentence;
  return { metric, bound: relation.startsWith('<') ? 'at-most' : 'at-least', value: against.value };
}

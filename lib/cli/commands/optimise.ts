import { optimisationCsv } from '@/lib/experiment/plan-csv';
import { OptimiseRun } from '@/lib/experiment/optimise';
import type { MetricName } from '@/lib/experiment/metrics';
import { parseAssertion } from '@/lib/experiment/assertion';
import { usualRanges } from '@/lib/experiment/usual-ranges';
import type { Scenario } from '@/lib/scenario/schema';

import { badInput, badUsage, readArgs, type Command } from '../command';
import { conductAndTell, SHARED_OPTIONS, SHARED_USAGE, sharedFrom } from '../conduct-experiment';
import { experimentFrom } from '../experiment-source';
import { optimisationText } from '../plan-text';
import { idFor, pieces, rangeFrom, variedFrom } from '../range-arguments';
import { valueFrom } from '../variant-arguments';

/** Settings searched where nothing is named: weights move what a router does, the rest of the usual ranges what a client or breaker does. */
const MOST_USUAL = 8;

export const optimise: Command = {
  usage: `PRESET|FILE|LINK [--search 'PATH=LOW..HIGH' | 'PATH=A|B|C']... [--log PATH]... [--second NAME] [--constraint 'success>=99%']... [--budget N] ${SHARED_USAGE}`,
  summary:
    'Searches settings for the best --metric under constraints by racing candidates on common random numbers (or an experiment of kind optimise), and runs the winner on fresh seeds (--replications of them) before it recommends it.',
  async run(args) {
    const parsed = readArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...SHARED_OPTIONS,
        search: { type: 'string', multiple: true },
        log: { type: 'string', multiple: true },
        second: { type: 'string' },
        constraint: { type: 'string', multiple: true },
        budget: { type: 'string' },
      },
    });
    if (!parsed.ok) return badUsage(parsed.sentence);
    const { values, positionals } = parsed.value;
    const [name, ...more] = positionals;
    if (name === undefined || more.length > 0) return badUsage(`Say one scenario or experiment: optimise ${optimise.usage}`);
    const shared = sharedFrom(values);
    if (!('threads' in shared)) return badUsage(...shared);
    const space = (values.search ?? []).map(searchedFrom);
    const constraints = (values.constraint ?? []).map(constraintFrom);
    const wrong = [...space, ...constraints].filter((one) => typeof one === 'string');
    if (wrong.length > 0) return badUsage(...wrong);
    const ids: string[] = [];
    const searched = space.flatMap((one) => {
      if (typeof one === 'string') return [];
      const id = idFor(one.path, ids);
      ids.push(id);
      const scale = one.kind === 'number' && (values.log ?? []).includes(one.path) ? { scale: 'log' } : {};
      return [{ id, ...one, ...scale }];
    });
    const experiment = experimentFrom(name, {
      kind: 'optimise',
      seed: shared.seed,
      fresh: (scenario) => ({ plan: { space: usualSpace(scenario) } }),
      plan: {
        ...(searched.length > 0 ? { space: searched } : {}),
        ...(shared.metric === null ? {} : { objective: shared.metric }),
        ...(values.second === undefined ? {} : { second: values.second }),
        ...(constraints.length === 0
          ? {}
          : { constraints: constraints.map((one, i) => ({ id: `c${i + 1}`, ...(one as object) })) }),
        ...(values.budget === undefined ? {} : { budget: Number(values.budget) }),
        ...(shared.replications === null ? {} : { validation: shared.replications }),
      },
    });
    if (!experiment.ok) return badInput(experiment.problems);
    const run = new OptimiseRun(experiment.value);
    return conductAndTell(run, experiment.value.scenario, ['winner', 'current'], values, shared, (seconds) => {
      const report = run.report();
      return {
        text: optimisationText(report, seconds),
        json: report,
        csv: optimisationCsv(report),
        measured: {
          names: ['winner', 'current'],
          paired: true,
          values(who, metric: MetricName) {
            const list = report.validation?.values[who === 'winner' ? 'winner' : 'current'][metric];
            return list === undefined || list.includes(null) ? null : (list as readonly number[]);
          },
        },
      };
    });
  },
};

function usualSpace(scenario: Scenario): object[] {
  return usualRanges(scenario)
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
  if (!parsed.ok) return `${sentence} It ${parsed.problems[0]!.rule}.`;
  const { metric, of, relation, against } = parsed.value;
  if (of !== null || against.kind !== 'value') return sentence;
  return { metric, bound: relation.startsWith('<') ? 'at-most' : 'at-least', value: against.value };
}

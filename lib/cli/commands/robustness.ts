import { robustnessCsv } from '@/lib/experiment/plan-csv';
import { RobustnessRun } from '@/lib/experiment/robustness';

import { experimentCommand, given } from '../experiment-command';
import { robustnessText } from '../plan-text';
import { AS_IT_IS, valueFrom, variantsFrom, VARIANT_OPTIONS } from '../variant-arguments';

const MS = /^\d+(?:\.\d+)?$/;
const RANDOM = /^(\d{1,6})x(\d{1,6})$/;

export const robustness = experimentCommand({
  kind: 'robustness',
  usage:
    "[--variant 'NAME: PATH=VALUE']... [--strategies A,B,...] [--fault KIND|JSON] [--from MS] [--until MS] [--each node,group,region] [--random SCRIPTSxNODES]",
  summary:
    'Runs variants through fault scripts, one for each node and region (or an experiment of kind robustness): mean, worst case, and whether the fleet comes back. By default a crash from a quarter to half of the run.',
  options: {
    ...VARIANT_OPTIONS,
    fault: { type: 'string' },
    from: { type: 'string' },
    until: { type: 'string' },
    each: { type: 'string' },
    random: { type: 'string' },
  },
  unasserted: 'A table of fault scripts has no --assert; see the command compare.',
  plan(values, { metric, replications }) {
    const variants = variantsFrom(values);
    if (!variants.ok) return { wrong: variants.wrong };
    const random = values.random === undefined ? null : RANDOM.exec(values.random);
    if (values.random !== undefined && random === null)
      return { wrong: ["--random must be like '10x2': ten scripts of two nodes each."] };
    const fault = values.fault === undefined ? undefined : valueFrom(values.fault);
    if (fault === null || typeof fault === 'number' || typeof fault === 'boolean' || Array.isArray(fault))
      return { wrong: [`--fault must be like 'crash' or '{"kind":"crash"}' (found '${values.fault}').`] };
    const ends = (['from', 'until'] as const).flatMap((option) => {
      const text = values[option];
      return text === undefined || MS.test(text) ? [] : [`--${option} must be a number of ms, 0 or more (found "${text}").`];
    });
    if (ends.length > 0) return { wrong: ends };
    return {
      plan: given({
        variants: variants.list,
        fault: typeof fault === 'string' ? { kind: fault } : fault,
        fromMs: values.from === undefined ? null : Number(values.from),
        untilMs: values.until === undefined ? null : Number(values.until),
        each: values.each
          ?.split(',')
          .map((kind) => kind.trim())
          .filter((kind) => kind !== ''),
        random: random === null ? null : { scripts: Number(random[1]), nodes: Number(random[2]) },
        metric,
        replications,
      }),
    };
  },
  fresh: ({ durationMs }) => ({
    plan: { variants: [AS_IT_IS], fromMs: Math.round(durationMs / 4), untilMs: Math.round(durationMs / 2) },
  }),
  begin(experiment) {
    const run = new RobustnessRun(experiment);
    return {
      run,
      names: [],
      tell(seconds) {
        const report = run.report();
        return { text: robustnessText(report, seconds), json: report, csv: robustnessCsv(report), measured: null, missed: null };
      },
    };
  },
});

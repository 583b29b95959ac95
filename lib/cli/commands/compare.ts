import { CompareRun, type Comparison } from '@/lib/experiment/compare';
import { comparisonCsv } from '@/lib/experiment/csv';
import type { Measured } from '@/lib/experiment/assertion';

import { experimentCommand, given } from '../experiment-command';
import { comparisonText } from '../experiment-text';
import { AS_IT_IS, variantsFrom, VARIANT_OPTIONS } from '../variant-arguments';

const PRECISION = /^\s*([A-Za-z]\w*)\s+(\d+(?:\.\d+)?)\s*%\s*$/;

export const compare = experimentCommand({
  kind: 'compare',
  usage:
    "[--variant 'NAME: PATH=VALUE; PATH=VALUE']... [--strategies A,B,...] [--baseline NAME] [--precision 'p99 5%'] [--independent]",
  summary:
    'Runs variants of a scenario (or an experiment of kind compare) on identical traffic with many seeds, and says which differences are established.',
  options: {
    ...VARIANT_OPTIONS,
    baseline: { type: 'string' },
    precision: { type: 'string' },
    independent: { type: 'boolean', default: false },
  },
  unasserted: null,
  plan(values, { replications }) {
    const variants = variantsFrom(values);
    const precision = values.precision === undefined ? null : PRECISION.exec(values.precision);
    const wrong = [
      ...(variants.ok ? [] : variants.wrong),
      ...(values.precision !== undefined && precision === null ? ["--precision must be like 'p99 5%'."] : []),
    ];
    if (wrong.length > 0 || !variants.ok) return { wrong };
    return {
      plan: given({
        variants: variants.list,
        baseline: values.baseline,
        numbers: values.independent ? 'independent' : null,
        replications,
        precision: precision === null ? null : { metric: precision[1], fraction: Number(precision[2]) / 100 },
      }),
    };
  },
  fresh: () => ({ plan: { variants: [AS_IT_IS] } }),
  begin(experiment, { metric }) {
    const { seed, plan } = experiment;
    const run = new CompareRun(experiment);
    return {
      run,
      names: plan.variants.map(({ id }) => id),
      tell(seconds) {
        const report = run.report();
        return {
          text: comparisonText(report, metric ?? plan.precision?.metric ?? 'p99', seed, seconds),
          json: report,
          csv: comparisonCsv(report),
          measured: measuredBy(report),
          missed: null,
        };
      },
    };
  },
});

function measuredBy({ variants, numbers }: Comparison): Measured {
  return {
    names: variants.map(({ id }) => id),
    paired: numbers === 'common',
    values(name, metric) {
      const values = variants.find(({ id }) => id === name)?.values[metric];
      return values === undefined || values.includes(null) ? null : (values as readonly number[]);
    },
  };
}

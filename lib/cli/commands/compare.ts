import { CompareRun, type Comparison } from '@/lib/experiment/compare';
import { comparisonCsv } from '@/lib/experiment/csv';
import type { Measured } from '@/lib/experiment/assertion';

import { badInput, badUsage, readArgs, type Command } from '../command';
import { conductAndTell, SHARED_OPTIONS, SHARED_USAGE, sharedFrom } from '../conduct-experiment';
import { experimentFrom } from '../experiment-source';
import { comparisonText } from '../experiment-text';
import { variantsFrom } from '../variant-arguments';

const PRECISION = /^\s*([A-Za-z]\w*)\s+(\d+(?:\.\d+)?)\s*%\s*$/;

export const compare: Command = {
  usage: `PRESET|FILE|LINK [--variant 'NAME: PATH=VALUE; PATH=VALUE']... [--strategies A,B,...] [--baseline NAME] [--precision 'p99 5%'] [--independent] ${SHARED_USAGE}`,
  summary:
    'Runs variants of a scenario (or an experiment of kind compare) on identical traffic with many seeds, and says which differences are established.',
  async run(args) {
    const parsed = readArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...SHARED_OPTIONS,
        variant: { type: 'string', multiple: true },
        strategies: { type: 'string' },
        baseline: { type: 'string' },
        precision: { type: 'string' },
        independent: { type: 'boolean', default: false },
      },
    });
    if (!parsed.ok) return badUsage(parsed.sentence);
    const { values, positionals } = parsed.value;
    const [name, ...more] = positionals;
    if (name === undefined || more.length > 0) return badUsage(`Say one scenario or experiment: compare ${compare.usage}`);
    const shared = sharedFrom(values);
    if (!('threads' in shared)) return badUsage(...shared);
    const variants = variantsFrom(values);
    const precision = values.precision === undefined ? null : PRECISION.exec(values.precision);
    const wrong = [
      ...(variants.ok ? [] : variants.wrong),
      ...(values.precision !== undefined && precision === null ? ["--precision must be like 'p99 5%'."] : []),
    ];
    if (wrong.length > 0 || !variants.ok) return badUsage(...wrong);
    const experiment = experimentFrom(name, {
      kind: 'compare',
      seed: shared.seed,
      fresh: () => ({ plan: { variants: [{ id: 'as-it-is' }] } }),
      plan: {
        ...(variants.list.length > 0 ? { variants: variants.list } : {}),
        ...(values.baseline === undefined ? {} : { baseline: values.baseline }),
        ...(values.independent ? { numbers: 'independent' } : {}),
        ...(shared.replications === null ? {} : { replications: shared.replications }),
        ...(precision === null ? {} : { precision: { metric: precision[1], fraction: Number(precision[2]) / 100 } }),
      },
    });
    if (!experiment.ok) return badInput(experiment.problems);
    const { scenario, seed, plan } = experiment.value;
    const run = new CompareRun(experiment.value);
    const names = plan.variants.map(({ id }) => id);
    return conductAndTell(run, scenario, names, values, shared, (seconds) => {
      const report = run.report();
      return {
        text: comparisonText(report, shared.metric ?? plan.precision?.metric ?? 'p99', seed, seconds),
        json: report,
        csv: comparisonCsv(report),
        measured: measuredBy(report),
      };
    });
  },
};

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

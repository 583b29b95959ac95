import { loadCurveCsv } from '@/lib/experiment/plan-csv';
import { LoadCurveRun } from '@/lib/experiment/load-curve';

import { badInput, badUsage, readArgs, type Command } from '../command';
import { conductAndTell, SHARED_OPTIONS, SHARED_USAGE, sharedFrom } from '../conduct-experiment';
import { experimentFrom } from '../experiment-source';
import { loadCurveText } from '../plan-text';
import { valuesFrom } from '../range-arguments';
import { variantsFrom } from '../variant-arguments';

export const loadCurve: Command = {
  usage: `PRESET|FILE|LINK [--variant 'NAME: PATH=VALUE']... [--strategies A,B,...] [--loads 0.4..1.4/11] [--slo NAME] ${SHARED_USAGE}`,
  summary:
    "Runs variants at multiples of a scenario's traffic (or an experiment of kind load-curve), and finds the knee of each and the load up to which it meets the SLO.",
  async run(args) {
    const parsed = readArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...SHARED_OPTIONS,
        variant: { type: 'string', multiple: true },
        strategies: { type: 'string' },
        loads: { type: 'string' },
        slo: { type: 'string' },
      },
    });
    if (!parsed.ok) return badUsage(parsed.sentence);
    const { values, positionals } = parsed.value;
    const [name, ...more] = positionals;
    if (name === undefined || more.length > 0) return badUsage(`Say one scenario or experiment: load-curve ${loadCurve.usage}`);
    const shared = sharedFrom(values);
    if (!('threads' in shared)) return badUsage(...shared);
    if (shared.assertions.length > 0) return badUsage('A load curve has no --assert; see the command compare.');
    const variants = variantsFrom(values);
    if (!variants.ok) return badUsage(...variants.wrong);
    const loads = values.loads === undefined ? null : valuesFrom(values.loads);
    if (typeof loads === 'string') return badUsage(loads);
    const experiment = experimentFrom(name, {
      kind: 'load-curve',
      seed: shared.seed,
      fresh: () => ({ plan: { variants: [{ id: 'as-it-is' }] } }),
      plan: {
        ...(variants.list.length > 0 ? { variants: variants.list } : {}),
        ...(loads === null ? {} : { loads }),
        ...(values.slo === undefined ? {} : { slo: values.slo }),
        ...(shared.metric === null ? {} : { metric: shared.metric }),
        ...(shared.replications === null ? {} : { replications: shared.replications }),
      },
    });
    if (!experiment.ok) return badInput(experiment.problems);
    const run = new LoadCurveRun(experiment.value);
    return conductAndTell(run, experiment.value.scenario, [], values, shared, (seconds) => {
      const report = run.report();
      return {
        text: loadCurveText(report, seconds),
        json: report,
        csv: loadCurveCsv(report),
        measured: { names: [], paired: true, values: () => null },
      };
    });
  },
};

import { robustnessCsv } from '@/lib/experiment/plan-csv';
import { RobustnessRun } from '@/lib/experiment/robustness';

import { badInput, badUsage, readArgs, type Command } from '../command';
import { conductAndTell, SHARED_OPTIONS, SHARED_USAGE, sharedFrom } from '../conduct-experiment';
import { experimentFrom } from '../experiment-source';
import { robustnessText } from '../plan-text';
import { valueFrom, variantsFrom } from '../variant-arguments';

const RANDOM = /^(\d{1,6})x(\d{1,6})$/;

export const robustness: Command = {
  usage: `PRESET|FILE|LINK [--variant 'NAME: PATH=VALUE']... [--strategies A,B,...] [--fault KIND|JSON] [--from MS] [--until MS] [--each node,group,region] [--random SCRIPTSxNODES] ${SHARED_USAGE}`,
  summary:
    'Runs variants through fault scripts, one for each node and region (or an experiment of kind robustness): mean, worst case, and whether the fleet comes back. By default a crash from a quarter to half of the run.',
  async run(args) {
    const parsed = readArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...SHARED_OPTIONS,
        variant: { type: 'string', multiple: true },
        strategies: { type: 'string' },
        fault: { type: 'string' },
        from: { type: 'string' },
        until: { type: 'string' },
        each: { type: 'string' },
        random: { type: 'string' },
      },
    });
    if (!parsed.ok) return badUsage(parsed.sentence);
    const { values, positionals } = parsed.value;
    const [name, ...more] = positionals;
    if (name === undefined || more.length > 0) return badUsage(`Say one scenario or experiment: robustness ${robustness.usage}`);
    const shared = sharedFrom(values);
    if (!('threads' in shared)) return badUsage(...shared);
    if (shared.assertions.length > 0) return badUsage('A table of fault scripts has no --assert; see the command compare.');
    const variants = variantsFrom(values);
    if (!variants.ok) return badUsage(...variants.wrong);
    const random = values.random === undefined ? null : RANDOM.exec(values.random);
    if (values.random !== undefined && random === null)
      return badUsage("--random must be like '10x2': ten scripts of two nodes each.");
    const fault = values.fault === undefined ? undefined : valueFrom(values.fault);
    const each = values.each
      ?.split(',')
      .map((kind) => kind.trim())
      .filter((kind) => kind !== '');
    const experiment = experimentFrom(name, {
      kind: 'robustness',
      seed: shared.seed,
      fresh: ({ durationMs }) => ({
        plan: { variants: [{ id: 'as-it-is' }], fromMs: Math.round(durationMs / 4), untilMs: Math.round(durationMs / 2) },
      }),
      plan: {
        ...(variants.list.length > 0 ? { variants: variants.list } : {}),
        ...(fault === undefined ? {} : { fault: typeof fault === 'string' ? { kind: fault } : fault }),
        ...(values.from === undefined ? {} : { fromMs: Number(values.from) }),
        ...(values.until === undefined ? {} : { untilMs: Number(values.until) }),
        ...(each === undefined ? {} : { each }),
        ...(random === null ? {} : { random: { scripts: Number(random[1]), nodes: Number(random[2]) } }),
        ...(shared.metric === null ? {} : { metric: shared.metric }),
        ...(shared.replications === null ? {} : { replications: shared.replications }),
      },
    });
    if (!experiment.ok) return badInput(experiment.problems);
    const run = new RobustnessRun(experiment.value);
    return conductAndTell(run, experiment.value.scenario, [], values, shared, (seconds) => {
      const report = run.report();
      return {
        text: robustnessText(report, seconds),
        json: report,
        csv: robustnessCsv(report),
        measured: { names: [], paired: true, values: () => null },
      };
    });
  },
};

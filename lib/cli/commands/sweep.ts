import { sweepCsv } from '@/lib/experiment/plan-csv';
import { settingsText } from '@/lib/experiment/findings';
import { SweepRun } from '@/lib/experiment/sweep';

import { badInput, badUsage, readArgs, type Command } from '../command';
import { conductAndTell, SHARED_OPTIONS, SHARED_USAGE, sharedFrom } from '../conduct-experiment';
import { experimentFrom } from '../experiment-source';
import { sweepText } from '../plan-text';
import { idFor, valuesFrom, variedFrom } from '../range-arguments';

export const sweep: Command = {
  usage: `PRESET|FILE|LINK [--vary 'PATH=V1,V2,...' | 'PATH=FROM..TO/STEPS']... ${SHARED_USAGE}`,
  summary:
    'Runs a scenario over a grid of one or two settings (or an experiment of kind sweep) and says which cell is best and which are not told apart from it. Paths joined by + move together.',
  async run(args) {
    const parsed = readArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...SHARED_OPTIONS, vary: { type: 'string', multiple: true } },
    });
    if (!parsed.ok) return badUsage(parsed.sentence);
    const { values, positionals } = parsed.value;
    const [name, ...more] = positionals;
    if (name === undefined || more.length > 0) return badUsage(`Say one scenario or experiment: sweep ${sweep.usage}`);
    const shared = sharedFrom(values);
    if (!('threads' in shared)) return badUsage(...shared);
    const axes: { id: string; paths: readonly string[]; values: unknown }[] = [];
    for (const text of values.vary ?? []) {
      const varied = variedFrom('vary', text);
      if (typeof varied === 'string') return badUsage(varied);
      const list = valuesFrom(varied.text);
      if (typeof list === 'string') return badUsage(list);
      const taken = axes.map(({ id }) => id);
      axes.push({ id: idFor(varied.paths[0]!, taken), paths: varied.paths, values: list });
    }
    const experiment = experimentFrom(name, {
      kind: 'sweep',
      seed: shared.seed,
      fresh: () => ({ missing: "Say what to vary: --vary 'client.retries=0,1,2'." }),
      plan: {
        ...(axes.length > 0 ? { axes } : {}),
        ...(shared.metric === null ? {} : { metric: shared.metric }),
        ...(shared.replications === null ? {} : { replications: shared.replications }),
      },
    });
    if (!experiment.ok) return badInput(experiment.problems);
    const run = new SweepRun(experiment.value);
    const cells = run.report().cells.map(({ settings }) => settingsText(settings));
    return conductAndTell(run, experiment.value.scenario, cells, values, shared, (seconds) => {
      const report = run.report();
      return {
        text: sweepText(report, seconds),
        json: report,
        csv: sweepCsv(report),
        measured: { names: cells, paired: true, values: (cell, metric) => run.valuesOf(cells.indexOf(cell), metric) },
      };
    });
  },
};

import { sweepCsv } from '@/lib/experiment/plan-csv';
import { settingsText } from '@/lib/experiment/findings';
import { SweepRun } from '@/lib/experiment/sweep';

import { experimentCommand, given } from '../experiment-command';
import { sweepText } from '../plan-text';
import { idFor, valuesFrom, variedFrom } from '../range-arguments';

export const sweep = experimentCommand({
  kind: 'sweep',
  usage: "[--vary 'PATH=V1,V2,...' | 'PATH=FROM..TO/STEPS']...",
  summary:
    'Runs a scenario over a grid of one or two settings (or an experiment of kind sweep) and says which cell is best and which are not told apart from it. Paths joined by + move together.',
  options: { vary: { type: 'string', multiple: true } },
  unasserted: null,
  plan({ vary = [] }, { metric, replications }) {
    const axes: { id: string; paths: readonly string[]; values: unknown }[] = [];
    for (const text of vary) {
      const varied = variedFrom('vary', text);
      if (typeof varied === 'string') return { wrong: [varied] };
      const values = valuesFrom(varied.text);
      if (typeof values === 'string') return { wrong: [values] };
      const taken = axes.map(({ id }) => id);
      axes.push({ id: idFor(varied.paths[0]!, taken), paths: varied.paths, values });
    }
    return { plan: given({ axes: axes.length > 0 ? axes : null, metric, replications }) };
  },
  fresh: () => ({ missing: "Say what to vary: --vary 'client.retries=0,1,2'." }),
  begin(experiment) {
    const run = new SweepRun(experiment);
    const names = run.report().cells.map(({ settings }) => settingsText(settings));
    return {
      run,
      names,
      tell(seconds) {
        const report = run.report();
        return {
          text: sweepText(report, seconds),
          json: report,
          csv: sweepCsv(report),
          measured: { names, paired: true, values: (cell, name) => run.valuesOf(names.indexOf(cell), name) },
          missed: null,
        };
      },
    };
  },
});

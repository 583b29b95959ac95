import { sensitivityCsv } from '@/lib/experiment/plan-csv';
import { SensitivityRun } from '@/lib/experiment/sensitivity';
import { termSpreads } from '@/lib/experiment/term-spread';
import { usualRanges } from '@/lib/experiment/usual-ranges';

import { experimentCommand, given } from '../experiment-command';
import { sensitivityText } from '../plan-text';
import { idFor, rangeFrom, variedFrom } from '../range-arguments';

/** Decisions of one run that the terms of the score are looked at in. */
const DECISIONS = 200;

export const sensitivity = experimentCommand({
  kind: 'sensitivity',
  usage: "[--vary 'PATH=LOW..HIGH']... [--morris]",
  summary:
    'Says which settings move a metric in a scenario and which cannot (or an experiment of kind sensitivity): each at the ends of its range, or along random paths through all ranges (Morris). Without --vary: weights, time-outs, retries and thresholds from half to twice their value.',
  options: { vary: { type: 'string', multiple: true }, morris: { type: 'boolean', default: false } },
  unasserted: 'A sensitivity has no runs that --assert could be about; see the command compare.',
  plan({ vary = [], morris }, { metric, replications }) {
    const parameters: { id: string; path: string; low: number; high: number }[] = [];
    for (const text of vary) {
      const varied = variedFrom('vary', text);
      if (typeof varied === 'string') return { wrong: [varied] };
      const range = rangeFrom(varied.text);
      const [path] = varied.paths;
      if (range === null || path === undefined || varied.paths.length > 1) {
        return { wrong: [`--vary must be like 'client.timeoutMs=500..3000' (found '${text}').`] };
      }
      const taken = parameters.map(({ id }) => id);
      parameters.push({ id: idFor(path, taken), path, ...range });
    }
    return {
      plan: given({
        parameters: parameters.length > 0 ? parameters : null,
        method: morris ? 'morris' : null,
        metric,
        replications,
      }),
    };
  },
  fresh: (scenario) => ({ plan: { parameters: usualRanges(scenario) } }),
  begin(experiment) {
    const run = new SensitivityRun(experiment);
    return {
      run,
      names: [],
      tell(seconds, traces) {
        const report = run.report();
        const terms = termSpreads(experiment.scenario, DECISIONS, traces);
        return {
          text: sensitivityText(report, terms, seconds),
          json: { ...report, terms },
          csv: sensitivityCsv(report),
          measured: null,
          missed: null,
        };
      },
    };
  },
});

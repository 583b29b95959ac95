import { sensitivityCsv } from '@/lib/experiment/plan-csv';
import { SensitivityRun } from '@/lib/experiment/sensitivity';
import { termSpreads } from '@/lib/experiment/term-spread';
import { usualRanges } from '@/lib/experiment/usual-ranges';

import { badInput, badUsage, readArgs, type Command } from '../command';
import { conductAndTell, SHARED_OPTIONS, SHARED_USAGE, sharedFrom } from '../conduct-experiment';
import { experimentFrom } from '../experiment-source';
import { sensitivityText } from '../plan-text';
import { idFor, rangeFrom, variedFrom } from '../range-arguments';
import { tracesFor } from '../trace-files';

export const sensitivity: Command = {
  usage: `PRESET|FILE|LINK [--vary 'PATH=LOW..HIGH']... [--morris] ${SHARED_USAGE}`,
  summary:
    'Says which settings move a metric in a scenario and which cannot (or an experiment of kind sensitivity): each at the ends of its range, or along random paths through all ranges (Morris). Without --vary: weights, time-outs, retries and thresholds from half to twice their value.',
  async run(args) {
    const parsed = readArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...SHARED_OPTIONS,
        vary: { type: 'string', multiple: true },
        morris: { type: 'boolean', default: false },
      },
    });
    if (!parsed.ok) return badUsage(parsed.sentence);
    const { values, positionals } = parsed.value;
    const [name, ...more] = positionals;
    if (name === undefined || more.length > 0)
      return badUsage(`Say one scenario or experiment: sensitivity ${sensitivity.usage}`);
    const shared = sharedFrom(values);
    if (!('threads' in shared)) return badUsage(...shared);
    if (shared.assertions.length > 0)
      return badUsage('A sensitivity has no runs that --assert could be about; see the command compare.');
    const parameters: { id: string; path: string; low: number; high: number }[] = [];
    for (const text of values.vary ?? []) {
      const varied = variedFrom('vary', text);
      if (typeof varied === 'string') return badUsage(varied);
      const range = rangeFrom(varied.text);
      const [path] = varied.paths;
      if (range === null || path === undefined || varied.paths.length > 1) {
        return badUsage(`--vary must be like 'client.timeoutMs=500..3000' (found '${text}').`);
      }
      const taken = parameters.map(({ id }) => id);
      parameters.push({ id: idFor(path, taken), path, ...range });
    }
    const experiment = experimentFrom(name, {
      kind: 'sensitivity',
      seed: shared.seed,
      fresh: (scenario) => ({ plan: { parameters: usualRanges(scenario) } }),
      plan: {
        ...(parameters.length > 0 ? { parameters } : {}),
        ...(values.morris ? { method: 'morris' } : {}),
        ...(shared.metric === null ? {} : { metric: shared.metric }),
        ...(shared.replications === null ? {} : { replications: shared.replications }),
      },
    });
    if (!experiment.ok) return badInput(experiment.problems);
    const { scenario } = experiment.value;
    const traces = await tracesFor(scenario, values.traces ?? null);
    if (!traces.ok) return badInput(traces.problems);
    const run = new SensitivityRun(experiment.value);
    return conductAndTell(run, scenario, [], values, shared, (seconds) => {
      const report = run.report();
      const terms = termSpreads(scenario, 200, traces.value);
      return {
        text: sensitivityText(report, terms, seconds),
        json: { ...report, terms },
        csv: sensitivityCsv(report),
        measured: { names: [], paired: true, values: () => null },
      };
    });
  },
};

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { SEMANTICS } from '@/lib/report/semantics';
import { type Report } from '@/lib/sim/report';
import { LIMITS } from '@/lib/scenario/limits';
import { reportTables } from '@/lib/sim/report-tables';
import { Pace } from '@/lib/sim/pace';
import { Simulation } from '@/lib/sim/simulate';
import { RunTooLarge } from '@/lib/sim/too-large';

import { badInput, badUsage, EXIT, readArgs, say, warn, type Command, type Exit } from '../command';
import { inlineForRun } from '../inlining';
import { lifeText } from '../life-text';
import { madeFolder } from '../output-folder';
import { reportText } from '../report-text';
import { scenarioFrom } from '../scenario-source';
import { badTraces, tracesFor } from '../trace-files';

const PROGRESS_EVERY_MS = 100;
const MOST_EVENTS_PER_SLICE = 50_000;

export const run: Command = {
  usage: 'PRESET|FILE|LINK [--seed N] [--traces DIR] [--request N] [--csv DIR] [--json]',
  summary:
    'Runs a scenario to its end and prints what came of it, as text or as a JSON report. Files of the traces that it names are looked for in DIR. With --request, the life of that request (from 0, in order of arrival) instead. With --csv, every table and series as a CSV file in DIR besides.',
  async run(args) {
    const parsed = readArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        seed: { type: 'string' },
        traces: { type: 'string' },
        request: { type: 'string' },
        csv: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    if (!parsed.ok) return badUsage(parsed.sentence);
    const { values, positionals } = parsed.value;
    const [name, ...more] = positionals;
    if (name === undefined || more.length > 0) return badUsage(`Say one scenario: run ${run.usage}`);
    const seed = values.seed === undefined ? null : seedFrom(values.seed);
    if (typeof seed === 'string') return badUsage(seed);

    const request = values.request === undefined ? -1 : Number(values.request);
    if (values.request !== undefined && !/^\d{1,9}$/.test(values.request)) {
      return badUsage(`--request must be a whole number from 0 (found "${values.request}").`);
    }

    // Before the run: it would be a pity to run for minutes and then not to be able to write.
    const unwritable = values.csv === undefined ? null : madeFolder(values.csv);
    if (unwritable !== null) return badUsage(unwritable);

    const source = scenarioFrom(name);
    if (!source.ok) return badInput(source.problems);
    const { scenario, digest, semantics } = source.value;
    const traces = await tracesFor(scenario, values.traces ?? null);
    if (!traces.ok) return badTraces(traces.problems, values.traces);
    inlineForRun(scenario);
    const startedMs = performance.now();
    const simulation = new Simulation(seed === null ? scenario : { ...scenario, seed }, traces.value);
    simulation.watch(request);
    let report: Report;
    try {
      report = toTheEnd(simulation);
    } catch (error) {
      if (!(error instanceof RunTooLarge)) throw error;
      warn(`The run was stopped at ${simulation.nowMs.toFixed(3)} ms: ${error.message}.`);
      return EXIT.failed;
    }
    if (request >= 0) {
      const life = simulation.lifeWatched();
      if (life === null) {
        warn(`Request ${request} never arrived: the run had ${simulation.arrived}, from 0.`);
        return EXIT.failed;
      }
      say(values.json ? JSON.stringify(life) : lifeText(life));
      return EXIT.good;
    }
    if (values.csv !== undefined) {
      const files = reportTables(report, simulation.tracks());
      try {
        for (const { name: file, text } of files) writeFileSync(join(values.csv, file), text);
      } catch (error) {
        warn(`The CSV files could not be written to ${values.csv}: ${(error as Error).message}.`);
        return EXIT.failed;
      }
      warn(`${files.length} CSV files written to ${values.csv}: ${files.map(({ name: file }) => file).join(', ')}.`);
    }
    if (values.json) say(JSON.stringify(report));
    else say(reportText(report, scenario, performance.now() - startedMs));
    return digest === null || (seed !== null && seed !== scenario.seed) ? EXIT.good : compared(report, digest, semantics);
  },
};

function seedFrom(text: string): number | string {
  const seed = Number(text);
  return /^\d{1,16}$/.test(text) && seed <= LIMITS.seed
    ? seed
    : `--seed must be a whole number from 0 to ${LIMITS.seed} (found "${text}").`;
}

function toTheEnd(simulation: Simulation): Report {
  const shown = process.stderr.isTTY;
  const pace = new Pace(PROGRESS_EVERY_MS / 4, MOST_EVENTS_PER_SLICE);
  let nowMs = performance.now();
  let lastMs = 0;
  while (!simulation.finished) {
    simulation.runUntil(simulation.scenario.durationMs, pace.events);
    const beforeMs = nowMs;
    nowMs = performance.now();
    pace.took(nowMs - beforeMs);
    if (!shown || nowMs - lastMs < PROGRESS_EVERY_MS) continue;
    lastMs = nowMs;
    const percent = Math.floor((100 * simulation.nowMs) / simulation.scenario.durationMs);
    process.stderr.write(
      `\r\u001b[K${percent} %  ${(simulation.nowMs / 1_000).toFixed(1)} s simulated, ${simulation.events} events`,
    );
  }
  if (shown) process.stderr.write('\r\u001b[K');
  return simulation.report();
}

/** Says whether the run that the link was made from came out again, to the bit. */
function compared(report: Report, digest: string, semantics: number | null): Exit {
  if (semantics !== SEMANTICS) {
    warn(
      `The link was made by another version of the simulator (semantics ${semantics}, here ${SEMANTICS}); its digest ${digest} says nothing here.`,
    );
    return EXIT.good;
  }
  if (report.digest === digest) {
    warn("Identical to the link's run, to the bit.");
    return EXIT.good;
  }
  warn(`The link's run had the digest ${digest}, this one has ${report.digest}: they differ.`);
  return EXIT.failed;
}

import { CalibrationRun, REPLICATIONS, type Calibration } from '@/lib/experiment/calibration';
import { CompareRun, type Comparison } from '@/lib/experiment/compare';
import { conduct } from '@/lib/experiment/conduct';
import { METRIC_NAMES } from '@/lib/experiment/metrics';
import { pairingGains, type PairingGain } from '@/lib/experiment/pairing';
import { parseExperiment } from '@/lib/experiment/parse';
import type { ExperimentOf } from '@/lib/experiment/schema';
import { PRESETS } from '@/lib/scenario/presets';
import { NO_TRACES } from '@/lib/scenario/trace-supply';

import { badUsage, EXIT, readArgs, say, type Command } from '../command';
import { runProgress } from '../conduct-experiment';
import { textTable } from '../experiment-text';
import { threadPool, type ThreadPool } from '../replication-threads';
import { sharedFrom } from '../shared-arguments';

const STRATEGIES = ['power-of-two', 'least-connections', 'random', 'round-robin', 'least-latency'];
/** A weight that counts, moved by a hundredth: what a person turns a slider for. */
const SMALL_CHANGE = { path: 'router.policies[latency].weight', from: 1, to: 1.01 };
/**
 * Strategies for which the small change is judged beside the preset's own: the one that draws in proportion to the weighted totals. The one
 * that takes the highest total is shown and not judged: each choice feeds the latency that the next one is made by, so where that herds, two
 * runs part for good at the first request that goes elsewhere, and what they still share is the traffic alone.
 */
const JUDGED = 'weighted-random';
const SHOWN = 'least-latency';
const PAIRED = 20;
/** What a count of 1,000 may show with 99.7 % where the truth is 95 %, and 5 %. */
const COVERAGE = [0.93, 0.97] as const;
const FALSE_CALLS = [0.035, 0.067] as const;

interface SmallChange {
  readonly strategy: string;
  /** Whether it must be at least 3. */
  readonly judged: boolean;
  readonly gain: number | null;
}

interface PresetGains {
  readonly preset: string;
  readonly strategies: readonly PairingGain[];
  readonly smallChanges: readonly SmallChange[];
  readonly identicalDiffer: number;
}

export const statistics: Command = {
  usage: '[--experiments N] [--threads N] [--json]',
  summary:
    'Holds the statistics of experiments against the truth: coverage of intervals on a queue whose mean is known, false calls of equal experiments, exact zero of identical variants, and what pairing is worth for each preset.',
  async run(args) {
    const parsed = readArgs({
      args: [...args],
      options: {
        experiments: { type: 'string', default: '1000' },
        threads: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    if (!parsed.ok) return badUsage(parsed.sentence);
    const { values } = parsed.value;
    const shared = sharedFrom(values);
    if (!('threads' in shared)) return badUsage(...shared);
    const experiments = Number(values.experiments);
    if (!/^\d{1,6}$/.test(values.experiments) || experiments < 20 || experiments > 100_000) {
      return badUsage(`--experiments must be a whole number from 20 to 100000 (found "${values.experiments}").`);
    }
    const pool = threadPool(shared.threads, NO_TRACES);
    try {
      const calibration = new CalibrationRun(experiments);
      await conduct(calibration, pool, runProgress(calibration));
      const gains: PresetGains[] = [];
      for (const { id } of PRESETS) gains.push(await gainsOf(id, pool));
      return told(calibration.report(), gains, values.json);
    } finally {
      await pool.end();
    }
  },
};

async function gainsOf(preset: string, pool: ThreadPool): Promise<PresetGains> {
  const strategies = await compared(
    preset,
    STRATEGIES.map((id) => ({ id, patch: [{ path: 'router.strategy', value: id }] })),
    pool,
  );
  const own = PRESETS.find(({ id }) => id === preset)!.scenario.router!.strategy!.id;
  const smallChanges: SmallChange[] = [];
  let identicalDiffer = 0;
  for (const strategy of new Set([own, JUDGED, SHOWN])) {
    const { gain, differ } = await smallChange(preset, strategy, pool);
    smallChanges.push({ strategy, judged: strategy === own || strategy === JUDGED, gain });
    identicalDiffer += differ;
  }
  return { preset, strategies: pairingGains(strategies, 'mean'), smallChanges, identicalDiffer };
}

/** `differ`: metrics in which a variant and its equal differ. */
async function smallChange(
  preset: string,
  strategy: string,
  pool: ThreadPool,
): Promise<{ readonly gain: number | null; readonly differ: number }> {
  const weight = (value: number): object[] => [
    { path: 'router.strategy', value: strategy },
    { path: SMALL_CHANGE.path, value },
  ];
  const { variants, ...rest } = await compared(
    preset,
    [
      { id: 'before', patch: weight(SMALL_CHANGE.from) },
      { id: 'after', patch: weight(SMALL_CHANGE.to) },
      { id: 'same', patch: weight(SMALL_CHANGE.from) },
    ],
    pool,
  );
  const [before, after, same] = variants;
  return {
    gain: pairingGains({ ...rest, variants: [before!, after!] }, 'mean')[0]?.gain ?? null,
    differ: METRIC_NAMES.filter((name) => before!.values[name].some((value, r) => value !== same!.values[name][r])).length,
  };
}

async function compared(preset: string, variants: readonly object[], pool: ThreadPool): Promise<Comparison> {
  const scenario = PRESETS.find(({ id }) => id === preset)!.scenario;
  const parsed = parseExperiment({ version: 1, scenario, plan: { kind: 'compare', variants, replications: PAIRED } });
  if (!parsed.ok) throw new Error(`preset ${preset}: ${parsed.problems[0]!.message}`);
  const run = new CompareRun(parsed.value as ExperimentOf<'compare'>);
  await conduct(run, pool, runProgress(run));
  return run.report();
}

function told(calibration: Calibration, gains: readonly PresetGains[], json: boolean) {
  const { coverage, falseCalls, experiments, meanMs, trueMeanMs, requestsPerRun } = calibration;
  const worse = gains.flatMap(({ strategies }) => strategies).filter((pair) => pair.worse);
  const differ = gains.reduce((sum, { identicalDiffer }) => sum + identicalDiffer, 0);
  // Two equal columns without any spread are as narrow as can be.
  const smallest = Math.min(
    ...gains.flatMap(({ smallChanges }) => smallChanges.filter(({ judged }) => judged).map(({ gain }) => gain ?? Infinity)),
  );
  const checks = [
    { name: 'coverage within 93 to 97 %', holds: coverage >= COVERAGE[0] && coverage <= COVERAGE[1] },
    { name: 'false calls within 3.5 to 6.7 %', holds: falseCalls >= FALSE_CALLS[0] && falseCalls <= FALSE_CALLS[1] },
    { name: 'identical variants differ by exactly zero', holds: differ === 0 },
    { name: 'pairing makes no interval wider beyond noise', holds: worse.length === 0 },
    { name: 'pairing narrows a small change threefold', holds: smallest >= 3 },
  ];
  if (json) say(JSON.stringify({ calibration, gains, checks }));
  else {
    say(
      [
        `M/M/1, ${experiments} experiments of ${REPLICATIONS} replications of ${requestsPerRun} requests: mean ${meanMs.toFixed(2)} ms, truth ${trueMeanMs} ms`,
        `coverage of 95 % intervals  ${(100 * coverage).toFixed(1)} %`,
        `false calls of equal pairs  ${(100 * falseCalls).toFixed(1)} %`,
        '',
        `Width of a difference's interval without pairing over that with it, mean latency, ${PAIRED} replications:`,
        ...textTable(
          ['preset', 'pair', 'gain'],
          gains.flatMap(({ preset, strategies, smallChanges }) => [
            ...strategies.map(({ a, b, gain }) => [preset, `${a} and ${b}`, written(gain)]),
            ...smallChanges.map(({ strategy, judged, gain }) => [
              preset,
              `${SMALL_CHANGE.path} ${SMALL_CHANGE.from} and ${SMALL_CHANGE.to} (${strategy})`,
              `${written(gain)}${judged ? '' : ', not judged'}`,
            ]),
          ]),
        ),
        '',
        ...checks.map(({ name, holds }) => `${holds ? 'holds' : 'FAILS'}  ${name}`),
      ].join('\n'),
    );
  }
  return checks.every(({ holds }) => holds) ? EXIT.good : EXIT.failed;
}

function written(gain: number | null): string {
  return gain === null ? 'both 0' : gain === Infinity ? 'all of it' : gain.toFixed(2);
}

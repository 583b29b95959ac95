/**
 * One of several servers answers slowly for a while: the share of requests that are answered within a time. Published by Finagle's
 * authors, with the latencies that they recorded, which stand in a file beside the cases. Latencies do not depend on load, so
 * every server has slots for all; the slow one's are drawn out to the stated time by a delay on the way.
 */
import { z } from 'zod';

import { hashString } from '@/lib/base/hash';
import { fail, ok, type Result } from '@/lib/base/result';
import { LIMITS } from '@/lib/scenario/limits';
import { parseScenario } from '@/lib/scenario/parse';
import type { ScenarioInput } from '@/lib/scenario/schema';

import type { TheoryCase } from './case-file';
import { fileName } from './file-name';
import { alwaysPossible, nothingMore, type Ask, type Experiment, type Prepared, type Readings } from './harness';
import { caseProblem, firstProblems } from './problems';
import { group, neutral, workload } from './queue-scenario';
import { namedRouter, type StrategyInput } from './queue-router';
import { scenarioOf } from './queueing';
import { metricIn, statesNoMore } from './statements';
import { toTheEnd } from './to-the-end';

const DRAWN = /^(.+), drawn at random$/;
const EVENLY = /^(\d+(?:\.\d+)?) per second, evenly spaced$/;
const seconds = z.number().positive().max(3_600);

const modelSchema = z.strictObject({
  servers: z.int().min(2).max(LIMITS.nodes),
  load_dependent: z.literal(false),
  latency: z.string().regex(DRAWN, 'must read "<file>, drawn at random"'),
  arrivals: z.string().regex(EVENLY, 'must read "1000 per second, evenly spaced", with any rate'),
  seconds,
  slow: z.strictObject({ server: z.int().min(0), from_s: z.number().min(0), to_s: seconds, latency_s: seconds }),
  timeout_s: seconds,
  router: z.unknown(),
});
type SlowModel = Omit<z.output<typeof modelSchema>, 'router'>;

/** Finagle's peak EWMA, in the words of the cases. */
const RULE =
  'Finagle: a reply slower than the average replaces it, otherwise exponential decay by elapsed time; the average also decays towards 0 when read; cost = average x (in flight + 1)';
const ewmaSchema = z.strictObject({ policy: z.string(), decay_seconds: z.number().positive().max(3_600), rule: z.literal(RULE) });
const EWMA_OF = /^peak-ewma of (\d+) distinct$/;
const EWMA_ALL = 'peak-ewma over all servers';

export function slowServerCases(theCase: TheoryCase): Result<Prepared> {
  const { id } = theCase;
  const parsed = modelSchema.safeParse(theCase.model, { error: firstProblems.words });
  if (!parsed.success) return firstProblems.of(parsed.error.issues, theCase.model, id, 'model');
  const { router: rawRouter, ...model } = parsed.data;
  const wrong = metricIn(theCase, ['fraction_within_timeout']) ?? statesNoMore(theCase, []);
  if (wrong !== null) return fail(wrong);
  if (model.slow.server >= model.servers) {
    return fail(caseProblem(id, 'model.slow.server', model.slow.server, `must be below the number of servers, ${model.servers}`));
  }
  if (model.slow.to_s <= model.slow.from_s) {
    return fail(caseProblem(id, 'model.slow.to_s', model.slow.to_s, `must be above from_s, ${model.slow.from_s}`));
  }
  const file = fileName.safeParse(DRAWN.exec(model.latency)![1]);
  if (!file.success) return fail(caseProblem(id, 'model.latency', model.latency, file.error.issues[0]!.message));
  const strategy = strategyOf(rawRouter, model.servers, id);
  return strategy.ok ? ok({ experiment: slowServer(model, strategy.value, file.data), check: nothingMore }) : strategy;
}

function strategyOf(raw: unknown, servers: number, id: string): Result<StrategyInput> {
  const policy = typeof raw === 'object' && raw !== null && 'policy' in raw ? raw.policy : undefined;
  const of = typeof policy === 'string' ? EWMA_OF.exec(policy) : null;
  if (policy === EWMA_ALL || of !== null) {
    const parsed = ewmaSchema.safeParse(raw, { error: firstProblems.words });
    if (!parsed.success) return firstProblems.of(parsed.error.issues, raw, id, 'model.router');
    const choices = of === null ? servers : Number(of[1]);
    if (choices < 1 || choices > LIMITS.choices) {
      return fail(caseProblem(id, 'model.router.policy', policy, `must compare 1 to ${LIMITS.choices} servers`));
    }
    return ok({ id: 'peak-ewma', decayMs: parsed.data.decay_seconds * 1_000, choices });
  }
  const plain = z.strictObject({ policy: z.string() }).safeParse(raw, { error: firstProblems.words });
  if (!plain.success) return firstProblems.of(plain.error.issues, raw, id, 'model.router');
  const named = namedRouter(plain.data.policy, id, 'model.router.policy');
  if (!named.ok) {
    const [first] = named.problems;
    const rule = `${first!.rule}, ${EWMA_ALL}, peak-ewma of <1 to ${LIMITS.choices}> distinct`;
    return fail(caseProblem(id, 'model.router.policy', plain.data.policy, rule));
  }
  if (named.value === null) return fail(caseProblem(id, 'model.router.policy', policy, 'must send to servers one by one'));
  return ok(named.value);
}

function slowServer(model: SlowModel, strategy: StrategyInput, file: string): Experiment {
  const key = JSON.stringify({ slow: model, strategy });
  return {
    key,
    files: [file],
    tooMuch: alwaysPossible,
    run: ({ files, onProgress }: Ask): Readings => {
      const input = scenarioFor(model, strategy, latencies(file, files.get(file)!), hashString(key));
      const parsed = parseScenario(input);
      if (!parsed.ok) throw new Error(`the product cannot hold it: ${parsed.problems[0]!.message}`);
      const { report } = toTheEnd(scenarioOf({ input }), onProgress);
      return { values: { fraction_within_timeout: report.withinSlo[0]!.fraction ?? NaN } };
    },
  };
}

function scenarioFor(model: SlowModel, strategy: StrategyInput, values: readonly number[], seed: number): ScenarioInput {
  const { slow } = model;
  const meanMs = values.reduce((a, b) => a + b, 0) / values.length;
  const sentUntilMs = model.seconds * 1_000;
  const nodes = (count: number, id: string) => group(id, count, { kind: 'slots', slots: LIMITS.slotsPerNode });
  // Groups in the order of servers, so that the slow one has its place among them.
  const groups = [
    ...(slow.server > 0 ? [nodes(slow.server, 'before')] : []),
    nodes(1, 'slow'),
    ...(slow.server + 1 < model.servers ? [nodes(model.servers - slow.server - 1, 'after')] : []),
  ];
  return {
    ...neutral(seed),
    // Long enough for the last slow answer.
    durationMs: sentUntilMs + 2_000 * slow.latency_s + 10 * meanMs,
    groups,
    workload: [
      workload(
        { kind: 'deterministic', ratePerS: Number(EVENLY.exec(model.arrivals)![1]) },
        { kind: 'empirical', values: values.map((ms) => ({ ms })) },
      ),
    ],
    router: { policies: [], strategy },
    slos: [{ id: 'in-time', latencyMs: model.timeout_s * 1_000 }],
    timeline: [
      { id: 'end', kind: 'traffic', atMs: sentUntilMs, class: 'requests', ratePerS: 0 },
      {
        id: 'slow',
        kind: 'fault',
        atMs: slow.from_s * 1_000,
        untilMs: slow.to_s * 1_000,
        target: { kind: 'group', id: 'slow' },
        fault: { kind: 'added-latency', ms: Math.max(0, slow.latency_s * 1_000 - meanMs) },
      },
    ],
  };
}

/** One number a line; as many as a scenario's empirical law holds, each the mean of an equal share of the sorted file. */
function latencies(file: string, bytes: Uint8Array): number[] {
  const sorted = new Float64Array(
    asciiText(bytes)
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .map((line, i) => {
        const ms = Number(line);
        if (!(ms > 0)) throw new Error(`${file}: line ${i + 1} must be a number of ms above 0 (found "${line.slice(0, 40)}")`);
        return ms;
      }),
  ).sort();
  if (sorted.length === 0) throw new Error(`${file} holds no latencies`);
  const count = Math.min(LIMITS.sizeValues, sorted.length);
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [Math.floor((i * sorted.length) / count), Math.floor(((i + 1) * sorted.length) / count)];
    return sorted.subarray(from, to).reduce((a, b) => a + b, 0) / (to - from);
  });
}

function asciiText(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += 8_192) text += String.fromCharCode(...bytes.subarray(from, from + 8_192));
  return text;
}

/**
 * A rate that swings, and servers for everybody: the mean number in service swings with it, later and less far. Its wave is fitted to
 * looks at every cycle's same phases, which in the mean are exactly a + b cos + c sin. Source: Eick, Massey & Whitt, Operations
 * Research 41(6), 1993.
 */
import { hashString } from '@/lib/base/hash';
import { cos, sin } from '@/lib/base/math-trig';
import { fail, ok, type Result } from '@/lib/base/result';
import { LIMITS } from '@/lib/scenario/limits';
import { parseScenario } from '@/lib/scenario/parse';
import { Simulation } from '@/lib/sim/simulate';

import type { TheoryCase } from './case-file';
import type { Effort } from './effort';
import type { Ask, Check, Experiment, Prepared, Readings } from './harness';
import { caseProblem, firstProblems } from './problems';
import { meanOf, queueSchema, waveOf, type Service, type Wave } from './queue-model';
import { arrivalLaw, group, neutral, sizeLaw, workload } from './queue-scenario';
import { scenarioOf } from './queueing';
import { metricIn, needs, statesNoMore } from './statements';

/** Looks in a cycle. */
const PHASES = 32;
/** Cycles before the first that counts, at least, and mean service times. */
const WARM_CYCLES = 2;
const WARM_SERVICES = 20;
/** Requests on one node of `LIMITS.slotsPerNode` slots at the peak of the mean: so few that it never fills. */
const PER_NODE = LIMITS.slotsPerNode / 2;

export function timeVaryingCases(theCase: TheoryCase): Result<Prepared> {
  const { id, lag } = theCase;
  const parsed = queueSchema.safeParse(theCase.model, { error: firstProblems.words });
  if (!parsed.success) return firstProblems.of(parsed.error.issues, theCase.model, id, 'model');
  const { arrivals, service, fleet, router } = parsed.data;
  const wrong = metricIn(theCase, ['peak_of_mean_in_system']) ?? needs(theCase, ['cycles']) ?? statesNoMore(theCase, ['lag']);
  if (wrong !== null) return fail(wrong);
  if (arrivals.process !== 'poisson' || typeof arrivals.rate === 'number') {
    return fail(
      caseProblem(id, 'model.arrivals', arrivals, 'must be a Poisson process whose rate is a wave like "100+50*sin(0.5*t)"'),
    );
  }
  const [server] = fleet;
  if (fleet.length !== 1 || server!.count !== 1 || server!.slots !== null || server!.capacity !== null || router !== 'any') {
    return fail(caseProblem(id, 'model.fleet', fleet, 'must be one server with slots for everybody, and its router "any"'));
  }
  const wave = waveOf(arrivals.rate);
  const speed = server!.speed;
  const check: Check = ({ values }, tolerance) => {
    if (lag === null) return [];
    // A wave that is off by this much in time is off by no more than the tolerance in height.
    const allowed = tolerance / (values['swing']! * wave.frequency);
    const found = values['lag']!;
    return Math.abs(found - lag) <= allowed ? [] : [`the peak comes ${found} after the rate's, not ${lag}`];
  };
  return ok({ experiment: waveExperiment(arrivals.rate, wave, service, speed), check });
}

function waveExperiment(rate: string, wave: Wave, service: Service, speed: number): Experiment {
  const key = JSON.stringify({ wave, service, speed });
  const seed = hashString(key);
  const cycle = (2 * Math.PI) / wave.frequency;
  const warmCycles = Math.max(WARM_CYCLES, Math.ceil((WARM_SERVICES * meanOf(service)) / speed / cycle));
  const peak = ((wave.mean + wave.swing) * meanOf(service)) / speed;
  const input = ({ cycles }: Effort): Parameters<typeof scenarioOf>[0] => {
    const engine = { kind: 'slots', slots: LIMITS.slotsPerNode, queueLimit: 0, speed } as const;
    return {
      input: {
        ...neutral(seed),
        durationMs: (warmCycles + cycles) * cycle,
        groups: [group('g', Math.max(1, Math.ceil(peak / PER_NODE)), engine)],
        workload: [workload(arrivalLaw({ process: 'poisson', rate }, 1), sizeLaw(service, 1))],
        router: { policies: [], strategy: { id: 'least-connections' } },
      },
    };
  };
  return {
    key,
    files: [],
    tooMuch: (effort) => {
      const parsed = parseScenario(input(effort).input);
      return parsed.ok ? null : `the product cannot hold it: ${parsed.problems[0]!.message}`;
    },
    run: (ask) => fitted(new Simulation(scenarioOf(input(ask.effort))), wave, warmCycles, ask),
  };
}

function fitted(simulation: Simulation, { frequency }: Wave, warmCycles: number, { effort, onProgress }: Ask): Readings {
  const cycle = (2 * Math.PI) / frequency;
  const nodes = simulation.scenario.groups.reduce((sum, { count }) => sum + count, 0);
  let mean = 0;
  let cosine = 0;
  let sine = 0;
  for (let c = 0; c < effort.cycles; c++) {
    for (let phase = 0; phase < PHASES; phase++) {
      simulation.runUntil((warmCycles + c + phase / PHASES) * cycle);
      let inSystem = 0;
      for (let node = 0; node < nodes; node++) inSystem += simulation.loadOf(node);
      const angle = (2 * Math.PI * phase) / PHASES;
      mean += inSystem;
      cosine += inSystem * cos(angle);
      sine += inSystem * sin(angle);
    }
    if (c % 16 === 0) onProgress(c / effort.cycles);
  }
  const looks = effort.cycles * PHASES;
  const [a, b, c] = [mean / looks, (2 * cosine) / looks, (2 * sine) / looks];
  const swing = Math.sqrt(b * b + c * c);
  // a + b cos x + c sin x = a + swing sin(x - late), with late between 0 and a cycle.
  const late = Math.atan2(-b, c);
  const { rejected } = simulation.report().attempts.byOutcome;
  return {
    values: { peak_of_mean_in_system: a + swing, swing, lag: (late < 0 ? late + 2 * Math.PI : late) / frequency },
    spoilt: rejected > 0 ? [`${rejected} requests were turned away: more came than the product's slots hold`] : [],
  };
}

/** A law of another kind that comes to the same: what a form puts in place of a law when a person chooses another kind. */
import { clockOf } from './expected';
import { LIMITS } from './limits';
import type { ArrivalLaw, Scenario, Service, Workload } from './schema';
import { baseRatePerS, serviceMoments } from './traffic';

/** Laws that a form can make; a trace comes with its file. */
export type MadeArrivals = Exclude<ArrivalLaw, { kind: 'trace' }>;
export type MadeService = Exclude<Service, { kind: 'trace' }>;

type RatedLaw = Exclude<MadeArrivals, { kind: 'closed-loop' }>;
type Run = Pick<Scenario, 'durationMs' | 'traces'>;

/** What takes over from the tokens of a trace, whose mean the document does not hold. */
const USUAL_SERVICE = { meanMs: 400, cv: 0.5 } as const;

/** A law that a person reads has no digits that say nothing. */
const DIGITS = 6;
/** Spread of a law that must have one and takes over from one without; the lognormal's is that of the presets. */
const USUAL_CV = { lognormal: 0.5, hyperexponential: 2 } as const;
const USUAL_PHASES = 4;
const USUAL_THINK = { kind: 'exponential', meanMs: 1_000 } as const;

/**
 * The rate that a class has on average over a run, before the timeline's changes. Of a closed loop the one that its users come to if every
 * answer takes the mean service time.
 */
export function meanRatePerS({ arrivals, service }: Pick<Workload, 'arrivals' | 'service'>, run: Run): number {
  if (arrivals.kind === 'trace') return baseRatePerS(arrivals, run)!;
  if (arrivals.kind !== 'closed-loop') return (arrivals.ratePerS * clockOf(arrivals)(run.durationMs)) / run.durationMs;
  return (arrivals.users * 1_000) / (momentsOf(arrivals.think).meanMs + momentsOf(service).meanMs);
}

/** A law of arrivals of this kind with the mean rate of the class over the run, or as near to it as users and limits allow. */
export function arrivalsOf(kind: MadeArrivals['kind'], of: Pick<Workload, 'arrivals' | 'service'>, run: Run): ArrivalLaw {
  if (kind === of.arrivals.kind) return of.arrivals;
  const { durationMs } = run;
  const meanPerS = meanRatePerS(of, run);
  if (kind === 'closed-loop') {
    const turnMs = USUAL_THINK.meanMs + momentsOf(of.service).meanMs;
    return { kind, users: within(1, Math.round((meanPerS * turnMs) / 1_000), LIMITS.users), think: USUAL_THINK };
  }
  const law = usualLaw(kind, durationMs);
  const perBase = clockOf(law)(durationMs) / durationMs;
  return { ...law, ratePerS: within(0, tidy(meanPerS / perBase), LIMITS.ratePerS) };
}

/** Shows what the kind is, in a run of this length. */
function usualLaw(kind: RatedLaw['kind'], durationMs: number): RatedLaw {
  switch (kind) {
    case 'poisson':
    case 'deterministic':
      return { kind, ratePerS: 1 };
    case 'gamma':
      return { kind, ratePerS: 1, cv: 3 };
    case 'batch':
      return { kind, ratePerS: 1, size: 10, sizes: 'constant' };
    case 'on-off':
      return { kind, ratePerS: 1, onMs: 2_000, offMs: 2_000, offFraction: 0 };
    case 'sinusoid':
      return { kind, ratePerS: 1, amplitude: 0.5, periodMs: Math.max(1, durationMs / 2), phase: 0 };
    case 'curve':
      return {
        kind,
        ratePerS: 1,
        points: [
          { atMs: 0, factor: 0.5 },
          { atMs: durationMs, factor: 1.5 },
        ],
        between: 'line',
        repeatMs: null,
      };
  }
}

/** A law of sizes of this kind with the mean of another, and its spread where the kind has a choice of it. */
export function serviceOf(kind: MadeService['kind'], now: Service): Service {
  if (kind === now.kind) return now;
  const moments = momentsOf(now);
  const meanMs = tidy(moments.meanMs);
  const cv = tidy(moments.cv);
  switch (kind) {
    case 'constant':
    case 'exponential':
      return { kind, meanMs };
    case 'lognormal':
      return { kind, meanMs, cv: cv > 0 ? within(0.01, cv, 20) : USUAL_CV.lognormal };
    case 'erlang':
      return { kind, meanMs, phases: cv > 0 && cv < 1 ? within(1, Math.round(1 / (cv * cv)), 100) : USUAL_PHASES };
    case 'hyperexponential':
      return { kind, meanMs, cv: cv > 1 ? Math.min(cv, 20) : USUAL_CV.hyperexponential };
    case 'two-exponentials':
      // Nine of ten take half the mean; the tenth must then take 5.5 times the mean.
      return { kind, share: 0.9, firstMeanMs: tidy(meanMs / 2), secondMeanMs: tidy(meanMs * 5.5) };
    case 'bounded-pareto': {
      const shape = { kind, shape: 1.5, minMs: 1, maxMs: 100 } as const;
      const minMs = tidy(meanMs / momentsOf(shape).meanMs);
      return { ...shape, minMs, maxMs: tidy(minMs * shape.maxMs) };
    }
    case 'empirical':
      return { kind, values: [0.5, 1, 1.5].map((factor) => ({ ms: tidy(meanMs * factor), weight: 1 })) };
  }
}

function momentsOf(service: Service): { readonly meanMs: number; readonly cv: number } {
  return serviceMoments(service) ?? USUAL_SERVICE;
}

function tidy(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

function within(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** Sentences on sweeps, load curves, sensitivities, searches and fault scripts: what is established, what is not, and what is only the best of many. */
import { grouped, listed, sentenceCase } from '@/lib/scenario/words';

import { amount, apart, distance, interval } from './amount';
import type { LoadCurve, LoadCurves } from './load-curve';
import { METRICS, type Metric } from './metrics';
import type { Optimisation } from './optimise';
import type { Setting } from './patch';
import type { Robustness, RobustVariant, ScriptResult } from './robustness';
import type { Influence, Sensitivity } from './sensitivity';
import type { Sweep } from './sweep';

/** A difference of pairs has an interval from two on. */
const LEAST_PAIRS = 2;

/** `client.retries = 2, router.strategy = random`. */
export function settingsText(settings: readonly Setting[]): string {
  const texts = settings.map(({ path, value }) => `${path} = ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return texts.length === 0 ? 'the scenario as it stands' : listed(texts);
}

export function sweepFinding(sweep: Sweep): string {
  return sweepSentences(sweep).join(' ');
}

/** The sentences of `sweepFinding`: the best cell first, and then what there is to know before relying on it. */
export function sweepSentences(sweep: Sweep): readonly [headline: string, ...support: string[]] {
  const { label, unit, better }: Metric = METRICS[sweep.metric];
  const start = sweep.provisional ? 'Provisional: ' : '';
  if (better === null) return [`${start}Neither way is better for ${label}.`];
  const { best } = sweep;
  const found = best === null ? null : sweep.cells[best]!.metrics[sweep.metric];
  if (best === null || found === null) return [`${start}${noneToJudge(sweep)} to be judged by ${label}.`];
  const { settings, differences } = sweep.cells[best]!;
  const difference = differences[sweep.metric];
  const current = ((): string => {
    if (difference === null) return '';
    if (difference.identical) return ', the very same as the scenario as it stands';
    const sure = difference.low > 0 || difference.high < 0;
    const side = difference.mean < 0 ? 'below' : 'above';
    return sure
      ? `, ${distance(difference.mean, unit)} ${side} the scenario as it stands (95 % interval of this one difference ${apart(difference.low, difference.high, unit)})`
      : ', which is not told apart from the scenario as it stands';
  })();
  const safe =
    sweep.bestSafe === best
      ? []
      : sweep.bestSafe === null
        ? ['A cell within two steps of every good one fails.']
        : [
            `It is within two steps of a cell that fails; the best that is not: ${settingsText(sweep.cells[sweep.bestSafe]!.settings)}.`,
          ];
  return [
    `${start}The ${better === 'lower' ? 'lowest' : 'highest'} ${label} is ${amount(found.mean, unit)} with ${settingsText(settings)}${current}.`,
    `${sentenceCase(othersThanBest(sweep, best))}.`,
    ...safe,
    'The best of many cells looks better than it is: compare it on fresh seeds before relying on it.',
  ];
}

function noneToJudge({ cells }: Sweep): string {
  const able = cells.filter(({ refused }) => refused === null).length;
  const run = cells.filter(({ replications }) => replications > 0).length;
  if (run === able) return 'No cell answers enough of its requests';
  return run === 0 ? 'no cell has run yet' : `none of ${grouped(run)} cells run so far answers enough of its requests`;
}

/** What is established of all cells but the best; nothing is said of cells that have not run often enough. */
function othersThanBest({ cells, tied, compared }: Sweep, best: number): string {
  const few = (i: number): boolean => Math.min(cells[i]!.replications, cells[best]!.replications) < LEAST_PAIRS;
  const waiting = cells.filter(({ refused, fails }, i) => i !== best && refused === null && !fails && few(i)).length;
  const yet = waiting === 0 ? '' : `; ${grouped(waiting)} ${waiting === 1 ? 'cell has' : 'cells have'} too few runs yet`;
  const some = compared + waiting < cells.length - 1;
  if (compared === 0) return waiting > 0 ? 'no other cell has enough runs yet' : 'no other cell answers enough of its requests';
  const ties = tied.length - 1;
  if (ties === 0) {
    const which = waiting > 0 ? `every one of ${grouped(compared)} other cells` : 'every other cell';
    return `${which}${some ? ' that answers enough of its requests' : ''} is established to be worse${yet}`;
  }
  const which = some ? ' that answer enough of their requests' : '';
  return `${grouped(ties)} of ${grouped(compared)} other cells${which} ${ties === 1 ? 'is' : 'are'} not told apart from it${yet}`;
}

export function loadFinding(curves: LoadCurves, curve: LoadCurve): string {
  const start = curves.provisional ? 'Provisional: ' : '';
  const { capacity, knee, title, certainUpTo } = curve;
  const { slo } = curves;
  const bend =
    knee === null
      ? ''
      : ` ${sentenceCase(METRICS[curves.metric].label)} turns up at about ${times(knee)} the scenario's traffic.`;
  if (slo === null) return `${start}${title}: the scenario has no SLO.${bend}`;
  const promise = `${amount(slo.targetFraction, 'share')} within ${amount(slo.latencyMs, 'ms')}`;
  const sure = certainUpTo === null ? 'established at none of the loads' : `established up to ${times(certainUpTo)}`;
  switch (capacity.kind) {
    case 'unknown':
      return `${start}${title}: no load could be measured.`;
    case 'above-all':
      return `${start}${title} meets ${promise} on average at every load up to ${times(capacity.met)} the scenario's traffic (${sure}); its capacity lies above.${bend}`;
    case 'below-all':
      return `${start}${title} misses ${promise} at every load, from ${times(capacity.missed)} the scenario's traffic on.${bend}`;
    case 'between':
      return `${start}${title} meets ${promise} up to about ${times(capacity.load)} the scenario's traffic, ${amount(capacity.offeredPerS, '/s')}: met on average at ${times(capacity.met)} and missed at ${times(capacity.missed)} (${sure}).${bend}`;
  }
}

export function sensitivityFinding(sensitivity: Sensitivity): string {
  const { label } = METRICS[sensitivity.metric];
  const start = sensitivity.provisional ? 'Provisional: ' : '';
  const by = (influence: Influence): string[] =>
    sensitivity.parameters.flatMap((one) => (one.influence === influence ? [one.id] : []));
  const [moves, untold, equal] = [by('moves'), by('not told'), by('equal')];
  const [same, unknown] = [by('identical'), by('unknown')];
  const parts = [
    moves.length > 0
      ? `${listed(moves)} ${moves.length === 1 ? 'moves' : 'move'} ${label} here`
      : `nothing is established to move ${label} here`,
    ...(untold.length > 0 ? [`of ${listed(untold)} these runs do not tell`] : []),
    ...(equal.length > 0 ? [`${listed(equal)} did not change it in any run`] : []),
    ...(same.length > 0 ? [`${listed(same)} cannot matter here within these ranges: every run went the very same way`] : []),
    ...(unknown.length > 0 ? [`${listed(unknown)} could not be measured`] : []),
  ];
  return `${start}${sentenceCase(parts.join('; '))}.`;
}

export function optimisationFinding(found: Optimisation): string {
  const { label, unit, better }: Metric = METRICS[found.objective];
  if (found.candidates.length === 0) return 'Provisional: no candidate has been measured yet.';
  if (found.best === null) {
    const over = found.stage === 'searching' ? 'so far' : `in ${grouped(found.runsUsed)} runs`;
    return `None of ${grouped(found.candidates.length)} candidates keeps all constraints on average ${over}; loosen a constraint or widen the ranges.`;
  }
  const best = found.candidates[found.best]!;
  const what = settingsText(best.settings);
  if (found.validation === null) {
    const mean = best.means[found.objective];
    return `Provisional, best so far: ${what}${mean === null ? '' : `, ${label} ${amount(mean, unit)}`}; as the best of ${grouped(found.candidates.length)} candidates it looks better than it is until it is run on fresh seeds.`;
  }
  const { verdict, difference, winner, replications, constraints } = found.validation;
  const broken = constraints.filter(({ kept }) => kept !== 'kept');
  const limits =
    constraints.length === 0
      ? ''
      : broken.length === 0
        ? ' It keeps every constraint, with 95 % confidence in all together.'
        : ` Of the constraint${broken.length === 1 ? '' : 's'} ${listed(broken.map(({ constraint }) => constraint.id))} that is not established.`;
  const on = `on ${grouped(replications)} fresh seeds`;
  if (best.settings.length === 0)
    return `Nothing better than the scenario as it stands was found in ${grouped(found.runsUsed)} runs.${limits}`;
  if (difference === null || winner === null) return `${what} could not be measured ${on}.${limits}`;
  switch (verdict.kind) {
    case 'identical':
      return `${what} does exactly what the scenario as it stands does, ${on}.${limits}`;
    case 'lower':
    case 'higher': {
      const good = verdict.kind === better ? 'Validated' : 'Refuted';
      return `${good}: with ${what}, ${label} is ${amount(winner.mean, unit)} (95 % interval ${interval(winner.low ?? NaN, winner.high ?? NaN, unit)}), ${apart(difference.low, difference.high, unit)} ${verdict.kind} than the scenario as it stands, ${on}.${limits}`;
    }
    default:
      return `Not established: with ${what}, ${label} may differ from that of the scenario as it stands by ${apart(difference.low, difference.high, unit)}, ${on}.${limits}`;
  }
}

export function robustnessFinding(robustness: Robustness, variant: RobustVariant): string {
  const { label, unit, better }: Metric = METRICS[robustness.metric];
  const start = robustness.provisional ? 'Provisional: ' : '';
  const { worst, mean, recoveries, scripts, title } = variant;
  const cost =
    worst === null || mean === null || better === null
      ? `${title}: ${label} could not be judged in every script`
      : `${title}: ${label} ${amount(mean, unit)} on average over ${grouped(scripts.length)} fault scripts, at worst ${amount(worst.mean, unit)} (${worst.script})`;
  const bad = scripts.filter(({ recovery }) => recovery.kind === 'stays bad' || recovery.kind === 'sometimes');
  const back =
    recoveries.unknown > 0
      ? `whether it recovers is unknown in ${grouped(recoveries.unknown)}`
      : bad.length === 0
        ? 'it recovers from every one before the run ends'
        : `it does not always recover before the run ends: ${listed(bad.map(recoveryText))}`;
  return `${start}${cost}; ${back}.`;
}

/** How a fleet came back from one script. */
export function recoveryText({ script, recovery }: Pick<ScriptResult, 'script' | 'recovery'>): string {
  switch (recovery.kind) {
    case 'recovers':
      return `${script}: back ${amount(recovery.meanMs, 'ms')} after its end on average, ${amount(recovery.mostMs, 'ms')} at most (seen through windows of ${amount(recovery.windowMs, 'ms')})`;
    case 'sometimes':
      return `${script}: back in ${recovery.recovered} of ${recovery.of} runs`;
    case 'stays bad':
      return `${script}: still bad ${amount(recovery.forMs, 'ms')} after its end in every run, which looks metastable`;
    case 'no harm':
      return `${script}: no harm beyond tolerance`;
    case 'unknown':
      return `${script}: unknown`;
  }
}

function times(load: number): string {
  return `${Number(load.toFixed(3))} times`;
}

/** A setting's path stays as it is written. */

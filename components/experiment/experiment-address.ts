/** Between the page's address and the experiment in hand: what a link opens, and the link of what is there. */
import { problem, type Problem } from '@/lib/base/result';
import { decodeExperimentLink, encodeExperimentLink, isExperimentPayload } from '@/lib/experiment/link';
import type { PlanKind } from '@/lib/experiment/schema';
import { canonicalText } from '@/lib/scenario/canonical';
import { readFragment, writeFragment } from '@/lib/scenario/fragment';
import { decodeLink } from '@/lib/scenario/link';
import { preset, PRESETS } from '@/lib/scenario/presets';

import { currentScenario } from '@/components/run/lab';

import { takeExperiment, takeScenario, trouble } from './experiment';
import { documentOf, useExperiment } from './experiment-store';

/** What the lab had when the experiment last looked, as canonical text; null before that. */
let labHad: string | null = null;
/** The fragment that was opened last. */
let opened = '';

/**
 * For when a page of experiments is entered: opens what the address names, unless that is in hand already; otherwise takes the lab's scenario
 * where that has changed since. An experiment with its results outlives a visit to the lab.
 */
export function enterExperiments(kinds: readonly PlanKind[]): PlanKind | null {
  const lab = currentScenario();
  const text = canonicalText(lab);
  const before = labHad;
  labHad = text;
  const named = location.hash !== '' && location.hash !== opened ? openAddress(kinds) : null;
  if (named !== null) return named === 'scenario' ? null : named;
  if (text !== before && text !== canonicalText(useExperiment.getState().scenario)) takeScenario(lab);
  return null;
}

/**
 * Opens what the fragment of the page's address names: an experiment of one of `kinds`, a scenario's link, or a preset. A bad link opens
 * nothing, keeps what was there and says what is wrong. Answers the kind of an experiment that was opened, `scenario`, or null for nothing.
 */
export function openAddress(kinds: readonly PlanKind[]): PlanKind | 'scenario' | null {
  const fragment = readFragment(location.hash);
  opened = location.hash;
  if (fragment.payload !== null && isExperimentPayload(fragment.payload)) {
    const decoded = decodeExperimentLink(fragment.payload);
    if (!decoded.ok) return refused(decoded.problems);
    const { kind } = decoded.value.plan;
    if (!kinds.includes(kind)) {
      return refused([problem('plan.kind', kind, `must be one of ${kinds.join(', ')} on this page; the other page opens it`)]);
    }
    takeExperiment(decoded.value);
    return kind;
  }
  if (fragment.payload !== null) {
    const decoded = decodeLink(fragment.payload);
    if (!decoded.ok) return refused(decoded.problems);
    takeScenario(decoded.value.scenario);
    return 'scenario';
  }
  if (fragment.preset !== null) {
    const scenario = preset(fragment.preset);
    if (scenario === undefined) {
      return refused([problem('p', fragment.preset, `must be one of ${PRESETS.map(({ id }) => id).join(', ')}`)]);
    }
    takeScenario(scenario);
    return 'scenario';
  }
  return null;
}

function refused(problems: readonly Problem[]): null {
  trouble('This link could not be opened', problems);
  return null;
}

/** The address that opens the experiment of one kind, as it stands. */
export function experimentAddress(kind: PlanKind): string {
  const payload = encodeExperimentLink(documentOf(useExperiment.getState(), kind));
  return `${location.origin}${location.pathname}${writeFragment({ payload })}`;
}

/** The address no longer names what is open; loading the page again must not bring the old link back. */
function leaveAddress(): void {
  opened = '';
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
}

/** Begins anew with a preset, and the address names nothing any more. */
export function takePreset(id: string): void {
  const scenario = preset(id);
  if (scenario === undefined) return;
  leaveAddress();
  takeScenario(scenario);
}

/**
 * The settings that a run has at an instant: the document's, with the changes of its timeline up to then. Of changes at one
 * instant the last in the list holds.
 */
import type { Scenario, StrategySettings } from '@/lib/scenario/schema';
import { baseRatePerS } from '@/lib/scenario/traffic';

export interface SettingsNow {
  readonly strategy: StrategySettings;
  /** By policy; policies without a weight are absent. */
  readonly weights: ReadonlyMap<string, number>;
  /** Base rate by class, per second; classes of users who wait have none and are absent. */
  readonly rates: ReadonlyMap<string, number>;
}

export function settingsAt(scenario: Pick<Scenario, 'router' | 'workload' | 'traces' | 'timeline'>, timeMs: number): SettingsNow {
  let strategy = scenario.router.strategy;
  const weights = new Map<string, number>();
  for (const policy of scenario.router.policies) {
    if (policy.kind !== 'privacy' || policy.mode !== 'reference') weights.set(policy.kind, policy.weight);
  }
  const rates = new Map<string, number>();
  for (const of of scenario.workload) {
    const ratePerS = baseRatePerS(of.arrivals, scenario);
    if (ratePerS !== null) rates.set(of.id, ratePerS);
  }
  for (const entry of changesBy(scenario.timeline, timeMs)) {
    if (entry.kind === 'strategy') strategy = entry.strategy;
    else if (entry.kind === 'weights') for (const { policy, weight } of entry.weights) weights.set(policy, weight);
    else if (entry.kind === 'traffic') rates.set(entry.class, entry.ratePerS);
  }
  return { strategy, weights, rates };
}

function changesBy(timeline: Scenario['timeline'], timeMs: number): Scenario['timeline'] {
  return timeline.filter((entry) => entry.kind !== 'fault' && entry.atMs <= timeMs).sort((a, b) => a.atMs - b.atMs);
}

/** The instant of the last change at or before an instant, -1 without one: the settings are the same as long as this is. */
export function lastChangeMs(timeline: Scenario['timeline'], timeMs: number): number {
  return changesBy(timeline, timeMs).at(-1)?.atMs ?? -1;
}

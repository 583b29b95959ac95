import { create } from 'zustand';

import type { Problem } from '@/lib/base/result';
import { PRESETS } from '@/lib/scenario/presets';
import { parseScenario } from '@/lib/scenario/parse';
import type { Scenario, TimelineEntry, TraceEntry } from '@/lib/scenario/schema';

/** A live change that the run has taken in. `replaced` is the entry it shortened, for undoing. */
export interface LiveRecord {
  readonly entry: TimelineEntry;
  readonly replaced: TimelineEntry | null;
}

export type Source =
  | { readonly kind: 'preset'; readonly id: string }
  | { readonly kind: 'link' }
  | { readonly kind: 'file'; readonly name: string }
  /** A variant or a cell of an experiment. */
  | { readonly kind: 'experiment'; readonly name: string };

/** Whether an opened link's run came out as the link says. */
export type Verdict =
  | { readonly kind: 'checking' }
  | { readonly kind: 'identical' }
  | { readonly kind: 'different'; readonly expected: string; readonly actual: string }
  | { readonly kind: 'older'; readonly semantics: number };

export interface Trouble {
  readonly title: string;
  readonly problems: readonly Problem[];
}

export interface ScenarioState {
  /** The document as edited, without live changes. */
  readonly scenario: Scenario;
  /** The document that the current run started from; another object than `scenario` while edits wait for a restart. */
  readonly loaded: Scenario;
  /** Live changes of the current run, in order. */
  readonly live: readonly LiveRecord[];
  readonly source: Source;
  readonly verdict: Verdict | null;
  /** What was wrong with the last thing that was opened, typed or applied; what was there before stays. */
  readonly trouble: Trouble | null;
  /** Traces that the scenario replays and that are not in this browser: until their files come, nothing runs. */
  readonly missing: readonly TraceEntry[];
}

export function firstScenario(): Scenario {
  const parsed = parseScenario(PRESETS[0]!.scenario);
  if (!parsed.ok) throw new Error(`The first preset is broken: ${parsed.problems[0]!.message}`);
  return parsed.value;
}

export const useScenario = create<ScenarioState>(() => {
  const scenario = firstScenario();
  return {
    scenario,
    loaded: scenario,
    live: [],
    source: { kind: 'preset', id: PRESETS[0]!.id },
    verdict: null,
    trouble: null,
    missing: [],
  };
});

/** A document with live changes written into its timeline: what the link, the file and a fresh run get. */
export function withLive(scenario: Scenario, live: readonly LiveRecord[]): Scenario {
  if (live.length === 0) return scenario;
  let timeline = scenario.timeline;
  for (const { entry } of live) {
    const at = timeline.findIndex((one) => one.id === entry.id);
    timeline = at < 0 ? [...timeline, entry] : timeline.with(at, entry);
  }
  return { ...scenario, timeline };
}

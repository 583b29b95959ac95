/**
 * Robustness: the same variants through many fault scripts (each node, group or region in its turn, random nodes at once), against the run
 * of the same seed without the fault. What it costs while it lasts, and whether and when a fleet comes back after it has ended: a system that
 * stays bad when its trigger is gone is metastable (Bronson, Aghayev, Charapko & Zhu, "Metastable failures in distributed systems", HotOS 2021).
 */
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';
import type { Result } from '@/lib/base/result';
import { nodesOf } from '@/lib/scenario/nodes';
import type { FaultTarget, Scenario, TimelineEntry } from '@/lib/scenario/schema';
import { parseScenario } from '@/lib/scenario/parse';

import { shared } from './corrections';
import type { Difference } from './difference';
import { TAIL, type Estimate } from './estimate';
import { METRICS, type MetricName } from './metrics';
import { OnGrid } from './on-grid';
import { PointGrid } from './point-grid';
import { recoveryOf, type Recovery } from './recovery';
import type { ExperimentOf, PlanOf } from './schema';
import { PURPOSE } from './seeds';
import { variantScenarios } from './variants';

export interface Script {
  /** `node eu-west-02`, `region eu-west`, `3 random nodes (1)`. */
  readonly name: string;
  readonly targets: readonly Extract<FaultTarget, { id: string }>[];
}

export interface ScriptResult {
  readonly script: string;
  readonly refused: string | null;
  readonly stopped: string | null;
  readonly metric: Estimate | null;
  /** To the run without the fault; intervals of one variant's scripts hold together. */
  readonly difference: Difference | null;
  readonly success: Estimate | null;
  readonly recovery: Recovery;
}

export interface RobustVariant {
  readonly id: string;
  readonly title: string;
  /** Without a fault. */
  readonly calm: Estimate | null;
  readonly scripts: readonly ScriptResult[];
  /** Mean over scripts, and the script with the worst mean; null where a script has no number or neither way is better. */
  readonly mean: number | null;
  readonly worst: { readonly script: string; readonly mean: number } | null;
  /** Scripts by how the fleet came back. */
  readonly recoveries: Readonly<Record<Recovery['kind'], number>>;
}

export interface Robustness {
  readonly kind: 'robustness';
  readonly title: string;
  readonly metric: MetricName;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly provisional: boolean;
  readonly variants: readonly RobustVariant[];
}

const CALM: Script = { name: 'no fault', targets: [] };

export class RobustnessRun extends OnGrid {
  readonly experiment: ExperimentOf<'robustness'>;
  readonly scripts: readonly Script[];
  protected readonly grid: PointGrid;
  /** By variant and script (the calm one first): the point, or why there is none. */
  private readonly places: readonly (readonly (number | string)[])[];

  constructor(experiment: ExperimentOf<'robustness'>) {
    super();
    const { plan, scenario, seed } = experiment;
    this.experiment = experiment;
    this.scripts = scriptsOf(plan, scenario, seed);
    const scenarios: Scenario[] = [];
    this.places = variantScenarios(scenario, plan.variants).map((variant) =>
      [CALM, ...this.scripts].map((script) => {
        const broken = withFault(variant, script, plan);
        return broken.ok ? scenarios.push(broken.value) - 1 : broken.problems[0]!.message;
      }),
    );
    this.grid = new PointGrid({
      points: scenarios.length,
      replications: plan.replications,
      seed,
      keep: 'curves',
      scenarioOf: (point) => scenarios[point]!,
    });
  }

  report(): Robustness {
    const { plan, title, scenario } = this.experiment;
    const { metric, fromMs, untilMs } = plan;
    return {
      kind: 'robustness',
      title: title || scenario.title,
      metric,
      fromMs,
      untilMs,
      provisional: !this.finished,
      variants: plan.variants.map((variant, v) => this.variant(variant.id, variant.title || variant.id, this.places[v]!)),
    };
  }

  private variant(id: string, title: string, [calm, ...places]: readonly (number | string)[]): RobustVariant {
    const { metric } = this.experiment.plan;
    const scripts = places.map((place, s) => this.script(this.scripts[s]!.name, place, calm!));
    const { better }: { better: 'lower' | 'higher' | null } = METRICS[metric];
    const means = scripts.flatMap((one) => (one.metric === null ? [] : [{ script: one.script, mean: one.metric.mean }]));
    const whole = better !== null && means.length === scripts.length && means.length > 0;
    const recoveries = { recovers: 0, sometimes: 0, 'stays bad': 0, 'no harm': 0, unknown: 0 };
    for (const { recovery } of scripts) recoveries[recovery.kind]++;
    return {
      id,
      title,
      calm: typeof calm === 'number' ? this.grid.estimateOf(calm, metric) : null,
      scripts,
      mean: whole ? means.reduce((sum, { mean }) => sum + mean, 0) / means.length : null,
      worst: whole ? means.reduce((a, b) => ((better === 'lower' ? b.mean > a.mean : b.mean < a.mean) ? b : a)) : null,
      recoveries,
    };
  }

  private script(script: string, place: number | string, calm: number | string): ScriptResult {
    const none = { script, refused: null, stopped: null, metric: null, difference: null, success: null };
    if (typeof place === 'string' || typeof calm === 'string') {
      return { ...none, refused: typeof place === 'string' ? place : String(calm), recovery: { kind: 'unknown' } };
    }
    const { metric, fromMs, untilMs, tolerance } = this.experiment.plan;
    return {
      script,
      refused: null,
      stopped: this.grid.stoppedOf(place),
      metric: this.grid.estimateOf(place, metric),
      difference: this.grid.differenceOf(place, calm, metric, shared(TAIL, this.scripts.length)),
      success: this.grid.estimateOf(place, 'success'),
      recovery: recoveryOf(this.grid.resultsOf(place), this.grid.resultsOf(calm), { fromMs, untilMs, tolerance }),
    };
  }
}

/** Each kind of target once, in the scenario's order; then the random ones, which every variant meets alike. */
export function scriptsOf({ each, random }: PlanOf<'robustness'>, scenario: Scenario, seed: number): Script[] {
  const nodes = nodesOf(scenario).map(({ node }) => node as string);
  const targets = { node: nodes, group: scenario.groups.map(({ id }) => id), region: scenario.regions.map(({ id }) => id) };
  const single = [...new Set(each)].flatMap((kind) =>
    targets[kind].map((id): Script => ({ name: `${kind} ${id}`, targets: [{ kind, id }] })),
  );
  if (random === null) return single;
  const chance = new CounterStream(seed);
  return [
    ...single,
    ...Array.from({ length: random.scripts }, (_, s): Script => {
      chance.aim(SUBSYSTEM.experiment, s, PURPOSE.scripts);
      const left = [...nodes];
      const drawn = Array.from({ length: random.nodes }, () => left.splice(chance.nextBelow(left.length), 1)[0]!);
      const name = `${random.nodes} random ${random.nodes === 1 ? 'node' : 'nodes'} (${s + 1})`;
      return { name, targets: drawn.map((id) => ({ kind: 'node', id })) };
    }),
  ];
}

function withFault(scenario: Scenario, { targets }: Script, { fault, fromMs, untilMs }: PlanOf<'robustness'>): Result<Scenario> {
  const taken = new Set(scenario.timeline.map(({ id }) => id));
  const entries = targets.map((target, i): TimelineEntry => {
    let id = `script-${i + 1}`;
    while (taken.has(id)) id = `${id}x`;
    return { id, kind: 'fault', atMs: fromMs, untilMs, target, fault, rampMs: 0 };
  });
  return entries.length === 0
    ? { ok: true, value: scenario }
    : parseScenario({ ...scenario, timeline: [...scenario.timeline, ...entries] });
}

/** Made-up runs for tests of what is drawn. Nothing that ships imports this file. */
import type { BreakerState, HealthState } from '@/lib/fleet/snapshot';
import { nodeIdOf } from '@/lib/fleet/ids';
import type { NodeNow } from '@/lib/worker/protocol';
import type { Series } from '@/lib/report/series';
import type { BreakerTransition } from '@/lib/worker/protocol';

import type { FaultSpan } from './fault-label';

/** A repeatable draw in [0, 1). */
function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export const EMPTY_SERIES: Series = {
  binMs: 500,
  windowMs: 5_000,
  offered: [],
  completed: [],
  lost: [],
  attempts: [],
  errors: [],
  rejected: [],
  unreachable: [],
  timedOut: [],
  p50Ms: [],
  p95Ms: [],
  p99Ms: [],
  windowCount: [],
  inFlight: [],
  regionAttempts: [],
};

export interface FixtureOptions {
  readonly regions: readonly string[];
  readonly nodesPerRegion: readonly number[];
  readonly nowMs: number;
  readonly durationMs: number;
  readonly ratePerS: number;
  readonly binMs?: number;
  readonly seed?: number;
}

export interface Fixture {
  readonly series: Series;
  readonly nodes: readonly NodeNow[];
  readonly transitions: readonly BreakerTransition[];
  readonly faults: readonly FaultSpan[];
}

function fixtureSeries(
  { regions, nowMs, ratePerS, binMs = 1_000 }: FixtureOptions,
  faults: readonly FaultSpan[],
  chance: () => number,
): Series {
  const bins = Math.floor(nowMs / binMs);
  const column = () => new Array<number>(bins).fill(0);
  const series = {
    ...EMPTY_SERIES,
    binMs,
    offered: column(),
    completed: column(),
    lost: column(),
    attempts: column(),
    errors: column(),
    rejected: column(),
    unreachable: column(),
    timedOut: column(),
    p50Ms: column(),
    p95Ms: column(),
    p99Ms: column(),
    windowCount: column(),
    inFlight: column(),
    regionAttempts: regions.map(column),
  };
  let trouble = 0;
  for (let i = 0; i < bins; i++) {
    const atMs = i * binMs;
    const fresh = faults.some(({ fromMs }) => atMs >= fromMs && atMs < fromMs + 6_000);
    trouble += ((fresh ? 1 : 0) - trouble) * 0.45;
    const offered = Math.round((ratePerS * binMs * (0.92 + 0.16 * chance())) / 1000);
    const bad = Math.round(offered * trouble * 0.22 * (0.6 + 0.8 * chance()));
    series.offered[i] = offered;
    series.lost[i] = Math.round(bad * 0.12);
    series.completed[i] = Math.max(0, Math.round(offered * (0.97 + 0.06 * chance())) - series.lost[i]!);
    series.errors[i] = Math.round(bad * 0.35);
    series.rejected[i] = Math.round(bad * 0.1);
    series.unreachable[i] = Math.round(bad * 0.35);
    series.timedOut[i] = bad - series.errors[i]! - series.rejected[i]! - series.unreachable[i]!;
    series.attempts[i] = offered + bad;
    const answered = Math.min(i + 1, 5_000 / binMs);
    series.windowCount[i] = Math.round((answered * ratePerS * binMs) / 1000);
    series.p50Ms[i] = 390 + 60 * chance() + 120 * trouble;
    series.p95Ms[i] = 1_020 + 220 * chance() + 1_900 * trouble;
    series.p99Ms[i] = 1_420 + 420 * chance() + 2_600 * trouble;
    series.inFlight[i] = Math.round(ratePerS * (0.45 + 0.1 * chance() + 0.4 * trouble));
    let left = series.attempts[i]!;
    regions.forEach((_, r) => {
      const part = r === regions.length - 1 ? left : Math.round((left * (0.9 + 0.2 * chance())) / (regions.length - r));
      series.regionAttempts[r]![i] = Math.min(left, part);
      left -= Math.min(left, part);
    });
  }
  return series;
}

export function fixture(options: FixtureOptions): Fixture {
  const { regions, nodesPerRegion, nowMs, durationMs, seed = 7 } = options;
  const chance = draws(seed);
  const ids = regions.flatMap((region, r) =>
    Array.from({ length: nodesPerRegion[r] ?? 0 }, (_, i) => ({
      region,
      node: nodeIdOf(region, i + 1, nodesPerRegion[r] ?? 0),
    })),
  );
  const at = (share: number) => Math.round(share * durationMs);
  const faults: FaultSpan[] = [
    { id: 'f1', label: 'Errors 60\u2009%', targetLabel: ids[1]!.node, fromMs: at(0.11), toMs: at(0.17) },
    { id: 'f2', label: 'Crash', targetLabel: ids[0]!.node, fromMs: at(0.15), toMs: at(0.35) },
    { id: 'f3', label: 'Slow 11×', targetLabel: `region ${regions[0]}`, fromMs: at(0.26), toMs: at(0.34) },
    { id: 'f4', label: 'Crash', targetLabel: `region ${regions.at(-1)}`, fromMs: at(0.39), toMs: at(0.55) },
    { id: 'f5', label: '+400\u2009ms', targetLabel: `group ${regions[0]}-large`, fromMs: at(0.47), toMs: at(0.66) },
    { id: 'f6', label: 'Flapping 2\u2009s / 3\u2009s', targetLabel: ids.at(-1)!.node, fromMs: at(0.93), toMs: durationMs },
    { id: 's1', label: 'Strategy: Policy score', targetLabel: '', fromMs: at(0.7), toMs: at(0.7) },
  ];
  const transitions: BreakerTransition[] = [];
  const state = new Map<string, BreakerState>();
  const change = (atMs: number, node: string, to: BreakerState) => {
    if (atMs > nowMs) return;
    transitions.push({
      atMs,
      node,
      from: state.get(node) ?? 'closed',
      to,
      cause: to === 'open' ? '5 failures in a row' : 'open time over',
      nextMs: to === 'open' ? atMs + 5_000 : null,
    });
    state.set(node, to);
  };
  for (const { node } of ids) {
    if (chance() > 0.3) continue;
    let t = at(0.12 + 0.5 * chance());
    const outages = 1 + Math.floor(chance() * 2);
    for (let k = 0; k < outages; k++) {
      change(t, node, 'open');
      t += durationMs * (0.04 + 0.12 * chance());
      change(t, node, 'half-open');
      t += durationMs * (0.01 + (chance() < 0.2 ? 0.4 : 0.02) * chance());
      change(t, node, 'closed');
      t += durationMs * 0.05;
    }
  }
  transitions.sort((a, b) => a.atMs - b.atMs);
  const nodes = ids.map(({ node, region }, i): NodeNow => {
    const breaker = state.get(node) ?? 'closed';
    const down = breaker === 'open' && chance() < 0.7;
    const busy = breaker === 'closed' ? Math.floor(chance() * 9) : 0;
    const health: HealthState = down ? 'unhealthy' : region === regions.at(-1) && chance() < 0.8 ? 'degraded' : 'healthy';
    return {
      node,
      group: region,
      region,
      slots: 8,
      busy,
      queued: busy === 8 ? Math.floor(chance() * 5) : 0,
      inFlight: busy,
      health,
      status: 'ready',
      signalAgeMs: null,
      openIn: 0,
      smoothedLatencyMs: 420,
      p50LatencyMs: 400,
      p99LatencyMs: 900,
      latencySamples: 256,
      successesInRow: 2,
      failuresInRow: 0,
      breaker,
      breakerFailures: 0,
      halfOpenSuccesses: 0,
      probesInFlight: 0,
      nextTransitionMs: breaker === 'open' ? nowMs + 12_400 : null,
      attemptsPerS: breaker === 'closed' ? 10 + 10 * chance() : 0,
      faults: down || i % 17 === 3 ? ['f2'] : [],
      down,
      crashed: down,
      stalled: false,
      cutOff: false,
      warmShare: 1,
    };
  });
  return { series: fixtureSeries(options, faults, chance), nodes, transitions, faults };
}

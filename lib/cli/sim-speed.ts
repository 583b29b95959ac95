/**
 * One case of the bench of the simulator, in a process of its own: `sim-speed.ts STRATEGY NODES [default]`, or `sim-speed.ts memory REQUESTS`. Prints one
 * line of JSON, for `sim.bench.ts`. `default`: with the compiler's own settings, as in a page. A fresh process, because a compiler that has seen four strategies makes other code than one that has seen one.
 */
import { Simulation } from '@/lib/sim/simulate';
import { benchRatePerS, benchScenario, MEAN_MS, SLOTS } from '@/lib/sim/bench-scenario';
import type { ScenarioInput } from '@/lib/scenario/schema';

import { say } from './command';
import { inlineMore } from './inlining';
import { Yardstick, type YardstickStrategy } from './yardstick';

/** Stretches that take turns, product and yardstick; the fastest of each counts. */
const ROUNDS = 25;
const STRETCH = 60_000;
const YARDSTICKS: readonly string[] = ['random', 'power-of-two', 'least-connections'] satisfies YardstickStrategy[];

/** `least-latency` has no load term of its own and would herd; with the load policy it carries the load. */
function routerOf(strategy: string): ScenarioInput['router'] {
  const policies = [{ kind: 'health' as const }, { kind: 'latency' as const }, { kind: 'load' as const }];
  if (strategy === 'least-latency') return { strategy: { id: 'least-latency' }, policies };
  return { strategy: { id: strategy } } as ScenarioInput['router'];
}

/** Requests before the clock starts: until the fleet has filled and the compiler has seen the code. */
function warmUp(nodes: number): number {
  return Math.max(300_000, 40 * nodes);
}

function speeds(strategy: string, nodes: number): { readonly product: number; readonly yardstick: number | null } {
  const stretchMs = (STRETCH / benchRatePerS(nodes)) * 1_000;
  const requests = warmUp(nodes) + (ROUNDS + 1) * STRETCH;
  const simulation = new Simulation(benchScenario(nodes, requests, routerOf(strategy)));
  let timeMs = (warmUp(nodes) / benchRatePerS(nodes)) * 1_000;
  simulation.runUntil(timeMs);
  const yardstick = YARDSTICKS.includes(strategy)
    ? new Yardstick(strategy as YardstickStrategy, {
        nodes,
        slots: SLOTS,
        ratePerMs: benchRatePerS(nodes) / 1_000,
        meanMs: MEAN_MS,
        oneWayMs: simulation.scenario.network.localMs / 2,
      })
    : null;
  yardstick?.run(warmUp(nodes));
  const product: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = simulation.arrived;
    timeMs += stretchMs;
    product.push(
      perSecond(
        () => simulation.runUntil(timeMs),
        () => simulation.arrived - before,
      ),
    );
    if (yardstick !== null)
      bare.push(
        perSecond(
          () => yardstick.run(STRETCH),
          () => STRETCH,
        ),
      );
  }
  // The report is part of the path, and says that the run was what it should be.
  const { requests: counts } = simulation.report();
  if (counts.finished < 0.9 * counts.arrived)
    throw new Error(`${strategy} answered ${counts.finished} of ${counts.arrived} requests`);
  return { product: Math.max(...product), yardstick: yardstick === null ? null : Math.max(...bare) };
}

/** A whole run, report included, and the most memory that its process ever had. */
function memory(requests: number): { readonly perSecond: number; readonly peakMb: number } {
  const simulation = new Simulation(benchScenario(100, requests, routerOf('power-of-two')));
  const rate = perSecond(
    () => simulation.runUntil(Infinity),
    () => simulation.report().requests.arrived,
  );
  return { perSecond: rate, peakMb: Math.round(process.resourceUsage().maxRSS / 1_024) };
}

/** By the processor's time, all threads of the process together, so that a busy machine takes little away: on an idle one it is the clock's. */
function perSecond(run: () => void, count: () => number): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (count() / (user + system)) * 1_000_000;
}

const [what = 'power-of-two', size = '100', flags = 'own'] = process.argv.slice(2);
if (flags === 'own') inlineMore();
say(JSON.stringify(what === 'memory' ? memory(Number(size)) : speeds(what, Number(size))));

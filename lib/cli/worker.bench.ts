/**
 * How long a seek takes through the host, as the page asks for it: each preset is run to its end, which leaves its checkpoints, and then sent to
 * random times, back and forth. The slowest seek counts, as its inverse: within 100 ms is 10 per second. Beside the wall's time stands the
 * processor's, which a busy machine does not stretch.
 */
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';
import { PRESETS } from '@/lib/scenario/presets';
import type { ScenarioInput } from '@/lib/scenario/schema';
import { Host } from '@/lib/worker/host';
import type { Frame } from '@/lib/worker/protocol';

import type { BenchReport } from './bench-report';

const SEEKS = 40;

export async function bench(report: BenchReport): Promise<void> {
  for (const { id, scenario } of PRESETS) {
    const { wallMs, cpuMs } = await seeks(scenario);
    const nodes = scenario.groups.reduce((n, group) => n + group.count, 0);
    report({ bench: 'worker', case: `slowest seek, ${id}`, nodes, perSecond: 1_000 / Math.max(...wallMs) });
    report({ bench: 'worker', case: `... by CPU, ${id}`, nodes, perSecond: 1_000 / Math.max(...cpuMs) });
  }
}

/** Time in ms of each seek. */
async function seeks(scenario: ScenarioInput): Promise<{ readonly wallMs: number[]; readonly cpuMs: number[] }> {
  let last: Frame | null = null;
  const host = new Host({
    emit: (frame) => (last = frame),
    clock: () => performance.now(),
    rest: () => new Promise((resolve) => setImmediate(resolve)),
  });
  const loaded = await host.load(scenario);
  if (!loaded.ok) throw new Error(loaded.problems[0]!.message);
  const { durationMs } = last as unknown as Frame;
  await host.seek(durationMs);
  const chance = new CounterStream(5).aim(SUBSYSTEM.experiment, 0);
  const wallMs: number[] = [];
  const cpuMs: number[] = [];
  for (let i = 0; i < SEEKS; i++) {
    const targetMs = Math.floor(chance.nextUnit() * durationMs);
    const cpu = process.cpuUsage();
    const startedMs = performance.now();
    await host.seek(targetMs);
    wallMs.push(performance.now() - startedMs);
    const { user, system } = process.cpuUsage(cpu);
    cpuMs.push((user + system) / 1_000);
    if ((last as Frame | null)?.timeMs !== targetMs) throw new Error(`a seek to ${targetMs} ms ended elsewhere`);
  }
  return { wallMs, cpuMs };
}

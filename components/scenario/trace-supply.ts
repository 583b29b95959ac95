import type { Scenario, TraceEntry } from '@/lib/scenario/schema';
import type { RunClient } from '@/lib/worker/client';

import { keptTraceFile } from './trace-library';

/** Lets a worker read the traces that a scenario uses from the files that this browser keeps. Answers those that are not there. */
export async function supplyTraces(client: RunClient, scenario: Scenario): Promise<readonly TraceEntry[]> {
  if (scenario.traces.length === 0) return [];
  const missing: TraceEntry[] = [];
  for (const entry of await client.absentTraces(scenario)) {
    const file = await keptTraceFile(entry.sha256);
    const read = file === null ? null : await client.readTrace(file, entry.format);
    if (read?.kind !== 'read') missing.push(entry);
  }
  return missing;
}

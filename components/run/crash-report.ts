import type { Frame } from '@/lib/worker/protocol';
import { SEMANTICS } from '@/lib/report/semantics';

/** What went wrong, where the run stood, and the scenario that leads there again, as JSON text. */
export function crashReport(crash: string, frame: Frame | null, scenario: string): string {
  const at =
    frame === null
      ? null
      : { timeMs: frame.timeMs, events: frame.events, decisions: frame.decisions, state: frame.state, digest: frame.digest };
  return JSON.stringify({ crash, semantics: SEMANTICS, at, scenario: JSON.parse(scenario) as unknown }, null, 2);
}

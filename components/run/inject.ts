import type { Problem } from '@/lib/base/result';
import { addTimelineEntry } from '@/lib/scenario/edit';
import type { Fault } from '@/lib/scenario/schema';

import { canChangeLive, change, edit } from './lab';

/**
 * Puts a fault on a node here and now, for so long or until it is cleared. Before the first event it goes into the document,
 * at 0.
 */
export async function injectFault(node: string, fault: Fault, forMs: number | null): Promise<readonly Problem[]> {
  const target = { kind: 'node', id: node } as const;
  if (canChangeLive()) return change({ kind: 'fault', forMs, target, fault });
  return edit((scenario) => addTimelineEntry(scenario, { kind: 'fault', atMs: 0, untilMs: forMs, target, fault }));
}

/** What a group's engine offers each node, whatever its kind. */
import type { Group } from './schema';

/** How many may be in service at once; null: everybody. */
export function placesOf(engine: Group['engine']): number | null {
  switch (engine.kind) {
    case 'slots':
      return engine.slots;
    case 'processor-sharing':
      return engine.limit;
  }
}

/**
 * What counts as the node's slots for whoever compares load with size: the load policy, the utilisation of a report, the pictures. A
 * processor that everybody shares counts as one.
 */
export function slotsOf(engine: Group['engine']): number {
  return placesOf(engine) ?? 1;
}

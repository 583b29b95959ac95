import type { Workload } from './schema';

/** What the nodes must be like that a request asks in one of its stages. Empty lists: whichever. */
export type Stage = Pick<Workload, 'capability' | 'privacy' | 'costTolerance' | 'regions' | 'models'>;

/** The stages of a class's requests in order: as the class itself says, then its fallbacks. */
export function stagesOf(of: Workload): Stage[] {
  return [
    of,
    ...of.fallbacks.map(({ capability, privacy, costTolerance, regions, models }) => ({
      capability: capability ?? of.capability,
      privacy: privacy ?? of.privacy,
      costTolerance: costTolerance ?? of.costTolerance,
      regions,
      models,
    })),
  ];
}

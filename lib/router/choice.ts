import type { DeploymentIndex } from '@/lib/fleet/ids';
import type { Pool } from './pool';
import type { RouteQuery } from './query';
import type { RequestClass } from './request-class';
import type { Situation } from './situation';
import type { Notes } from './trace';

/** A choice and what it was made from. */
export interface Choice {
  readonly situation: Situation;
  readonly of: RequestClass;
  readonly query: RouteQuery;
  readonly nowMs: number;
  readonly deployment: DeploymentIndex;
  readonly probe: boolean;
  readonly excluding: boolean;
  /** The probe that a retry would fall back on if its pool were empty; -1 when there is none. */
  readonly fallback: DeploymentIndex;
  /** Aimed at the query. */
  readonly pool: Pool;
  readonly notes: Notes;
}

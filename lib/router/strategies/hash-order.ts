import type { DeploymentIndex } from '@/lib/fleet/ids';

/** Places in a circle, each held by a deployment. A key starts at a place and goes on to the next while the holder cannot take it. */
export interface HashOrder {
  readonly length: number;
  /** From 0 to `length`, which means 0 again. */
  start(key: number): number;
  at(place: number): DeploymentIndex;
  /** What the place is called in a receipt. */
  name(place: number): string;
}

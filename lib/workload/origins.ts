import type { RandomStream } from '@/lib/base/random';

/** Places to choose from by relative weight. `places[i]` is chosen when the draw falls below `cumulated[i]`. */
export interface OriginLaw {
  readonly places: Int32Array;
  readonly cumulated: Float64Array;
}

/** Weights are not negative and their sum is above 0; a place of weight 0 is never drawn. */
export function originLaw(weights: readonly { readonly place: number; readonly weight: number }[]): OriginLaw {
  const used = weights.filter((w) => w.weight > 0);
  if (used.length === 0) throw new Error(`origins of ${weights.length} places without a positive weight`);
  let sum = 0;
  return {
    places: Int32Array.from(used, (w) => w.place),
    cumulated: Float64Array.from(used, (w) => (sum += w.weight)),
  };
}

/** O(places), which is at most a few dozen. With one place nothing is drawn. */
export function drawOrigin(law: OriginLaw, chance: RandomStream): number {
  const last = law.places.length - 1;
  if (last === 0) return law.places[0]!;
  const u = chance.nextUnit() * law.cumulated[last]!;
  let i = 0;
  while (i < last && u >= law.cumulated[i]!) i++;
  return law.places[i]!;
}

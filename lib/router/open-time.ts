/** How long a breaker stays open when it trips again and again. Ideas: Envoy's ejection time (linear), Finagle's and Linkerd's (exponential). */
import type { BreakerSettings, GrowthRule } from './settings';

type OpenRules = Pick<BreakerSettings, 'openMs' | 'growth'>;

/** Open time in ms of the `trips`-th trip in a row (from 1); `unit` in [0, 1) is the draw for the jitter, which comes on top of the cap. */
export function openTimeMs({ openMs, growth }: OpenRules, trips: number, unit: number): number {
  if (growth === null) return openMs;
  return Math.min(growth.capMs, grownMs(openMs, growth, trips)) * (1 + growth.jitterFraction * unit);
}

/**
 * The number in its row of a trip that comes now, after `trips`. `closedMs`: for how long the breaker has been closed; null: it was
 * half-open. The number stays where it is once the cap is reached, so that calm times shrink it from there.
 */
export function nextTrip({ openMs, growth }: OpenRules, trips: number, closedMs: number | null): number {
  if (growth === null) return 1;
  const calm = closedMs === null || growth.calmMs === null ? 0 : Math.floor(closedMs / growth.calmMs);
  const left = Math.max(0, trips - calm);
  return left > 0 && grownMs(openMs, growth, left) >= growth.capMs ? left : left + 1;
}

/** Not capped, but no further than the cap. */
function grownMs(openMs: number, { kind, factor, capMs }: GrowthRule, trips: number): number {
  if (kind === 'linear') return openMs * (1 + factor * (trips - 1));
  let ms = openMs;
  for (let k = 1; k < trips && ms < capMs && ms * factor > ms; k++) ms *= factor;
  return ms;
}

/** What a class of requests comes to, whatever the kinds of its laws. */
import { sizeMoments, type SizeMoments } from '@/lib/workload/size-moments';

import type { ArrivalLaw, Service } from './schema';

/** The rate that a change of traffic replaces; null for a closed loop, which has none. */
export function baseRatePerS(arrivals: ArrivalLaw): number | null {
  return arrivals.kind === 'closed-loop' ? null : arrivals.ratePerS;
}

/** Mean and coefficient of variation of a law of service demands or thinking. */
export function serviceMoments(service: Service): SizeMoments {
  return sizeMoments(service);
}

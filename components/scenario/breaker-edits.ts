import type { Problem } from '@/lib/base/result';
import { setAt } from '@/lib/scenario/edit';
import type { BreakerSettings } from '@/lib/scenario/schema';

import { edit } from '@/components/run/lab';

import { settled } from './settled-breaker';

/** Changes a part of the breaker, and with it what that part would contradict. */
export function editBreaker(part: Partial<BreakerSettings>): readonly Problem[] {
  return edit((scenario) => setAt(scenario, 'breaker', settled({ ...scenario.breaker, ...part })));
}

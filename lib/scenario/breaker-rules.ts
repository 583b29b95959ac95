import { problem, type Problem } from '@/lib/base/result';

import type { BreakerSettings } from './schema';
import { grouped } from './words';

/** The rules that span a breaker's fields: a threshold that nothing can reach, or a part that another part would leave without effect. */
export function breakerRules({ rate, openMs, growth, afterOpen, halfOpenCalls, ejection }: BreakerSettings): Problem[] {
  const problems: Problem[] = [];
  const say = (path: string, value: unknown, rule: string): void => void problems.push(problem(`breaker.${path}`, value, rule));
  if (rate !== null) {
    const { window, minimumCalls, failureFraction, slow, slowFirstToken } = rate;
    if (window.kind === 'count' && minimumCalls > window.calls) {
      say('rate.minimumCalls', minimumCalls, `must be at most ${grouped(window.calls)}, the calls that its window holds`);
    }
    if (failureFraction === null && slow === null && slowFirstToken === null) {
      say('rate', rate, 'must judge something: set failureFraction or slow, or make rate null');
    }
    if (slowFirstToken !== null) {
      const rule = 'must be null: a slots node gives its answer whole, so nothing tells when a first token came';
      say('rate.slowFirstToken', slowFirstToken, rule);
    }
  }
  if (halfOpenCalls !== null && rate === null) {
    say('halfOpenCalls', halfOpenCalls, 'must be null without breaker.rate, whose fractions would judge these calls');
  }
  if (halfOpenCalls !== null && afterOpen === 'closed') {
    say('halfOpenCalls', halfOpenCalls, 'must be null where afterOpen is "closed", because no breaker is half-open then');
  }
  if (growth !== null) {
    if (growth.capMs < openMs) say('growth.capMs', growth.capMs, `must be at least openMs, ${grouped(openMs)}`);
    if (growth.calmMs === null && afterOpen === 'closed') {
      const rule =
        'must be a time where afterOpen is "closed": every open time ends in a close, which would start the trips anew';
      say('growth.calmMs', growth.calmMs, rule);
    }
  }
  if (ejection !== null && ejection.sweepMs === null) {
    for (const name of ['successRate', 'failureShare'] as const) {
      if (ejection[name] !== null) {
        say(`ejection.${name}`, ejection[name], 'must be null without ejection.sweepMs, because nodes are compared at sweeps');
      }
    }
  }
  return problems;
}

/** What a node itself is doing, whatever routers and breakers know of it: in a word for its cell, in a sentence for its panel. */
import type { NodeNow } from '@/lib/worker/protocol';

import { formatPercent } from '@/components/chart/format';

type Condition = Pick<NodeNow, 'down' | 'crashed' | 'stalled' | 'cutOff' | 'warmShare'>;

/** `crashed`, `down`, `cut off`, `stalled`, `warming up`; none when it works as it should. */
export function conditionWords({ down, crashed, stalled, cutOff, warmShare }: Condition): string[] {
  return [
    ...(crashed ? ['crashed'] : down ? ['down'] : []),
    ...(cutOff ? ['cut off'] : []),
    ...(stalled && !crashed ? ['stalled'] : []),
    ...(warmShare < 1 && !down ? ['warming up'] : []),
  ];
}

/** One sentence for each word; none when the node works as it should. */
export function conditionSentences({ down, crashed, stalled, cutOff, warmShare }: Condition): string[] {
  return [
    ...(crashed ? ['Crashed: its work is lost, what comes is refused.'] : down ? ['Down: it does no work.'] : []),
    ...(cutOff ? ['Cut off: nothing passes between it and the router.'] : []),
    ...(stalled && !crashed ? ['Stalled: nothing that waits starts.'] : []),
    ...(warmShare < 1 && !down ? [`Warming up: ${formatPercent(warmShare, 0)} of its speed.`] : []),
  ];
}

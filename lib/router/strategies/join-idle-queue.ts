import type { DeploymentIndex } from '@/lib/fleet/ids';
import { drawMember } from './drawing';
import type { Strategy } from './strategy';

export interface JoinIdleQueueSettings {
  readonly id: 'join-idle-queue';
}

/**
 * An idle node while there is one, else any at random: no request waits behind another while a node stands empty, and nobody compares
 * loads. Idle is what this router has nothing in flight on. The paper's servers queue up in the order in which they become idle; here
 * they take turns by registration, after the deployment picked last, which gives each the same share and needs no queue to be kept
 * right when nodes fail, come and go. O(log n). Source: Lu et al., Performance Evaluation 68(11), 2011, with one dispatcher.
 */
export function joinIdleQueue(): Strategy {
  let last: DeploymentIndex = -1;
  return {
    pick(_key, pool, chance, trace) {
      const idle = pool.nextIdle(last);
      const picked = idle === -1 ? drawMember(pool, chance) : idle;
      if (picked !== -1 && trace.on) {
        const node = pool.catalog.nodeIdOf(picked);
        const before = last === -1 ? 'nobody' : pool.catalog.nodeIdOf(last);
        trace.step('last picked', before);
        trace.step(idle === -1 ? 'drawn' : 'next idle', node);
        trace.say(
          idle === -1
            ? `Nobody of ${pool.phrase()} is idle, and ${node} was drawn at random.`
            : `${node} is the next idle one of ${pool.phrase()}${last === -1 ? '' : ` after ${before}`}.`,
        );
      }
      return picked;
    },
    picked(deployment) {
      last = deployment;
    },
    heard() {},
    save: () => [last],
    restore([place = -1]) {
      last = place;
    },
  };
}

import { drawMember } from './drawing';
import { withoutMemory, type Strategy } from './strategy';

export interface RandomSettings {
  readonly id: 'random';
}

/** Any member, each as likely as the next: what every other strategy is measured against. O(1) while half the fleet is eligible. */
export const random: Strategy = withoutMemory((_key, pool, chance, trace) => {
  const picked = drawMember(pool, chance);
  if (picked !== -1 && trace.on) {
    const node = pool.catalog.nodeIdOf(picked);
    trace.step('drawn', node);
    trace.say(`${node} was drawn at random from ${pool.phrase()}.`);
  }
  return picked;
});

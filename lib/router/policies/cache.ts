import { acceptsAll, type Policy } from './policy';

/** Soft alone: a node without the prompt can still serve it, so there is nothing to hold against it. */
export interface CachePolicy {
  readonly kind: 'cache';
  readonly weight: number;
  readonly mode?: 'soft';
}

/** Of `blocks` blocks; 0 for a prompt without any. */
export function cacheShare(matched: number, blocks: number): number {
  return blocks === 0 ? 0 : matched / blocks;
}

/** The share of the prompt that the node has in its cache, from the first block on; as old as the node's last snapshot. */
export const cache: Policy<CachePolicy> = {
  reads: () => 'prompt',
  needs: () => ['cached-blocks'],
  ...acceptsAll(),
  share: (_settings, facts) => cacheShare(facts.matchedBlocks, facts.promptBlocks),
  raw: (_settings, facts) =>
    facts.promptBlocks === 0 ? 'prompt without blocks' : `${facts.matchedBlocks} of ${facts.promptBlocks} blocks cached`,
};

import { needsNothing, type Policy } from './policy';

export interface GpuPolicy {
  readonly kind: 'gpu';
  readonly weight: number;
  /** Left out: `soft`. `hard`: refuses nodes without a GPU to requests that prefer one. */
  readonly mode?: 'soft' | 'hard';
}

/** 1 where the node has a GPU or the request does not prefer one, else 0. */
export const gpu: Policy<GpuPolicy> = {
  reads: () => 'request',
  needs: needsNothing,
  share: (_settings, facts) => (facts.gpu || !facts.preferGpu ? 1 : 0),
  accepts: ({ mode }, facts) => mode !== 'hard' || facts.gpu || !facts.preferGpu,
  excess: (_settings, facts) => (facts.gpu || !facts.preferGpu ? 0 : 1),
  raw: (_settings, facts) => `${facts.gpu ? 'GPU' : 'no GPU'}, ${facts.preferGpu ? 'preferred' : 'not asked for'}`,
  refusal: () => 'no GPU, and the request prefers one',
};

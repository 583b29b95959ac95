import { needsNothing, type Facts, type Policy } from './policy';

export interface LoadPolicy {
  readonly kind: 'load';
  readonly weight: number;
  /** Load over slots at which the share reaches 0. */
  readonly fullAt: number;
  /**
   * Left out: `in-flight`, what this router has under way: exact, never late, and blind to everybody else. `reported`: queued plus
   * running as the node last said: everybody's, and as old as the snapshot.
   */
  readonly signal?: 'in-flight' | 'reported';
  /** Left out: `soft`. `hard`: refuses nodes that are full. */
  readonly mode?: 'soft' | 'hard';
}

/** 1 when idle, falling to 0 at `fullAt` times the slots. */
export function loadShare(load: number, slots: number, fullAt: number): number {
  return 1 - Math.min(load / (slots * fullAt), 1);
}

function loadOf({ signal }: LoadPolicy, facts: Facts): number {
  return signal === 'reported' ? facts.reported : facts.inFlight;
}

function said(settings: LoadPolicy, facts: Facts): string {
  const where = settings.signal === 'reported' ? 'queued and running' : 'in flight';
  return `${loadOf(settings, facts)} ${where} on ${facts.slots} ${facts.slots === 1 ? 'slot' : 'slots'}`;
}

export const load: Policy<LoadPolicy> = {
  reads: ({ signal }) => (signal === 'reported' ? 'reported' : 'load'),
  needs: (settings) => (settings.signal === 'reported' ? ['queued', 'running'] : needsNothing()),
  share: (settings, facts) => loadShare(loadOf(settings, facts), facts.slots, settings.fullAt),
  accepts: (settings, facts) => settings.mode !== 'hard' || loadOf(settings, facts) < facts.slots * settings.fullAt,
  excess: (settings, facts) => loadOf(settings, facts) - facts.slots * settings.fullAt,
  raw: said,
  refusal: (settings, facts) => `${said(settings, facts)}, full at ${Number((facts.slots * settings.fullAt).toFixed(2))}`,
};

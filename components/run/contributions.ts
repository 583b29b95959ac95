import type { ReceiptCandidate, ReceiptTerm } from '@/lib/router/decision';
import type { PolicyKind } from '@/lib/scenario/schema';

import { POLICIES, type Look } from '@/components/chart/theme';

/** Terms of one policy kind share a colour; what is no policy (an empty composite's constant) is neutral. */
export function lookOf(policy: string): Look {
  return policy in POLICIES ? POLICIES[policy as PolicyKind] : { name: policy, colour: 'var(--p-privacy)' };
}

const STACK = Object.keys(POLICIES);

function place(policy: string): number {
  const at = STACK.indexOf(policy);
  return at < 0 ? STACK.length : at;
}

/** In the fixed order of the stack, whatever the document's. */
export function stacked(terms: readonly ReceiptTerm[]): ReceiptTerm[] {
  return [...terms].sort((a, b) => place(a.policy) - place(b.policy));
}

/** What was measured, in the product's words: the latency policy reads a moving average, which is no median. */
export function measured({ policy, raw }: ReceiptTerm): string {
  return policy === 'latency' ? raw.replace(/^p50 /, 'smoothed ') : raw;
}

export interface Scale {
  /** The lowest and the highest end that any bar reaches; 0 lies within. */
  readonly least: number;
  readonly most: number;
}

/** One scale for all bars: parts below zero stack to the left of it, the others to the right. */
export function scaleOf(candidates: readonly ReceiptCandidate[]): Scale {
  let least = 0;
  let most = 0;
  for (const { terms } of candidates) {
    let below = 0;
    let above = 0;
    for (const { contribution } of terms) {
      if (contribution < 0) below += contribution;
      else above += contribution;
    }
    least = Math.min(least, below);
    most = Math.max(most, above);
  }
  return { least, most: most === least ? least + 1 : most };
}

export interface Segment {
  readonly policy: string;
  readonly colour: string;
  /** In percent of the bar's width. */
  readonly left: number;
  readonly width: number;
}

export function segmentsOf(terms: readonly ReceiptTerm[], scale: Scale): Segment[] {
  const span = scale.most - scale.least;
  const percent = (value: number): number => (value / span) * 100;
  let above = -scale.least;
  let below = -scale.least;
  return stacked(terms)
    .filter(({ contribution }) => contribution !== 0)
    .map(({ policy, contribution }) => {
      const width = percent(Math.abs(contribution));
      const from = contribution > 0 ? above : below + contribution;
      if (contribution > 0) above += contribution;
      else below += contribution;
      return { policy, colour: lookOf(policy).colour, left: percent(from), width };
    });
}

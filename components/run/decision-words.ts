/** What the decision inspector says about a receipt, as sentences and groups. */
import type { CandidateStanding, Receipt, ReceiptCandidate, RouteError, TiePoint } from '@/lib/router/decision';
import type { BreakerState } from '@/lib/fleet/snapshot';

import type { PolicySettings } from '@/lib/scenario/schema';
import { sentenceCase } from '@/lib/scenario/words';

import { formatCount, MINUS, plural } from '@/components/chart/format';

import { lookOf } from './contributions';

/** What kind of refusal an error is, to follow its name. */
const REFUSALS: Readonly<Record<RouteError['kind'], string>> = {
  NoCapacity: 'nobody was a candidate',
  AllNodesUnhealthy: 'no candidate was left',
  QoSViolation: 'hard policies refuse every candidate',
  PrivacyViolation: 'hard privacy refuses every candidate',
  CircuitOpen: 'its breaker is open',
  Timeout: 'no answer in time',
  NodeUnreachable: 'the node cannot be reached',
  AdmissionLimit: 'the router lets no more in',
};

export function refusalWords({ kind }: RouteError): string {
  return REFUSALS[kind];
}

/** How totals come about, and what the filters among these policies add to them. */
export function scoreSentence(policies: readonly PolicySettings[]): string {
  const hard = policies.filter((policy) => 'mode' in policy && policy.mode === 'hard').map(({ kind }) => lookOf(kind).name);
  const parts = ['Score = Σ weight × policy score ÷ number of policies.'];
  if (policies.some((policy) => policy.kind === 'privacy' && policy.mode === 'reference'))
    parts.push('Privacy is a filter and adds the same constant to each.');
  if (hard.length > 0) parts.push(`Hard, so ${hard.length === 1 ? 'a filter' : 'filters'} too: ${hard.join(', ')}.`);
  return parts.join(' ');
}

export function scoreText(score: number): string {
  const text = score.toFixed(3);
  return text.startsWith('-') ? MINUS + text.slice(1) : text;
}

/** Below this a weight is 0, and what is left of it is the rounding of the sums that led to it. */
const LEAST_WEIGHT = 1e-9;

/** A weight with the digits it needs: `1.0`, `1.37`, `−0.25`, and more where a difference is small. */
export function weightText(weight: number): string {
  if (Math.abs(weight) < LEAST_WEIGHT) return '0.0';
  const text = Number.isInteger(weight) ? weight.toFixed(1) : String(Number(weight.toPrecision(3)));
  return text.startsWith('-') ? MINUS + text.slice(1) : text;
}

export function tiePointSentence({ policy, weight, flipsAt, to }: TiePoint): string {
  const name = `${sentenceCase(policy)} weight ${weightText(weight)}`;
  if (flipsAt === null) return `${name}: no change of this weight flips it.`;
  if (to === null) return `${name}: at ${weightText(flipsAt)} the choice falls below the min score.`;
  return `${name}: at ${weightText(flipsAt)} the choice becomes ${to}.`;
}

/** How far the choice lay from the next best score; null when the pool had one member or nothing was chosen. */
export function marginSentence({
  runnerUp,
  margin,
  tiePoints,
}: Pick<Receipt, 'runnerUp' | 'margin' | 'tiePoints'>): string | null {
  if (runnerUp === null || margin === null) return null;
  if (margin === 0) return `Runner-up: ${runnerUp}, with the same score.`;
  if (margin > 0) return `Runner-up: ${runnerUp}, ${scoreText(margin)} behind.`;
  const why = tiePoints.length === 0 ? '; this strategy does not pick by score' : '';
  return `Best other score: ${runnerUp}, ${scoreText(-margin)} above${why}.`;
}

/** Those that the bars show: who could be picked. The rest is told in groups. */
export function couldBePicked({ standing }: ReceiptCandidate): boolean {
  return standing === 'in-pool' || standing === 'probe';
}

export interface StandingGroup {
  readonly words: string;
  /** The breaker state whose glyph stands before the words; null: none. */
  readonly glyph: BreakerState | null;
  readonly candidates: readonly ReceiptCandidate[];
  /** Said instead of names where only numbers matter; null: the names are listed. */
  readonly summary: string | null;
}

const WORDS: Readonly<Record<Exclude<CandidateStanding, 'in-pool' | 'probe' | 'policy-rejected'>, string>> = {
  'breaker-open': 'Breaker open',
  'half-open-full': 'Half-open, no free probe slot',
  unhealthy: 'Health down',
  'already-tried': 'Tried by an earlier attempt',
  'outside-window': 'Eligible, outside the window',
  draining: 'Draining',
  loading: 'Loading',
  removed: 'Not in the fleet now',
};
const ORDER: readonly CandidateStanding[] = [
  'removed',
  'loading',
  'draining',
  'breaker-open',
  'half-open-full',
  'unhealthy',
  'policy-rejected',
  'already-tried',
  'outside-window',
];

function wordsFor(candidate: ReceiptCandidate): string {
  const { standing, breaker, reason } = candidate;
  if (standing === 'policy-rejected') {
    const kinds = (reason ?? '').split('; ').map((part) => part.split(':')[0]!);
    return kinds[0] === '' ? 'Rejected by a policy' : `Rejected by ${kinds.map((kind) => lookOf(kind).name).join(' and ')}`;
  }
  if (standing === 'half-open-full' && reason?.includes('first attempts') === true)
    return 'Half-open, probes are for first attempts';
  if (standing === 'outside-window' && breaker === 'half-open') return 'Half-open, outside the window';
  return standing === 'in-pool' || standing === 'probe' ? 'Could be picked' : WORDS[standing];
}

function glyphFor({ standing, breaker }: ReceiptCandidate): BreakerState | null {
  if (standing === 'breaker-open') return 'open';
  return breaker === 'half-open' ? 'half-open' : null;
}

/** Everyone who could not be picked, in words: who is not there first, then hindrances of the breaker, the window last. */
export function standingGroups(candidates: readonly ReceiptCandidate[]): StandingGroup[] {
  const groups = new Map<string, ReceiptCandidate[]>();
  for (const standing of ORDER) {
    for (const candidate of candidates) {
      if (candidate.standing !== standing) continue;
      const words = wordsFor(candidate);
      groups.set(words, [...(groups.get(words) ?? []), candidate]);
    }
  }
  return [...groups].map(([words, members]) => {
    const first = members[0]!;
    if (first.standing !== 'outside-window') return { words, glyph: glyphFor(first), candidates: members, summary: null };
    const totals = members.map(({ total }) => total);
    const best = scoreText(Math.max(...totals));
    if (first.breaker === 'half-open') {
      return { words: `Half-open, best score ${best}, below the window`, glyph: 'half-open', candidates: members, summary: null };
    }
    const least = scoreText(Math.min(...totals));
    const range = best === least ? best : `${least} to ${best}`;
    return { words, glyph: null, candidates: members, summary: `${plural(members.length, 'node')}, ${range}` };
  });
}

/** `3 of 12 candidates`. */
export function countWords(some: number, all: number): string {
  return some === all ? plural(all, 'candidate') : `${formatCount(some)} of ${plural(all, 'candidate')}`;
}

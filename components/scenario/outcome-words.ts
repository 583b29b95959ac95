/** How attempts end and what that means to a breaker, in the words of the page. */
import { OUTCOMES, type Outcome } from '@/lib/fleet/outcome';
import { OUTCOME_WORDS } from '@/lib/fleet/outcome-words';
import type { BreakerSettings } from '@/lib/scenario/schema';
import { sentenceCase } from '@/lib/scenario/words';

export type BadOutcome = Exclude<Outcome, 'ok'>;
export type Verdict = BreakerSettings['outcomes'][BadOutcome];

export const BAD_OUTCOMES = OUTCOMES.filter((outcome): outcome is BadOutcome => outcome !== 'ok');

/** As they stand at the beginning of a line. */
export const OUTCOME_NAMES = Object.fromEntries(
  BAD_OUTCOMES.map((outcome) => [outcome, sentenceCase(OUTCOME_WORDS[outcome])]),
) as Readonly<Record<BadOutcome, string>>;

/** What the breaker does about an outcome of each verdict, to follow the outcome's name. */
export const VERDICT_WORDS = {
  failure: 'counts as a failure',
  success: 'counts as a success',
  ignored: 'changes nothing',
  trip: 'opens the breaker at once',
} as const satisfies Record<Verdict, string>;

/** `all failures`, `1 ignored, 2 open at once`: how the outcomes other than failures are taken. */
export function outcomesSummary(outcomes: BreakerSettings['outcomes']): string {
  const count = (verdict: Verdict): number => BAD_OUTCOMES.filter((outcome) => outcomes[outcome] === verdict).length;
  const parts = (
    [
      ['ignored', 'ignored'],
      ['success', 'as success'],
      ['trip', 'open at once'],
    ] as const
  ).flatMap(([verdict, words]) => (count(verdict) === 0 ? [] : [`${count(verdict)} ${words}`]));
  return parts.length === 0 ? 'all failures' : parts.join(', ');
}

'use client';

import type { Problem } from '@/lib/base/result';
import type { Group } from '@/lib/scenario/schema';

import { NumberRow } from '@/components/control/number-field';

import { editAt, Note } from './setting';

type Limits = NonNullable<Group['limits']>;

const NONE: Limits = { requestsPerMinute: null, tokensPerMinute: null, concurrent: null };
const QUOTAS = [
  { key: 'requestsPerMinute', label: 'Requests per minute' },
  { key: 'tokensPerMinute', label: 'Tokens per minute, in and out' },
  { key: 'concurrent', label: 'At once, waiting ones too' },
] as const satisfies readonly { readonly key: keyof Limits; readonly label: string }[];

interface QuotaRowsProps {
  readonly limits: Group['limits'];
  /** Path of the group. */
  readonly at: string;
}

/** What each node lets in. The document has no limits at all where none is set. */
export function QuotaRows({ limits, at }: QuotaRowsProps) {
  const put = (part: Partial<Limits>): readonly Problem[] => {
    const next = { ...(limits ?? NONE), ...part };
    return editAt(`${at}.limits`, Object.values(next).every((quota) => quota === null) ? null : next);
  };
  return (
    <>
      <h3 className="text-t3 text-small pt-2">Quotas of each node</h3>
      {QUOTAS.map(({ key, label }) => (
        <NumberRow
          key={key}
          label={label}
          path={`${at}.limits.${key}`}
          value={limits?.[key] ?? null}
          empty="none"
          onCommit={(quota) => put({ [key]: quota })}
        />
      ))}
      {limits === null ? null : (
        <Note>Beyond a quota it answers 429 at once and says when to try again. A minute’s worth may come at once.</Note>
      )}
    </>
  );
}

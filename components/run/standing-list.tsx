'use client';

import { Fragment, useState } from 'react';

import { BreakerGlyph } from '@/components/chart/breaker-glyph';
import { formatCount } from '@/components/chart/format';

import type { StandingGroup } from './decision-words';

const SHOWN = 12;

/** Who could not be picked, and why, in words. */
export function StandingList({ groups }: { readonly groups: readonly StandingGroup[] }) {
  if (groups.length === 0) return null;
  return (
    <div className="pt-2">
      <h3 className="text-t3 text-small pb-0.5">Could not be picked</h3>
      <dl>
        {groups.map((group) => (
          <Group key={group.words} group={group} />
        ))}
      </dl>
    </div>
  );
}

function Group({ group }: { readonly group: StandingGroup }) {
  const { words, glyph, candidates, summary } = group;
  const [open, setOpen] = useState(false);
  const foldable = summary !== null || candidates.length > SHOWN;
  const names = (open || !foldable ? candidates : summary === null ? candidates.slice(0, SHOWN) : []).map(({ node }) => node);
  const more = candidates.length - names.length;
  return (
    <div className="text-small grid grid-cols-[120px_1fr] gap-2 py-0.5">
      <dt className="text-t2 flex items-start gap-1.5">
        <span className="flex h-[14px] w-2.5 items-center">
          {glyph === null ? null : <BreakerGlyph state={glyph} size={9} />}
        </span>
        <span className="min-w-0">{words}</span>
      </dt>
      <dd className="text-t2 min-w-0">
        {summary === null ? null : <span className="text-text">{summary}</span>}
        {summary === null || names.length === 0 ? null : ': '}
        {names.map((name, index) => (
          <Fragment key={name}>
            {index === 0 ? null : ', '}
            <span className="font-mono whitespace-nowrap">{name}</span>
          </Fragment>
        ))}
        {foldable ? (
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="text-t2 hover:text-text ml-1.5 min-h-6 underline underline-offset-2"
          >
            {open ? 'Fewer' : summary === null ? `and ${formatCount(more)} more` : 'Which'}
          </button>
        ) : null}
      </dd>
    </div>
  );
}

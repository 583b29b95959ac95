import type { ReactNode } from 'react';

import { BreakerGlyph } from '@/components/chart/breaker-glyph';
import { formatCount } from '@/components/chart/format';

import type { FleetCounts } from './load';

const STEPS = ['bg-q0', 'bg-q1', 'bg-q2', 'bg-q3', 'bg-q4', 'bg-q5', 'bg-q6', 'bg-q7'] as const;

function Entry({ count, word, children }: { readonly count: number; readonly word: string; readonly children: ReactNode }) {
  return (
    <li className="flex items-center gap-1 whitespace-nowrap">
      {children}
      <span>
        {formatCount(count)} {word}
      </span>
    </li>
  );
}

function Line({ kind }: { readonly kind: 'degraded' | 'unhealthy' | 'down' }) {
  return (
    <svg width="10" height="4" viewBox="0 0 10 4" aria-hidden>
      <path
        d="M0 2h10"
        stroke={kind === 'degraded' ? 'var(--t2)' : 'var(--open)'}
        strokeWidth={kind === 'unhealthy' ? 1 : 2}
        strokeDasharray={kind === 'degraded' ? '2.5 1.25' : undefined}
      />
    </svg>
  );
}

/** Counts in words beside the shapes that the map uses, and the scale of its fill. */
export function FleetLegend({ counts, narrow }: { readonly counts: FleetCounts; readonly narrow: boolean }) {
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-small text-t2">
      <ul className="flex flex-wrap items-center gap-x-2.5 gap-y-1" aria-label="Nodes by state">
        <Entry count={counts.closed} word="closed">
          <BreakerGlyph state="closed" />
        </Entry>
        {counts.halfOpen > 0 && (
          <Entry count={counts.halfOpen} word="half-open">
            <BreakerGlyph state="half-open" />
          </Entry>
        )}
        {counts.open > 0 && (
          <Entry count={counts.open} word="open">
            <BreakerGlyph state="open" />
          </Entry>
        )}
        {counts.degraded > 0 && (
          <Entry count={counts.degraded} word="degraded">
            <Line kind="degraded" />
          </Entry>
        )}
        {counts.unhealthy > 0 && (
          <Entry count={counts.unhealthy} word="health down">
            <Line kind="unhealthy" />
          </Entry>
        )}
        {counts.down > 0 && (
          <Entry count={counts.down} word="down">
            <Line kind="down" />
          </Entry>
        )}
        {counts.faulted > 0 && (
          <Entry count={counts.faulted} word="faulted">
            <svg width="6" height="6" viewBox="0 0 6 6" aria-hidden>
              <path d="M0 0h6L0 6z" fill="var(--text)" />
            </svg>
          </Entry>
        )}
      </ul>
      {!narrow && (
        <p className="ml-auto flex items-center gap-1 whitespace-nowrap">
          Load 0
          <span aria-hidden className="flex">
            {STEPS.map((fill) => (
              <span key={fill} className={`h-2.5 w-2 ${fill} forced-colors:border`} />
            ))}
          </span>
          <span className="sr-only">to</span>≥{'\u2009'}100{'\u2009'}%
        </p>
      )}
    </div>
  );
}

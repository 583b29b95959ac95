import type { BreakerState } from '@/lib/fleet/snapshot';

export interface BreakerGlyphProps {
  readonly state: BreakerState;
  readonly size?: number;
  /** Instead of the state's colour, as on a filled cell. */
  readonly colour?: string;
}

/** Closed: dot. Half-open: half disc. Open: cross. Decorative: stands beside a word or inside a named element. */
export function BreakerGlyph({ state, size = 10, colour }: BreakerGlyphProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 10 10" aria-hidden className="shrink-0">
      {state === 'closed' && <circle cx="5" cy="5" r="1.7" fill={colour ?? 'var(--closed)'} />}
      {state === 'half-open' && (
        <>
          <circle cx="5" cy="5" r="3.8" fill="none" stroke={colour ?? 'var(--half)'} strokeWidth="1.3" />
          <path d="M5 1.2a3.8 3.8 0 0 1 0 7.6z" fill={colour ?? 'var(--half)'} />
        </>
      )}
      {state === 'open' && (
        <path d="M1.6 1.6l6.8 6.8M8.4 1.6l-6.8 6.8" stroke={colour ?? 'var(--open)'} strokeWidth="1.8" fill="none" />
      )}
    </svg>
  );
}

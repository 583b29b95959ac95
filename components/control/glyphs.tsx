/** The page's own small signs, on a grid of 16. They are decoration: what they mean is always said in words beside them. */
import type { ReactNode } from 'react';

interface GlyphProps {
  readonly size?: number;
  readonly className?: string;
}

function Glyph({ size = 14, className, children }: GlyphProps & { readonly children: ReactNode }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      className={`shrink-0 ${className ?? ''}`}
    >
      {children}
    </svg>
  );
}

const filled = { fill: 'currentColor', stroke: 'none' } as const;

/** Two lines that become one: the switch of a yard. */
export const MarkGlyph = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="M1.5 11.5h3.2c2.6 0 3-7 6.4-7h3.4M1.5 11.5h13" />
    <circle cx="2.6" cy="11.5" r="1.6" {...filled} />
  </Glyph>
);
export const RunGlyph = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="M4.5 2.8v10.4c0 .5.5.8.9.5l7.8-5.2c.4-.2.4-.8 0-1L5.4 2.3c-.4-.3-.9 0-.9.5z" {...filled} />
  </Glyph>
);
export const PauseGlyph = (props: GlyphProps) => (
  <Glyph {...props}>
    <rect x="3.8" y="3" width="3" height="10" rx=".8" {...filled} />
    <rect x="9.2" y="3" width="3" height="10" rx=".8" {...filled} />
  </Glyph>
);
export const StepGlyph = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="M3 3.6v8.8c0 .5.5.7.9.5l6-4.4c.3-.3.3-.7 0-1l-6-4.4c-.4-.2-.9 0-.9.5z" {...filled} />
    <path d="M12.6 3.4v9.2" strokeWidth={1.8} />
  </Glyph>
);
export const SkipGlyph = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="M2.5 4v8l5-4zM7.5 4v8l5-4zM13.5 4v8" />
  </Glyph>
);
export const RestartGlyph = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="M3.2 8.4a4.9 4.9 0 1 0 1.5-3.6L2.8 6.6" />
    <path d="M2.6 3.2v3.5h3.5" />
  </Glyph>
);
export const ShareGlyph = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="M5.2 6.4H3.6v7h8.8v-7h-1.6M8 9.6V2.2M5.4 4.6 8 2l2.6 2.6" />
  </Glyph>
);
export const SunGlyph = (props: GlyphProps) => (
  <Glyph {...props}>
    <circle cx="8" cy="8" r="2.8" />
    <path d="M8 1.4v1.4M8 13.2v1.4M1.4 8h1.4M13.2 8h1.4M3.3 3.3l1 1M11.7 11.7l1 1M12.7 3.3l-1 1M4.3 11.7l-1 1" />
  </Glyph>
);
export const MoonGlyph = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6z" />
  </Glyph>
);
export const HelpGlyph = (props: GlyphProps) => (
  <Glyph {...props}>
    <circle cx="8" cy="8" r="6.2" />
    <path d="M6.3 6.3a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.9.7-.9 1.4" />
    <circle cx="8" cy="11.3" r=".9" {...filled} />
  </Glyph>
);
export const DownGlyph = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="m4.5 6.3 3.5 3.5 3.5-3.5" />
  </Glyph>
);
export const RightGlyph = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="m6.3 4.5 3.5 3.5-3.5 3.5" />
  </Glyph>
);
export const LeftGlyph = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="M9.7 4.5 6.2 8l3.5 3.5" />
  </Glyph>
);
export const CloseGlyph = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="m4.2 4.2 7.6 7.6M11.8 4.2l-7.6 7.6" />
  </Glyph>
);
export const PlusGlyph = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="M8 3.5v9M3.5 8h9" />
  </Glyph>
);
export const PencilGlyph = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="m3 13 .7-2.8 7-7 2.1 2.1-7 7zM9.4 4.5l2.1 2.1" />
  </Glyph>
);
export const CheckGlyph = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="m3.6 8.4 3 3 5.8-6.6" />
  </Glyph>
);
/** A funnel: what lets only some through. */
export const FilterGlyph = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="M2.5 3.5h11L9.4 8.6v3.6l-2.8 1.3V8.6z" />
  </Glyph>
);

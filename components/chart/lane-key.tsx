import { useId } from 'react';

/** What the marks of a breaker lane mean: height first, then pattern, then colour, as in the lanes. */
export function LaneKey() {
  const stripes = useId();
  return (
    <ul aria-label="Marks of the lanes" className="flex gap-2.5 text-small text-t2">
      <li className="flex items-center gap-1">
        <svg width="14" height="8" aria-hidden>
          <path d="M0 4h14" className="stroke-axis" />
        </svg>
        closed
      </li>
      <li className="flex items-center gap-1">
        <svg width="14" height="8" aria-hidden className="fill-open">
          <rect width="14" height="8" fillOpacity="0.62" />
          <rect width="2" height="8" />
        </svg>
        open
      </li>
      <li className="flex items-center gap-1">
        <svg width="14" height="8" aria-hidden>
          <pattern id={stripes} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="2.2" height="4" fill="var(--half)" />
          </pattern>
          <rect y="1.5" width="14" height="5" fill={`url(#${stripes})`} />
        </svg>
        half-open
      </li>
    </ul>
  );
}

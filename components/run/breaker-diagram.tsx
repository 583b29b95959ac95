import type { BreakerState } from '@/lib/fleet/snapshot';

import { BreakerGlyph } from '@/components/chart/breaker-glyph';
import { formatSpan } from '@/components/chart/format';
import { BREAKERS } from '@/components/chart/theme';

interface BreakerDiagramProps {
  readonly state: BreakerState;
  /** null: other rules open the breaker. */
  readonly failureThreshold: number | null;
  readonly openMs: number;
  readonly halfOpenSuccesses: number;
  /** Share of the open time that has passed; null when not open. */
  readonly openShare: number | null;
}

const BOXES = [
  { state: 'closed', x: 0, width: 68 },
  { state: 'open', x: 122, width: 56 },
  { state: 'half-open', x: 207, width: 81 },
] as const satisfies readonly { readonly state: BreakerState; readonly x: number; readonly width: number }[];
const TOP = 30;
const HEIGHT = 24;
const MIDDLE = TOP + HEIGHT / 2;

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : one === 'success' ? 'es' : 's'}`;

/** Closed, open, half-open, and what leads from one to the next. The way from open to half-open is the reset timer: it fills. */
export function BreakerDiagram({ state, failureThreshold, openMs, halfOpenSuccesses, openShare }: BreakerDiagramProps) {
  const opens = failureThreshold === null ? 'rules' : counted(failureThreshold, 'failure');
  const summary = `${failureThreshold === null ? 'Its rules' : `${opens} in a row`} open the breaker, after ${formatSpan(openMs)} it may turn half-open, ${counted(halfOpenSuccesses, 'success')} close it, 1 failure opens it again. It is ${state} now.`;
  return (
    <svg viewBox="0 0 288 86" role="img" aria-label={summary} className="text-small my-1 w-full max-w-[320px]">
      <Edges openShare={openShare} />
      <text x={94} y={MIDDLE - 6} textAnchor="middle" className="fill-t2">
        {opens}
      </text>
      <text x={192} y={MIDDLE - 6} textAnchor="middle" className="fill-t2">
        {formatSpan(openMs)}
      </text>
      <text x={200} y={10} textAnchor="middle" className="fill-t2">
        1 failure
      </text>
      <text x={141} y={84} textAnchor="middle" className="fill-t2">
        {counted(halfOpenSuccesses, 'success')}
      </text>
      {BOXES.map((box) => (
        <State key={box.state} {...box} current={box.state === state} />
      ))}
    </svg>
  );
}

/** `>` at the end of a line that comes from the left, turned by `angle`. */
function Head({
  x,
  y,
  angle = 0,
  lit = false,
}: {
  readonly x: number;
  readonly y: number;
  readonly angle?: number;
  readonly lit?: boolean;
}) {
  return (
    <path d="M-5-3 0 0l-5 3z" transform={`translate(${x} ${y}) rotate(${angle})`} className={lit ? 'fill-half' : 'fill-edge'} />
  );
}

function Edges({ openShare }: { readonly openShare: number | null }) {
  const from = 178;
  const to = 207;
  const bottom = TOP + HEIGHT;
  return (
    <g fill="none" className="stroke-edge" strokeWidth={1}>
      <path d={`M68 ${MIDDLE}H121`} />
      <path d={`M${from} ${MIDDLE}H${to - 1}`} />
      {openShare === null ? null : (
        <path d={`M${from} ${MIDDLE}h${(to - 2 - from) * openShare}`} className="stroke-half" strokeWidth={2.5} />
      )}
      <path d={`M250 ${TOP}V15H150V${TOP - 1}`} />
      <path d={`M250 ${bottom}V72H32V${bottom + 1}`} />
      <g stroke="none">
        <Head x={122} y={MIDDLE} />
        <Head x={to} y={MIDDLE} lit={openShare === 1} />
        <Head x={150} y={TOP} angle={90} />
        <Head x={32} y={bottom} angle={-90} />
      </g>
    </g>
  );
}

interface StateProps {
  readonly state: BreakerState;
  readonly x: number;
  readonly width: number;
  readonly current: boolean;
}

function State({ state, x, width, current }: StateProps) {
  const colour = state === 'closed' ? 'var(--text)' : BREAKERS[state].colour;
  return (
    <g transform={`translate(${x} ${TOP})`}>
      <rect
        x={0.5}
        y={0.5}
        width={width - 1}
        height={HEIGHT - 1}
        rx={4}
        className="fill-bg"
        style={{ stroke: current ? colour : 'var(--line2)', strokeWidth: current ? 1.5 : 1 }}
      />
      {current && state !== 'closed' ? (
        <rect x={1} y={1} width={width - 2} height={HEIGHT - 2} rx={3.5} style={{ fill: colour, opacity: 0.14 }} />
      ) : null}
      <g transform="translate(6 7)">
        <BreakerGlyph state={state} />
      </g>
      <text x={19} y={16} className={current ? 'fill-text font-strong' : 'fill-t2'} style={{ fontSize: '0.75rem' }}>
        {BREAKERS[state].name}
      </text>
    </g>
  );
}

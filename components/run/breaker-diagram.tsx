import type { BreakerState } from '@/lib/fleet/snapshot';
import type { BreakerSettings } from '@/lib/scenario/schema';

import { BreakerGlyph } from '@/components/chart/breaker-glyph';
import { formatSpan } from '@/components/chart/format';
import { BREAKERS } from '@/components/chart/theme';
import { openersEdge, openersSentence, trialWords } from '@/components/scenario/breaker-words';

interface BreakerDiagramProps {
  readonly rules: BreakerSettings;
  readonly state: BreakerState;
  /** Of the present trip, or else the rules' own. */
  readonly openMs: number;
  /** Share of the open time that has passed; null when not open. */
  readonly openShare: number | null;
}

const BOXES = [
  { state: 'closed', x: 0, width: 68 },
  { state: 'open', x: 122, width: 56 },
  { state: 'half-open', x: 207, width: 81 },
] as const satisfies readonly { readonly state: BreakerState; readonly x: number; readonly width: number }[];
/** Without a trial there are two states, and more room for what leads from one to the other. */
const TWO_BOXES = [
  { state: 'closed', x: 0, width: 68 },
  { state: 'open', x: 232, width: 56 },
] as const satisfies readonly { readonly state: BreakerState; readonly x: number; readonly width: number }[];
const TOP = 30;
const HEIGHT = 24;
const MIDDLE = TOP + HEIGHT / 2;
const BOTTOM = TOP + HEIGHT;

/**
 * The states of a breaker under its rules, and what leads from one to the next. The way out of open is the reset timer: it fills.
 * Where more rules than fit on the arrow open it, a line below tells them.
 */
export function BreakerDiagram({ rules, state, openMs, openShare }: BreakerDiagramProps) {
  const trial = rules.afterOpen === 'half-open';
  const opens = openersEdge(rules);
  const told = openersSentence(rules);
  const { closes, opens: reopens } = trialWords(rules);
  const then = trial
    ? `it may turn half-open; it closes at ${closes} and opens again at ${reopens}`
    : 'it closes without a trial';
  const Way = trial ? TrialEdges : PlainEdges;
  return (
    <>
      <svg
        viewBox="0 0 288 86"
        role="img"
        aria-label={`${told}. After ${formatSpan(openMs)} ${then}. It is ${state} now.`}
        className="text-small my-1 w-full max-w-[320px]"
      >
        <Way openShare={openShare} />
        <text x={trial ? 94 : 150} y={MIDDLE - 6} textAnchor="middle" className="fill-t2">
          {opens}
        </text>
        {trial ? (
          <>
            <text x={192} y={MIDDLE - 6} textAnchor="middle" className="fill-t2">
              {formatSpan(openMs)}
            </text>
            <text x={200} y={10} textAnchor="middle" className="fill-t2">
              {reopens}
            </text>
            <text x={141} y={84} textAnchor="middle" className="fill-t2">
              {closes}
            </text>
          </>
        ) : (
          <text x={146} y={84} textAnchor="middle" className="fill-t2">
            {formatSpan(openMs)}, no trial
          </text>
        )}
        {(trial ? BOXES : TWO_BOXES).map((box) => (
          <State key={box.state} {...box} current={box.state === state} />
        ))}
      </svg>
      {opens.endsWith('rules') ? <p className="text-t3 text-small pb-1">{told}.</p> : null}
    </>
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

interface EdgesProps {
  readonly openShare: number | null;
}

function PlainEdges({ openShare }: EdgesProps) {
  const back = `M260 ${BOTTOM}V72H32V${BOTTOM + 1}`;
  return (
    <g fill="none" className="stroke-edge" strokeWidth={1}>
      <path d={`M68 ${MIDDLE}H231`} />
      <path d={back} />
      {openShare === null ? null : (
        <path d={back} pathLength={1} strokeDasharray={`${openShare} 1`} className="stroke-half" strokeWidth={2.5} />
      )}
      <g stroke="none">
        <Head x={232} y={MIDDLE} />
        <Head x={32} y={BOTTOM} angle={-90} lit={openShare === 1} />
      </g>
    </g>
  );
}

function TrialEdges({ openShare }: EdgesProps) {
  const from = 178;
  const to = 207;
  return (
    <g fill="none" className="stroke-edge" strokeWidth={1}>
      <path d={`M68 ${MIDDLE}H121`} />
      <path d={`M${from} ${MIDDLE}H${to - 1}`} />
      {openShare === null ? null : (
        <path d={`M${from} ${MIDDLE}h${(to - 2 - from) * openShare}`} className="stroke-half" strokeWidth={2.5} />
      )}
      <path d={`M250 ${TOP}V15H150V${TOP - 1}`} />
      <path d={`M250 ${BOTTOM}V72H32V${BOTTOM + 1}`} />
      <g stroke="none">
        <Head x={122} y={MIDDLE} />
        <Head x={to} y={MIDDLE} lit={openShare === 1} />
        <Head x={150} y={TOP} angle={90} />
        <Head x={32} y={BOTTOM} angle={-90} />
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

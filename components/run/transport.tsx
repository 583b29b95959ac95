'use client';

import { formatClock } from '@/components/chart/format';
import { Button } from '@/components/control/button';
import { PauseGlyph, RestartGlyph, RunGlyph, SkipGlyph, StepGlyph } from '@/components/control/glyphs';
import { Segments } from '@/components/control/segments';
import { Tooltip } from '@/components/control/tooltip';

import { askRestart, runPauseOrAgain } from './dialogs';
import { setSpeed, skip, step } from './lab';
import { useRun } from './run-store';
import { speedKey, SPEEDS, speedOf } from './speeds';

/** Between 960 and 1100 px everything stands in one row, and only the sign of a button has room. */
const NAMED = 'min-[960px]:max-[1099px]:sr-only';

/** Restart, Step, Run or Pause. */
export function Transport() {
  const state = useRun(({ frame }) => frame?.state ?? null);
  const fresh = useRun(({ frame }) => frame === null || frame.timeMs === 0);
  const still = state === null || state === 'failed';
  return (
    <div role="group" aria-label="Transport" className="flex items-center gap-1">
      <Tooltip text="Back to 00:00 (R)">
        <Button
          kind="plain"
          glyph={<RestartGlyph />}
          disabled={state === null || (fresh && state === 'ready')}
          onClick={() => askRestart(false)}
        >
          <span className={NAMED}>Restart</span>
        </Button>
      </Tooltip>
      <Tooltip text="One event, then pause (.)">
        <Button kind="plain" glyph={<StepGlyph />} disabled={still || state === 'finished'} onClick={() => void step()}>
          <span className={NAMED}>Step</span>
        </Button>
      </Tooltip>
      <Tooltip text="Run or pause (Space)">
        <Button
          glyph={state === 'running' ? <PauseGlyph /> : <RunGlyph size={12} />}
          disabled={still}
          onClick={() => runPauseOrAgain()}
          className="min-w-[102px]"
        >
          {state === 'running' ? 'Pause' : state === 'finished' ? 'Run again' : 'Run'}
        </Button>
      </Tooltip>
    </div>
  );
}

export function SpeedChoice({ className = '' }: { readonly className?: string }) {
  const speed = useRun((state) => state.speed);
  return (
    <Segments
      label="Speed"
      value={speedKey(speed)}
      options={SPEEDS}
      onChange={(key) => void setSpeed(speedOf(key))}
      className={className}
    />
  );
}

/** Shown only while nothing but timers is pending: waiting for them at 1× helps nobody. */
export function SkipButton() {
  const until = useRun(({ frame }) =>
    frame !== null && (frame.state === 'running' || frame.state === 'paused') ? frame.onlyTimerUntilMs : null,
  );
  if (until === null) return null;
  return (
    <Tooltip text={`Nothing happens until ${formatClock(until, 1)}`}>
      <Button glyph={<SkipGlyph />} onClick={() => void skip()}>
        <span className="min-[960px]:max-[1339px]:sr-only">Skip to next timer</span>
      </Button>
    </Tooltip>
  );
}

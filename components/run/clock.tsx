'use client';

import { useEffect, useState } from 'react';

import { formatClock, formatCount } from '@/components/chart/format';
import { Slider } from '@/components/control/slider';
import { useScenario } from '@/components/scenario/scenario-store';

import { seek } from './lab';
import { useRun } from './run-store';
import { achievedText } from './achieved';

/** Seeking goes by a hundredth of a second at least, and by a thousandth of the run. */
function seekStep(durationMs: number): number {
  return Math.max(10, Math.round(durationMs / 1_000));
}

/** `01:42.3 / 05:00` over a bar that seeks: drag it, click it, or use the arrow keys. */
export function Clock({ className = 'w-[150px]' }: { readonly className?: string }) {
  const durationMs = useScenario((state) => state.loaded.durationMs);
  const known = useRun(({ frame }) => frame !== null);
  const timeMs = useRun(({ frame }) => Math.floor((frame?.timeMs ?? 0) / 100) * 100);
  const [moving, setMoving] = useState<number | null>(null);
  return (
    <div className={`flex flex-col justify-center ${className}`}>
      <div className="text-body flex items-baseline font-mono tabular-nums" aria-hidden="true">
        <span className="text-text font-strong">{formatClock(moving ?? timeMs, 1)}</span>
        <span className="text-t3 whitespace-pre"> / {formatClock(durationMs)}</span>
      </div>
      <Slider
        label="Simulated time"
        look="bar"
        value={timeMs}
        min={0}
        max={durationMs}
        step={seekStep(durationMs)}
        disabled={!known}
        say={(value) => `${formatClock(value, 1)} of ${formatClock(durationMs)}`}
        onMove={setMoving}
        onCommit={(value) => void seek(value)}
        className="-my-1.5 pointer-coarse:my-0"
      />
    </div>
  );
}

const SAMPLE_MS = 250;

/** How fast it really goes, four times a second: figures that change faster cannot be read. */
export function Achieved({ className = '' }: { readonly className?: string }) {
  const [text, setText] = useState('');
  useEffect(() => {
    const timer = setInterval(() => {
      const { frame, speed } = useRun.getState();
      setText(achievedText(frame, speed, formatCount));
    }, SAMPLE_MS);
    return () => clearInterval(timer);
  }, []);
  return <div className={`text-t3 text-small whitespace-pre-line tabular-nums ${className}`}>{text}</div>;
}

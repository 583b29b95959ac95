'use client';

import { Button, IconButton } from '@/components/control/button';
import { PauseGlyph, RestartGlyph, RunGlyph, StepGlyph } from '@/components/control/glyphs';

import { Clock } from './clock';
import { askRestart, runPauseOrAgain } from './dialogs';
import { step } from './lab';
import { useRun } from './run-store';
import { SkipButton, SpeedChoice } from './transport';

/** The transport of a small screen, at its foot. */
export function TransportDock() {
  const state = useRun(({ frame }) => frame?.state ?? null);
  const still = state === null || state === 'failed';
  return (
    <section aria-label="Transport" className="border-line bg-bg flex flex-col gap-2 border-t px-4 pt-2 pb-3 min-[640px]:hidden">
      <Clock className="w-full" />
      <div className="flex items-center gap-2">
        <IconButton
          label="Restart"
          glyph={<RestartGlyph size={16} />}
          className="size-11!"
          disabled={still}
          onClick={() => askRestart(false)}
        />
        <IconButton
          label="Step one event"
          glyph={<StepGlyph size={16} />}
          className="size-11!"
          disabled={still || state === 'finished'}
          onClick={() => void step()}
        />
        <Button
          kind="primary"
          // Two words fill the button by themselves.
          glyph={state === 'running' ? <PauseGlyph /> : state === 'finished' ? null : <RunGlyph size={12} />}
          className="rounded-touch! text-title! h-11! min-w-0 flex-1 px-1!"
          disabled={still}
          onClick={() => runPauseOrAgain()}
        >
          {state === 'running' ? 'Pause' : state === 'finished' ? 'Run again' : 'Run'}
        </Button>
        <SpeedChoice className="h-11!" />
      </div>
      <SkipButton />
    </section>
  );
}

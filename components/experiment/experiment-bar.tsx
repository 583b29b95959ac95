'use client';

import { useSyncExternalStore } from 'react';

import type { PlanKind } from '@/lib/experiment/schema';
import { PRESETS } from '@/lib/scenario/presets';

import { Button, IconButton } from '@/components/control/button';
import { DownGlyph, HelpGlyph, MarkGlyph, RestartGlyph, RunGlyph, ShareGlyph } from '@/components/control/glyphs';
import { Menu, MenuItem, MenuLabel } from '@/components/control/menu';
import { PageNav } from '@/components/control/page-nav';
import type { PageId } from '@/components/control/pages';
import { ThemeToggle } from '@/components/run/theme-toggle';

import { cancel, start } from './experiment';
import { takePreset } from './experiment-address';
import { useExperiment, type ExperimentState, type Progress } from './experiment-store';
import { progressText } from './metric-words';

interface ExperimentBarProps {
  readonly here: PageId;
  /** What Run runs. */
  readonly kind: PlanKind;
  /** All kinds of the page: whichever runs is the one whose progress is shown. */
  readonly kinds: readonly PlanKind[];
  readonly onShare: () => void;
  readonly onHelp: () => void;
}

/** What stands above a page of experiments: one row, two where there is less room. */
export function ExperimentBar({ here, kind, kinds, onShare, onHelp }: ExperimentBarProps) {
  const title = useExperiment((state) => state.title || state.scenario.title);
  const progress = useExperiment((state) => shownProgress(state, kind, kinds));
  const running = progress?.status === 'running';
  const awake = useAwake();
  return (
    <header className="border-line bg-bg sticky top-0 z-30 flex shrink-0 flex-wrap items-center border-b px-3.5">
      <div className="flex h-11 min-w-24 flex-1 items-center gap-3 pointer-coarse:h-13 min-[960px]:max-w-max">
        <h1 className="text-title font-strong flex shrink-0 items-center gap-2">
          <MarkGlyph size={18} />
          <span className="max-[1099px]:sr-only">Switchyard</span>
        </h1>
        <span aria-hidden="true" className="text-line2 -mr-1.5 max-[639px]:hidden">
          /
        </span>
        <Menu
          className="w-[min(440px,calc(100vw-16px))]"
          trigger={
            <Button kind="plain" className="text-text! text-title! min-w-0 max-w-64 shrink! px-1.5!">
              <span className="truncate">{title}</span>
              <DownGlyph size={12} className="text-t3" />
            </Button>
          }
        >
          <MenuLabel>Presets</MenuLabel>
          {PRESETS.map(({ id, title: name, question }) => (
            <MenuItem key={id} onSelect={() => takePreset(id)}>
              <span className="font-strong">{name}</span>
              <span className="text-t2">{question}</span>
            </MenuItem>
          ))}
        </Menu>
      </div>
      <div className="max-[959px]:border-line flex h-11 min-w-0 items-center gap-3 max-[959px]:order-last max-[959px]:-mx-3.5 max-[959px]:basis-[calc(100%+28px)] max-[959px]:border-t max-[959px]:px-3.5 pointer-coarse:h-13 min-[960px]:ml-4 min-[960px]:flex-1">
        {running ? (
          <Button onClick={cancel}>Cancel</Button>
        ) : (
          <Button
            disabled={!awake}
            onClick={() => void start(kind)}
            glyph={progress === undefined ? <RunGlyph size={12} /> : <RestartGlyph size={12} />}
          >
            {progress === undefined ? 'Run' : 'Run again'}
          </Button>
        )}
        <ProgressLine progress={progress} />
      </div>
      <div className="ml-auto flex h-11 shrink-0 items-center gap-1 pl-3 pointer-coarse:h-13">
        <PageNav here={here} wideFrom="medium" />
        <Button kind="primary" glyph={<ShareGlyph />} onClick={onShare} className="mr-1">
          <span className="max-[639px]:sr-only">Share</span>
        </Button>
        <ThemeToggle />
        <IconButton
          label="Keyboard shortcuts"
          shortcut="?"
          glyph={<HelpGlyph />}
          className="max-[639px]:hidden"
          onClick={onHelp}
        />
      </div>
    </header>
  );
}

/** False in the markup that the server sent, which hears no press yet. */
function useAwake(): boolean {
  return useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
}

/** Of the kind that runs, or of the page's own kind. */
function shownProgress({ progress }: ExperimentState, kind: PlanKind, kinds: readonly PlanKind[]): Progress | undefined {
  const at = kinds.find((one) => progress[one]?.status === 'running') ?? kind;
  return progress[at];
}

function ProgressLine({ progress }: { readonly progress: Progress | undefined }) {
  if (progress === undefined) return null;
  const { done, total, status } = progress;
  return (
    <>
      <span
        role="progressbar"
        aria-label="Runs"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        className="bg-raised relative h-[3px] min-w-8 flex-1 overflow-hidden rounded-full min-[960px]:max-w-24"
      >
        <span
          className={`absolute inset-y-0 left-0 ${status === 'failed' ? 'bg-open' : 'bg-text'}`}
          style={{ width: `${total === 0 ? 100 : (100 * done) / total}%` }}
        />
      </span>
      <span className="text-t2 truncate">{progressText(progress)}</span>
    </>
  );
}

'use client';

import type { ReactNode } from 'react';

import { Button, IconButton } from '@/components/control/button';
import { HelpGlyph, MarkGlyph, ShareGlyph } from '@/components/control/glyphs';
import { PageNav } from '@/components/control/page-nav';

import { Achieved, Clock } from './clock';
import { openDialog } from './dialogs';
import { ScenarioMenu } from './scenario-menu';
import { ThemeToggle } from './theme-toggle';
import { SkipButton, SpeedChoice, Transport } from './transport';

const ROW = 'flex h-11 items-center pointer-coarse:h-13';

/**
 * What stands above everything: one row, two where 960 px or less leave no room for the transport beside the title. Below 640 px the
 * transport is docked at the foot of the page instead. `panels` opens what has no column of its own at this width.
 */
export function TopBar({ panels }: { readonly panels: ReactNode }) {
  return (
    <header className="border-line bg-bg flex shrink-0 flex-wrap items-center border-b px-3.5">
      <div className={`${ROW} min-w-24 flex-1 gap-3 min-[960px]:max-w-max`}>
        <h1 className="text-title font-strong flex shrink-0 items-center gap-2">
          <MarkGlyph size={18} />
          <span className="max-[1339px]:sr-only">Switchyard</span>
        </h1>
        <span aria-hidden="true" className="text-line2 -mr-1.5 max-[639px]:hidden">
          /
        </span>
        <ScenarioMenu />
      </div>
      <div
        className={`${ROW} shrink-0 gap-3 max-[959px]:border-line max-[959px]:order-last max-[959px]:-mx-3.5 max-[959px]:basis-[calc(100%+28px)] max-[959px]:border-t max-[959px]:px-3.5 max-[639px]:hidden min-[960px]:ml-4`}
      >
        <Transport />
        <SpeedChoice />
        <Clock className="w-[150px] max-[959px]:w-auto max-[959px]:min-w-24 max-[959px]:flex-1" />
        <Achieved className="w-[92px] max-[1279px]:hidden" />
        <SkipButton />
      </div>
      <div className={`${ROW} ml-auto shrink-0 gap-1 pl-3`}>
        {panels}
        <PageNav here="lab" wideFrom="wide" />
        <Button kind="primary" glyph={<ShareGlyph />} onClick={() => openDialog('share')} className="mr-1">
          <span className="max-[639px]:sr-only min-[960px]:max-[1099px]:sr-only">Share</span>
        </Button>
        <ThemeToggle />
        <IconButton
          label="Keyboard shortcuts"
          shortcut="?"
          glyph={<HelpGlyph />}
          className="max-[639px]:pointer-coarse:hidden"
          onClick={() => openDialog('shortcuts')}
        />
      </div>
    </header>
  );
}

'use client';

import { Button, IconButton } from '@/components/control/button';
import { HelpGlyph, MarkGlyph, ShareGlyph } from '@/components/control/glyphs';

import { Achieved, Clock } from './clock';
import { openDialog } from './dialogs';
import { ScenarioMenu } from './scenario-menu';
import { ThemeToggle } from './theme-toggle';
import { SkipButton, SpeedChoice, Transport } from './transport';

/** The one row above everything. Below 640 px the transport is docked at the foot of the page instead. */
export function TopBar() {
  return (
    <header className="border-line bg-bg flex h-11 shrink-0 items-center gap-3 border-b px-3.5">
      <h1 className="text-title font-strong flex shrink-0 items-center gap-2">
        <MarkGlyph size={18} />
        <span className="max-[1180px]:sr-only">Switchyard</span>
      </h1>
      <span aria-hidden="true" className="text-line2 -mr-1.5">
        /
      </span>
      <ScenarioMenu />
      <div className="ml-1 flex items-center gap-3 max-[640px]:hidden">
        <Transport />
        <SpeedChoice />
        <Clock />
        <Achieved className="w-[92px] max-[1080px]:hidden" />
        <SkipButton />
      </div>
      <div className="ml-auto flex shrink-0 items-center gap-1">
        <Button kind="primary" glyph={<ShareGlyph />} onClick={() => openDialog('share')} className="mr-1">
          <span className="max-[780px]:sr-only">Share</span>
        </Button>
        <ThemeToggle />
        <IconButton label="Keyboard shortcuts" shortcut="?" glyph={<HelpGlyph />} onClick={() => openDialog('shortcuts')} />
      </div>
    </header>
  );
}

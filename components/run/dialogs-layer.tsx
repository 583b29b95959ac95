'use client';

import { ShortcutKeys, ShortcutsDialog } from '@/components/control/shortcut-keys';
import { TraceDialog } from '@/components/scenario/trace-dialog';

import { Announcer } from './announcer';
import { closeDialog, useDialogs } from './dialogs';
import { DropZone } from './drop-zone';
import { Notice } from './notice';
import { ReportDialog } from './report-dialog';
import { RestartDialog } from './restart-dialog';
import { SearchDialog } from './search-dialog';
import { ShareDialog } from './share-dialog';
import { SHORTCUTS } from './shortcuts';

/** All that lies over the page or is only heard: sheets, the drop target, notices, keys, announcements. */
export function DialogsLayer() {
  return (
    <>
      <ShareDialog />
      <ReportDialog />
      <RestartDialog />
      <SearchDialog />
      <ShortcutsSheet />
      <TraceDialog />
      <DropZone />
      <Notice />
      <ShortcutKeys shortcuts={SHORTCUTS} />
      <Announcer />
    </>
  );
}

const GRID_KEYS = [{ does: 'Move in the fleet map, when it has the focus', shown: '← ↑ → ↓' }];

function ShortcutsSheet() {
  const open = useDialogs((state) => state.dialog?.kind === 'shortcuts');
  return <ShortcutsDialog shortcuts={SHORTCUTS} open={open} onClose={closeDialog} more={GRID_KEYS} />;
}

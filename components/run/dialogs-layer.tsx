'use client';

import { Announcer } from './announcer';
import { DropZone } from './drop-zone';
import { Notice } from './notice';
import { RestartDialog } from './restart-dialog';
import { SearchDialog } from './search-dialog';
import { ShareDialog } from './share-dialog';
import { ShortcutKeys, ShortcutsDialog } from './shortcut-keys';
import { TraceDialog } from '@/components/scenario/trace-dialog';

/** All that lies over the page or is only heard: sheets, the drop target, notices, keys, announcements. */
export function DialogsLayer() {
  return (
    <>
      <ShareDialog />
      <RestartDialog />
      <SearchDialog />
      <ShortcutsDialog />
      <TraceDialog />
      <DropZone />
      <Notice />
      <ShortcutKeys />
      <Announcer />
    </>
  );
}

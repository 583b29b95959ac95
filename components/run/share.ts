import { formatCount } from '@/components/chart/format';

import { copyText } from './copy';
import { openDialog } from './dialogs';
import { shareAddress } from './lab';
import { tell } from './notice';

/** Copies the link at once; where the clipboard is refused, the dialog opens with the link to be copied by hand. */
export async function copyLink(): Promise<void> {
  const address = shareAddress();
  if (await copyText(address)) tell(`Link copied, ${formatCount(address.length)} characters.`);
  else openDialog('share');
}

'use client';

import { useMemo, useRef, useState } from 'react';

import { linkWarning } from '@/lib/scenario/link';

import { formatCount } from '@/components/chart/format';
import { Button } from '@/components/control/button';
import { Dialog } from '@/components/control/dialog';
import { FIELD } from '@/components/control/field';
import { CheckGlyph } from '@/components/control/glyphs';
import { useScenario } from '@/components/scenario/scenario-store';

import { copyText } from './copy';
import { closeDialog, useDialogs } from './dialogs';
import { shareAddress } from './lab';
import { useRun } from './run-store';

export function ShareDialog() {
  const open = useDialogs((state) => state.dialog?.kind === 'share');
  return open ? <ShareSheet /> : null;
}

function ShareSheet() {
  const finished = useRun(({ frame }) => frame?.state === 'finished');
  const digest = useRun(({ frame }) => (frame?.state === 'finished' ? frame.digest : null));
  const scenario = useScenario((state) => state.scenario);
  const loaded = useScenario((state) => state.loaded);
  const live = useScenario((state) => state.live);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the address is made from these stores.
  const address = useMemo(() => shareAddress(), [scenario, loaded, live, finished]);
  const [copied, setCopied] = useState<string | null>(null);
  const [refused, setRefused] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const warning = linkWarning(address.length);

  const copy = async (): Promise<void> => {
    if (await copyText(address)) {
      setCopied(address);
      setRefused(false);
      return;
    }
    setRefused(true);
    field.current?.focus();
    field.current?.select();
  };

  return (
    <Dialog
      open
      onOpenChange={closeDialog}
      title="Share this scenario"
      description="The link holds the whole scenario behind its #. Nothing leaves this page: no server sees it."
      foot={
        <Button kind="primary" onClick={() => void copy()} glyph={copied === address ? <CheckGlyph /> : undefined}>
          {copied === address ? 'Copied' : 'Copy link'}
        </Button>
      }
    >
      <textarea
        ref={field}
        readOnly
        aria-label="Link"
        rows={4}
        value={address}
        onFocus={(event) => event.target.select()}
        className={`${FIELD} text-small w-full resize-none p-2 font-mono break-all`}
      />
      <div className="text-body flex justify-between gap-3 pt-1">
        <span className="text-t2">{formatCount(address.length)} characters</span>
        <span role="status" className="text-t2">
          {copied === address ? 'The link is on the clipboard.' : ''}
        </span>
      </div>
      {refused ? (
        <p role="alert" className="text-open text-body pt-1">
          The browser does not let the page copy. The link is selected: copy it with Ctrl+C or ⌘C.
        </p>
      ) : null}
      {warning === null ? null : <p className="text-half text-body pt-1">{warning}</p>}
      <DigestLine digest={digest} rides={digest !== null && scenario === loaded} />
    </Dialog>
  );
}

function DigestLine({ digest, rides }: { readonly digest: string | null; readonly rides: boolean }) {
  if (digest === null) {
    return <p className="text-t2 text-body pt-2">No digest rides along. Run to the end to include its digest.</p>;
  }
  return (
    <p className="text-t2 text-body pt-2">
      {rides
        ? 'The digest of the finished run rides along: whoever opens the link sees whether it runs identically.'
        : 'Settings have changed since this run, so its digest does not ride along. Run to the end to include the digest.'}{' '}
      Digest of the finished run: <code className="text-text">{digest}</code>
    </p>
  );
}

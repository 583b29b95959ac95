'use client';

import { useMemo } from 'react';

import { useScenario } from '@/components/scenario/scenario-store';

import { closeDialog, useDialogs } from './dialogs';
import { shareAddress } from './lab';
import { LinkSheet } from './link-sheet';
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

  return (
    <LinkSheet
      title="Share this scenario"
      description="The link holds the whole scenario behind its #. Nothing leaves this page: no server sees it."
      address={address}
      onClose={closeDialog}
    >
      <DigestLine digest={digest} rides={digest !== null && scenario === loaded} />
    </LinkSheet>
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

'use client';

import { useRef, useState } from 'react';

import type { PlanKind } from '@/lib/experiment/schema';
import { linkWarning } from '@/lib/scenario/link';

import { formatCount } from '@/components/chart/format';
import { Button } from '@/components/control/button';
import { Dialog } from '@/components/control/dialog';
import { FIELD } from '@/components/control/field';
import { CheckGlyph } from '@/components/control/glyphs';
import { Segments } from '@/components/control/segments';
import { copyText } from '@/components/run/copy';

import { experimentAddress } from './experiment-address';

/** A kind of experiment that a page can share, by its name there: `Comparison`. */
export interface Shared {
  readonly kind: PlanKind;
  readonly name: string;
}

interface ShareExperimentProps {
  /** Offered first. */
  readonly kind: PlanKind;
  readonly kinds: readonly Shared[];
  readonly onClose: () => void;
}

/** The sheet with the link of an experiment. */
export function ShareExperiment({ kind, kinds, onClose }: ShareExperimentProps) {
  const [chosen, setChosen] = useState(kind);
  const [copied, setCopied] = useState<string | null>(null);
  const [refused, setRefused] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const address = experimentAddress(chosen);
  const warning = linkWarning(address.length);

  const copy = async (): Promise<void> => {
    const taken = await copyText(address);
    setCopied(taken ? address : null);
    setRefused(!taken);
    if (taken) return;
    field.current?.focus();
    field.current?.select();
  };

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Share this experiment"
      description="The link holds the scenario and what is done with it behind its #; whoever opens it gets the same numbers. Nothing leaves this page: no server sees it."
      foot={
        <Button kind="primary" onClick={() => void copy()} glyph={copied === address ? <CheckGlyph /> : undefined}>
          {copied === address ? 'Copied' : 'Copy link'}
        </Button>
      }
    >
      {kinds.length < 2 ? null : (
        <Segments
          label="What to share"
          value={chosen}
          options={kinds.map((one) => ({ value: one.kind, label: one.name }))}
          onChange={setChosen}
          className="mb-2 max-w-full overflow-x-auto"
        />
      )}
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
    </Dialog>
  );
}

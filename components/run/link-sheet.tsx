'use client';

import { useRef, useState, type ReactNode } from 'react';

import { linkWarning } from '@/lib/scenario/link';

import { formatCount } from '@/components/chart/format';
import { Button } from '@/components/control/button';
import { Dialog } from '@/components/control/dialog';
import { FIELD } from '@/components/control/field';
import { CheckGlyph } from '@/components/control/glyphs';

import { copyText } from './copy';

interface LinkSheetProps {
  readonly title: string;
  readonly description: string;
  readonly address: string;
  readonly onClose: () => void;
  /** Above the link, and below what is said of it. */
  readonly before?: ReactNode;
  readonly children?: ReactNode;
}

/** A sheet with one link: its text, its length, and a button that copies it, or selects it where the browser refuses. */
export function LinkSheet({ title, description, address, onClose, before, children }: LinkSheetProps) {
  // Which address was copied or refused: another one has neither behind it.
  const [copied, setCopied] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const warning = linkWarning(address.length);

  const copy = async (): Promise<void> => {
    const taken = await copyText(address);
    setCopied(taken ? address : null);
    setRefused(taken ? null : address);
    if (taken) return;
    field.current?.focus();
    field.current?.select();
  };

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      description={description}
      foot={
        <Button kind="primary" onClick={() => void copy()} glyph={copied === address ? <CheckGlyph /> : undefined}>
          {copied === address ? 'Copied' : 'Copy link'}
        </Button>
      }
    >
      {before}
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
      {refused === address ? (
        <p role="alert" className="text-open text-body pt-1">
          The browser does not let the page copy. The link is selected: copy it with Ctrl+C or ⌘C.
        </p>
      ) : null}
      {warning === null ? null : <p className="text-half text-body pt-1">{warning}</p>}
      {children}
    </Dialog>
  );
}

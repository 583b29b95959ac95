'use client';

import type { ReactNode } from 'react';

import { Button } from '@/components/control/button';
import { Dialog } from '@/components/control/dialog';

interface SettingsDialogProps {
  readonly title: string;
  readonly description?: string;
  readonly onClose: () => void;
  /** How wide at most. */
  readonly className?: string;
  readonly children: ReactNode;
}

/** Settings of a plan. Each is taken as it is set, so there is nothing to confirm or to drop. */
export function SettingsDialog({ title, description, onClose, className = 'max-w-[520px]', children }: SettingsDialogProps) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      {...(description === undefined ? {} : { description })}
      className={className}
      foot={
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      {children}
    </Dialog>
  );
}

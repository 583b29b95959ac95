'use client';

import { useState } from 'react';

import type { PlanKind } from '@/lib/experiment/schema';

import { Segments } from '@/components/control/segments';
import { LinkSheet } from '@/components/run/link-sheet';

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
  return (
    <LinkSheet
      title="Share this experiment"
      description="The link holds the scenario and what is done with it behind its #; whoever opens it gets the same numbers. Nothing leaves this page: no server sees it."
      address={experimentAddress(chosen)}
      onClose={onClose}
      before={
        kinds.length < 2 ? null : (
          <Segments
            label="What to share"
            value={chosen}
            options={kinds.map((one) => ({ value: one.kind, label: one.name }))}
            onChange={setChosen}
            className="mb-2 max-w-full overflow-x-auto"
          />
        )
      }
    />
  );
}

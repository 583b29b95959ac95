'use client';

import { headline } from '@/lib/experiment/sentences';

import { ExperimentPage } from '../experiment-page';
import { useExperiment } from '../experiment-store';
import type { Shared } from '../share-experiment';
import { Verdict } from '../verdict';

const KINDS: readonly Shared[] = [
  { kind: 'compare', name: 'Comparison' },
  { kind: 'load-curve', name: 'Load curve' },
  { kind: 'robustness', name: 'Robustness' },
];

/** Variants of one scenario on identical traffic: what is established about them, and the evidence. */
export function ComparePage() {
  const report = useExperiment((state) => state.progress.compare?.report ?? null);
  return (
    <ExperimentPage here="compare" kind="compare" kinds={KINDS}>
      <Verdict
        headline={report === null ? 'Press Run: which variant is best, and is that more than noise?' : headline(report, 'p99')}
        facts={[]}
      />
    </ExperimentPage>
  );
}

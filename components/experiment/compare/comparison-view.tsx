'use client';

import { useRouter } from 'next/navigation';

import type { Comparison } from '@/lib/experiment/compare';
import type { MetricName } from '@/lib/experiment/metrics';
import type { ExperimentOf } from '@/lib/experiment/schema';

import { ComparisonExport } from './comparison-export';
import { openVariantInLab } from './open-variant';
import { ResultsTable } from './results-table';
import type { VariantLook } from './variant-looks';

interface ComparisonViewProps {
  readonly comparison: Comparison;
  readonly of: ExperimentOf<'compare'>;
  readonly looks: readonly VariantLook[];
  readonly metric: MetricName;
}

/** The table of a comparison, and the ways to take it along. */
export function ComparisonView({ comparison, of, looks, metric }: ComparisonViewProps) {
  const router = useRouter();
  const { replications, numbers, confidence } = comparison;
  return (
    <section aria-label="Results" className="border-line border-t px-5 py-3">
      <h2 className="text-title font-strong pb-2">Results</h2>
      <ResultsTable
        comparison={comparison}
        looks={looks}
        metric={metric}
        onOpenInLab={(id) => {
          if (openVariantInLab(id)) router.push('/');
        }}
      />
      <div className="border-line flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-t pt-3">
        <p className="text-t3 text-small max-w-[90em]">
          Means of {replications} replications with 95 % intervals (Student&rsquo;s t).{' '}
          {numbers === 'common'
            ? 'Differences are paired by replication, so shared noise cancels; the pairing gain is how much wider their intervals would be without.'
            : 'Every variant has seeds of its own, so differences are not paired.'}{' '}
          Intervals of differences hold all together with {Number((100 * confidence).toFixed(2))} %. Variants that share places
          are not told apart. Bold: established to be better than every other.
        </p>
        <ComparisonExport comparison={comparison} of={of} metric={metric} />
      </div>
    </section>
  );
}

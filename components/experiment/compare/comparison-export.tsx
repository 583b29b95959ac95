'use client';

import type { Comparison } from '@/lib/experiment/compare';
import { comparisonCsv } from '@/lib/experiment/csv';
import { comparisonMarkdown } from '@/lib/experiment/markdown';
import type { MetricName } from '@/lib/experiment/metrics';
import type { ExperimentOf } from '@/lib/experiment/schema';

import { ExportRow } from '../export-row';

interface ComparisonExportProps {
  readonly comparison: Comparison;
  readonly of: ExperimentOf<'compare'>;
  readonly metric: MetricName;
}

/** The ways to take a comparison along. */
export function ComparisonExport({ comparison, of, metric }: ComparisonExportProps) {
  return (
    <ExportRow
      title={comparison.title}
      what="comparison"
      csv={() => comparisonCsv(comparison)}
      json={() => ({ experiment: of, report: comparison })}
      markdown={() => comparisonMarkdown(comparison, metric)}
    />
  );
}

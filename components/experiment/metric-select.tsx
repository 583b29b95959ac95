'use client';

import { METRIC_NAMES, METRICS, type MetricName } from '@/lib/experiment/metrics';

import { Select, type Option } from '@/components/control/select';

import { metricTitle } from './metric-words';

interface MetricSelectProps {
  readonly label?: string;
  readonly value: MetricName;
  readonly onChange: (metric: MetricName) => void;
  /** Those that can be chosen; all where nothing is said. */
  readonly names?: readonly MetricName[];
  readonly className?: string;
}

export function MetricSelect({ label = 'Metric', value, onChange, names = METRIC_NAMES, className = 'w-44' }: MetricSelectProps) {
  return <Select label={label} value={value} options={metricOptions(names)} onChange={onChange} className={className} />;
}

/** For a `Select` or a `SelectRow`. */
export function metricOptions(names: readonly MetricName[] = METRIC_NAMES): readonly Option<MetricName>[] {
  return names.map((name) => ({ value: name, label: metricTitle(name), note: METRICS[name].meaning }));
}

import { amount } from '@/lib/experiment/amount';
import { METRICS, type Metric, type MetricUnit } from '@/lib/experiment/metrics';
import type { Sweep } from '@/lib/experiment/sweep';
import { grouped } from '@/lib/scenario/words';

import { metricTitle, unitText } from '../metric-words';
import { fillOf } from './heat-cell-button';
import { scaleOf, STEPS } from './heat-cells';

const SWATCH = 'h-2.5 w-4 shrink-0';

/** What the steps mean, with the unit at both ends, and what the other cells and the line are. Keeps its room before there is a scale. */
export function HeatLegend({ sweep }: { readonly sweep: Sweep }) {
  const scale = scaleOf(sweep);
  const { unit, better }: Metric = METRICS[sweep.metric];
  const queued = sweep.cells.some(({ refused, replications }) => refused === null && replications === 0);
  const ties = sweep.tied.length;
  return (
    <ul className="text-t2 text-small flex min-h-10 flex-wrap content-start items-center gap-x-4 gap-y-1 pt-2">
      <li className="flex flex-wrap items-center gap-x-1.5">
        <span>{`${metricTitle(sweep.metric)}${scale === null ? unitSaid(unit) : ` ${amount(scale.least, unit)}`}`}</span>
        <span aria-hidden="true" className="border-line flex border">
          {Array.from({ length: STEPS }, (_, step) => (
            <span key={step} className={SWATCH} style={{ background: `var(--q${step})` }} />
          ))}
        </span>
        <span>
          {[
            ...(scale === null ? [] : [amount(scale.most, unit)]),
            ...(scale?.byRatio === true ? ['steps of one ratio'] : []),
            ...(better === null ? [] : [`${better} is better`]),
          ].join(', ')}
        </span>
      </li>
      {ties === 0 ? null : (
        <li className="flex items-center gap-1.5">
          <span aria-hidden="true" className={`border-text border-2 ${SWATCH}`} />
          {ties === 1 ? 'outlined: the best' : `outlined: the best and ${grouped(ties - 1)} not told apart from it`}
        </li>
      )}
      <li className="flex items-center gap-1.5">
        <span aria-hidden="true" className={`border-line border ${SWATCH}`} style={fillOf({ state: 'failing', step: null })} />
        under 95 % succeed, with their share
      </li>
      {queued ? (
        <li className="flex items-center gap-1.5">
          <span
            aria-hidden="true"
            className={`grid place-items-center leading-none ${SWATCH}`}
            style={fillOf({ state: 'queued', step: STEPS / 2 })}
          >
            –
          </span>
          not run yet, tinted by the nearest that have
        </li>
      ) : null}
    </ul>
  );
}

function unitSaid(unit: MetricUnit): string {
  const said = unitText(unit);
  return said === '' ? '' : `, ${said}`;
}

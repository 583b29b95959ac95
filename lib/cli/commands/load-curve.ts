import { loadCurveCsv } from '@/lib/experiment/plan-csv';
import { LoadCurveRun } from '@/lib/experiment/load-curve';

import { experimentCommand, given } from '../experiment-command';
import { loadCurveText } from '../plan-text';
import { valuesFrom } from '../range-arguments';
import { AS_IT_IS, variantsFrom, VARIANT_OPTIONS } from '../variant-arguments';

export const loadCurve = experimentCommand({
  kind: 'load-curve',
  usage: "[--variant 'NAME: PATH=VALUE']... [--strategies A,B,...] [--loads 0.4..1.4/11] [--slo NAME]",
  summary:
    "Runs variants at multiples of a scenario's traffic (or an experiment of kind load-curve), and finds the knee of each and the load up to which it meets the SLO.",
  options: { ...VARIANT_OPTIONS, loads: { type: 'string' }, slo: { type: 'string' } },
  unasserted: 'A load curve has no --assert; see the command compare.',
  plan(values, { metric, replications }) {
    const variants = variantsFrom(values);
    if (!variants.ok) return { wrong: variants.wrong };
    const loads = values.loads === undefined ? null : valuesFrom(values.loads);
    if (typeof loads === 'string') return { wrong: [loads] };
    return { plan: given({ variants: variants.list, loads, slo: values.slo, metric, replications }) };
  },
  fresh: () => ({ plan: { variants: [AS_IT_IS] } }),
  begin(experiment) {
    const run = new LoadCurveRun(experiment);
    return {
      run,
      names: [],
      tell(seconds) {
        const report = run.report();
        return { text: loadCurveText(report, seconds), json: report, csv: loadCurveCsv(report), measured: null, missed: null };
      },
    };
  },
});

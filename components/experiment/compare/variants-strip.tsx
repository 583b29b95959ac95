'use client';

import { useState } from 'react';

import { EXPERIMENT_LIMITS } from '@/lib/experiment/limits';
import type { MetricName } from '@/lib/experiment/metrics';
import type { Variant } from '@/lib/experiment/schema';
import type { StrategyId } from '@/lib/scenario/schema';

import { STRATEGIES } from '@/components/chart/theme';
import { StrategyMark } from '@/components/chart/strategy-mark';
import { Button } from '@/components/control/button';
import { PlusGlyph } from '@/components/control/glyphs';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/control/menu';
import { ruleText, strategyObstacles } from '@/components/scenario/strategy-choice';

import { editVariants, trouble } from '../experiment';
import { useExperiment } from '../experiment-store';
import { strategyVariant } from '../first-plans';
import { MetricSelect } from '../metric-select';
import { PlanSettings } from './plan-settings';
import { VariantDialog } from './variant-dialog';
import { added } from './variant-edits';
import type { VariantLook } from './variant-looks';

interface VariantsStripProps {
  readonly looks: readonly VariantLook[];
  /** By which variants are judged. */
  readonly metric: MetricName;
  readonly onMetric: (metric: MetricName) => void;
}

/** What is compared: a chip for each variant, which opens it, and the ways to more. */
export function VariantsStrip({ looks, metric, onMetric }: VariantsStripProps) {
  const { variants, baseline } = useExperiment((state) => state.plans.compare);
  const groups = useExperiment((state) => state.scenario.groups);
  const [opened, setOpened] = useState<string | null>(null);
  const [settings, setSettings] = useState(false);
  const hindered = strategyObstacles(groups);
  const base = baseline ?? variants[0]!.id;
  const full = variants.length >= EXPERIMENT_LIMITS.variants;

  const add = (variant: Variant, open: boolean): void => {
    const problems = editVariants((now) => added(now, variant));
    if (problems.length > 0) return trouble('This variant could not be added', problems);
    if (open) setOpened(useExperiment.getState().plans.compare.variants.at(-1)!.id);
  };

  return (
    <section aria-label="Variants" className="border-line flex flex-wrap items-center gap-1.5 border-b px-5 py-2.5">
      <h2 className="text-title font-strong mr-1.5">Variants</h2>
      <ul className="contents">
        {variants.map(({ id, patch }, v) => (
          <li key={id}>
            <Button
              aria-haspopup="dialog"
              onClick={() => setOpened(id)}
              className="max-w-64 font-normal!"
              glyph={<StrategyMark strategy={looks[v]!.strategy} hollow={looks[v]!.hollow} />}
            >
              <span className="truncate">{looks[v]!.name}</span>
              <span className="text-t3 text-small">
                {id === base
                  ? 'baseline'
                  : patch.length === 0
                    ? 'as it stands'
                    : patch.length > 1
                      ? `${patch.length} settings`
                      : ''}
              </span>
            </Button>
          </li>
        ))}
      </ul>
      <Menu
        className="min-w-56"
        trigger={
          <Button kind="plain" glyph={<PlusGlyph />}>
            Add a variant
          </Button>
        }
      >
        {full ? <MenuLabel>{EXPERIMENT_LIMITS.variants} are the most that can be compared at once</MenuLabel> : null}
        <MenuItem disabled={full} onSelect={() => add({ id: 'variant', title: 'Variant', patch: [] }, true)}>
          Of any setting
        </MenuItem>
        <MenuSeparator />
        <MenuLabel>By strategy</MenuLabel>
        {(Object.keys(STRATEGIES) as StrategyId[]).map((id) => (
          <MenuItem key={id} disabled={full} hindrance={ruleText(hindered[id])} onSelect={() => add(strategyVariant(id), false)}>
            <span className="inline-flex items-center gap-1.5">
              <StrategyMark strategy={id} />
              {STRATEGIES[id].name}
            </span>
          </MenuItem>
        ))}
      </Menu>
      <div className="flex flex-wrap items-center gap-1.5 min-[640px]:ml-auto">
        <span aria-hidden className="text-t2">
          Judged by
        </span>
        <MetricSelect label="Judged by" value={metric} onChange={onMetric} />
        <Button kind="plain" aria-haspopup="dialog" onClick={() => setSettings(true)}>
          Replications and seed
        </Button>
      </div>
      {opened === null ? null : <VariantDialog id={opened} onClose={() => setOpened(null)} onOpen={setOpened} />}
      {settings ? <PlanSettings onClose={() => setSettings(false)} /> : null}
    </section>
  );
}

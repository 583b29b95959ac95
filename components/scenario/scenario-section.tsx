'use client';

import { formatClock } from '@/components/chart/format';
import { Section } from '@/components/control/section';
import { TextRow } from '@/components/control/text-field';

import { Brief } from './brief';
import { useScenario } from './scenario-store';
import { editAt, Note, NumberSetting } from './setting';

export function ScenarioSection() {
  const scenario = useScenario((state) => state.scenario);
  const source = useScenario((state) => state.source);
  return (
    <Section name="scenario" title="Scenario" summary={`seed ${scenario.seed} · ${formatClock(scenario.durationMs)}`}>
      <Brief className="pb-2" />
      {source.kind !== 'preset' && scenario.notes !== '' ? <Note>{scenario.notes}</Note> : null}
      <TextRow label="Title" value={scenario.title} onCommit={(title) => editAt('title', title)} className="w-44" />
      <NumberSetting label="Seed" path="seed" value={scenario.seed} className="w-[104px]" />
      <NumberSetting label="Duration" path="durationMs" value={scenario.durationMs} scale={1_000} unit="s" />
      <NumberSetting label="Warm-up, left out of totals" path="warmUpMs" value={scenario.warmUpMs} scale={1_000} unit="s" />
    </Section>
  );
}

'use client';

import { PRESETS } from '@/lib/scenario/presets';

import { formatClock } from '@/components/chart/format';
import { Section } from '@/components/control/section';
import { TextRow } from '@/components/control/text-field';

import { useScenario } from './scenario-store';
import { editAt, Note, NumberSetting } from './setting';

export function ScenarioSection() {
  const scenario = useScenario((state) => state.scenario);
  const source = useScenario((state) => state.source);
  const from = source.kind === 'preset' ? PRESETS.find((one) => one.id === source.id) : undefined;
  return (
    <Section name="scenario" title="Scenario" summary={`seed ${scenario.seed} · ${formatClock(scenario.durationMs)}`}>
      {from === undefined ? null : (
        <>
          <p className="text-text text-body pb-1">{from.question}</p>
          <Note>
            <span className="text-t2 font-strong">Look for: </span>
            {from.lookFor}
          </Note>
        </>
      )}
      {from === undefined && scenario.notes !== '' ? <Note>{scenario.notes}</Note> : null}
      <TextRow label="Title" value={scenario.title} onCommit={(title) => editAt('title', title)} className="w-44" />
      <NumberSetting label="Seed" path="seed" value={scenario.seed} className="w-[104px]" />
      <NumberSetting label="Duration" path="durationMs" value={scenario.durationMs} scale={1_000} unit="s" />
      <NumberSetting label="Warm-up, left out of totals" path="warmUpMs" value={scenario.warmUpMs} scale={1_000} unit="s" />
    </Section>
  );
}

'use client';

import { freshId, removeAt, setAt } from '@/lib/scenario/edit';

import { formatPercent, formatSpan } from '@/components/chart/format';
import { Button, IconButton } from '@/components/control/button';
import { CloseGlyph, PlusGlyph } from '@/components/control/glyphs';
import { Section } from '@/components/control/section';
import { TextRow } from '@/components/control/text-field';
import { edit } from '@/components/run/lab';

import { useScenario } from './scenario-store';
import { editAt, Note, NumberSetting } from './setting';

const NEW_SLO = { latencyMs: 1_500, targetFraction: 0.99 } as const;

export function SloSection() {
  const slos = useScenario((state) => state.scenario.slos);
  const first = slos[0];
  const summary =
    first === undefined ? 'none' : `${formatPercent(first.targetFraction, 0)} within ${formatSpan(first.latencyMs)}`;
  return (
    <Section name="slos" title="SLOs" summary={summary}>
      {slos.map((slo, index) => (
        <div
          key={index}
          role="group"
          aria-label={`SLO ${slo.id}`}
          className="border-line not-first:mt-1.5 not-first:border-t not-first:pt-1.5"
        >
          <div className="flex items-start gap-1">
            <div className="min-w-0 flex-1">
              <TextRow label="Name" value={slo.id} onCommit={(id) => editAt(`slos[${index}].id`, id)} className="w-[120px]" />
            </div>
            <IconButton
              label={`Remove SLO ${slo.id}`}
              glyph={<CloseGlyph size={12} />}
              className="!size-6"
              onClick={() => void edit((scenario) => removeAt(scenario, `slos[${index}]`))}
            />
          </div>
          <NumberSetting label="Answered within" path={`slos[${index}].latencyMs`} value={slo.latencyMs} unit="ms" />
          <NumberSetting
            label="Target share"
            path={`slos[${index}].targetFraction`}
            value={slo.targetFraction}
            scale={0.01}
            unit="%"
          />
        </div>
      ))}
      {slos.length === 0 ? <Note>Without an SLO the page shows no share within it.</Note> : null}
      <Button
        kind="plain"
        glyph={<PlusGlyph size={12} />}
        className="-ml-2.5"
        onClick={() =>
          void edit((scenario) => {
            const id = freshId(
              scenario.slos.map((slo) => slo.id),
              'latency',
            );
            return setAt(scenario, `slos[${scenario.slos.length}]`, { id, ...NEW_SLO });
          })
        }
      >
        Add SLO
      </Button>
    </Section>
  );
}

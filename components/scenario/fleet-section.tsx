'use client';

import { useId, useState } from 'react';

import { addGroup, removeGroup, resizeGroup } from '@/lib/scenario/edit';
import { placesOf, slotsOf } from '@/lib/scenario/engines';
import type { Group } from '@/lib/scenario/schema';

import { formatCount, plural } from '@/components/chart/format';
import { Button, IconButton } from '@/components/control/button';
import { CloseGlyph, PlusGlyph } from '@/components/control/glyphs';
import { Menu, MenuItem, MenuLabel } from '@/components/control/menu';
import { NumberField, type NumberFieldProps } from '@/components/control/number-field';
import { ProblemText, useProblem, type Outcome } from '@/components/control/problem-text';
import { Section } from '@/components/control/section';
import { edit } from '@/components/run/lab';

import { GroupDialog } from './group-dialog';
import { ModelsDialog } from './models-dialog';
import { RegionsDialog } from './regions-dialog';
import { useScenario } from './scenario-store';
import { editAt } from './setting';

export function FleetSection() {
  const { groups, regions } = useScenario((state) => state.scenario);
  const [sentence, take] = useProblem();
  const [typed, setTyped] = useState<string | null>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const [regionsOpen, setRegionsOpen] = useState(false);
  const [modelsOpen, setModelsOpen] = useState(false);
  const problemId = useId();
  const nodes = groups.reduce((sum, group) => sum + group.count, 0);
  // A processor that all share has no number of slots to add up.
  const counted = groups.every(({ engine }) => placesOf(engine) !== null);
  const slots = groups.reduce((sum, group) => sum + group.count * slotsOf(group.engine), 0);
  return (
    <Section name="fleet" title="Fleet" summary={`${plural(nodes, 'node')}${counted ? ` · ${plural(slots, 'slot')}` : ''}`}>
      <table className="text-body w-full table-fixed border-collapse">
        <caption className="sr-only">Node groups; slots and speed are per node</caption>
        <thead>
          <tr className="text-t3 text-small text-right">
            <th scope="col" className="text-left font-normal">
              Group
            </th>
            <th scope="col" className="w-[52px] font-normal">
              Nodes
            </th>
            <th scope="col" className="w-[52px] font-normal">
              Slots
            </th>
            <th scope="col" className="w-[56px] font-normal">
              Speed
            </th>
            <th scope="col" className="w-6">
              <span className="sr-only">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group, index) => (
            <GroupRow
              key={group.id}
              group={group}
              index={index}
              problemId={problemId}
              onProblem={setTyped}
              take={take}
              open={() => setOpened(group.id)}
            />
          ))}
        </tbody>
      </table>
      <ProblemText id={problemId} sentence={typed} />
      <ProblemText sentence={sentence} />
      <div className="-ml-2.5 flex flex-wrap">
        <Menu
          trigger={
            <Button kind="plain" glyph={<PlusGlyph size={12} />}>
              Add group
            </Button>
          }
        >
          <MenuLabel>In region</MenuLabel>
          {regions.map(({ id }) => (
            <MenuItem key={id} onSelect={() => take(edit((scenario) => addGroup(scenario, id)))}>
              {id}
            </MenuItem>
          ))}
        </Menu>
        <Button kind="plain" onClick={() => setRegionsOpen(true)}>
          Regions, round trips, cost
        </Button>
        <Button kind="plain" onClick={() => setModelsOpen(true)}>
          Models
        </Button>
      </div>
      <GroupDialog group={opened} onClose={() => setOpened(null)} />
      <RegionsDialog open={regionsOpen} onOpenChange={setRegionsOpen} />
      <ModelsDialog open={modelsOpen} onOpenChange={setModelsOpen} />
    </Section>
  );
}

interface GroupRowProps {
  readonly group: Group;
  readonly index: number;
  readonly problemId: string;
  readonly onProblem: (sentence: string | null) => void;
  readonly take: (outcome: Outcome) => void;
  readonly open: () => void;
}

function GroupRow({ group, index, problemId, onProblem, take, open }: GroupRowProps) {
  const { id, region, count, engine } = group;
  const common = { problemId, onProblem, className: 'w-[46px]' } as const;
  const engineField = (label: string, key: 'slots' | 'limit' | 'speed', value: number | null): NumberFieldProps => ({
    ...common,
    label: `${label} of ${id}`,
    value,
    path: `groups[${index}].engine.${key}`,
    onCommit: (next) => editAt(`groups[${index}].engine.${key}`, next),
  });
  return (
    <tr className="h-6 text-right">
      <th scope="row" className="truncate text-left font-normal">
        <button
          type="button"
          onClick={open}
          aria-label={`Settings of group ${id} in ${region}`}
          className="text-text min-h-6 max-w-full truncate underline decoration-line2 underline-offset-2 hover:decoration-text"
        >
          {id}
        </button>
        {region === id ? null : <span className="text-t3 text-small"> {region}</span>}
      </th>
      <td>
        <NumberField
          {...common}
          label={`Nodes of ${id}`}
          value={count}
          path={`groups[${index}].count`}
          onCommit={(value) => edit((scenario) => resizeGroup(scenario, id, value ?? 0))}
        />
      </td>
      <td>
        {engine.kind === 'slots' ? (
          <NumberField {...engineField('Slots', 'slots', engine.slots)} />
        ) : (
          <NumberField {...engineField('Limit', 'limit', engine.limit)} empty="all" />
        )}
      </td>
      <td>
        <NumberField {...engineField('Speed', 'speed', engine.speed)} unit="×" />
      </td>
      <td>
        <IconButton
          label={`Remove group ${id}, ${formatCount(count)} nodes`}
          glyph={<CloseGlyph size={12} />}
          className="!size-6"
          onClick={() => take(edit((scenario) => removeGroup(scenario, id)))}
        />
      </td>
    </tr>
  );
}

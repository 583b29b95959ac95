'use client';

import { formatCount } from '@/components/chart/format';
import { Dialog } from '@/components/control/dialog';
import { SwitchRow } from '@/components/control/switch';

import { EngineRows } from './engine-rows';
import { QuotaRows } from './quota-rows';
import { useScenario } from './scenario-store';
import { editAt, Note, NumberSetting, SelectSetting, SwitchSetting } from './setting';

/** What a group has besides its row in the table. */
export function GroupDialog({ group, onClose }: { readonly group: string | null; readonly onClose: () => void }) {
  const { groups, regions, models } = useScenario((state) => state.scenario);
  const index = groups.findIndex(({ id }) => id === group);
  const found = groups[index];
  if (found === undefined) return null;
  const at = `groups[${index}]`;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Group ${found.id}`}
      description={`${formatCount(found.count)} nodes of one kind in one region.`}
    >
      <SelectSetting
        label="Region"
        path={`${at}.region`}
        value={found.region}
        options={regions.map(({ id }) => ({ value: id, label: id }))}
      />
      <EngineRows engine={found.engine} coldStart={found.coldStart} at={at} />
      <NumberSetting label="Weight of each node" path={`${at}.weight`} value={found.weight} />
      <Note>Its share of traffic beside others’, for strategies that weigh nodes.</Note>
      <NumberSetting
        label="Price, 0 free to 1 dearest"
        path={`${at}.price`}
        value={found.price}
        empty="the region’s"
        className="w-[104px]"
      />
      <Note>
        {found.price === null ? `Its region’s cost, ${regions.find(({ id }) => id === found.region)?.cost ?? '–'}. ` : ''}
        The cost policy reads it.
      </Note>
      <SwitchSetting label="Has a GPU" path={`${at}.gpu`} on={found.gpu} />
      <QuotaRows limits={found.limits} at={at} />
      <h3 className="text-t3 text-small pt-2">Models that every node serves</h3>
      {models.map((model) => {
        const serves = found.models.includes(model.id);
        return (
          <SwitchRow
            key={model.id}
            label={`${model.id}: ${model.capabilities.join(', ')}`}
            on={serves}
            onChange={(on) =>
              editAt(`${at}.models`, on ? [...found.models, model.id] : found.models.filter((id) => id !== model.id))
            }
          />
        );
      })}
    </Dialog>
  );
}

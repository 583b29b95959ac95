'use client';

import { SwitchRow } from '@/components/control/switch';

import { useScenario } from './scenario-store';
import { editAt } from './setting';

interface AskedRowsProps {
  readonly regions: readonly string[];
  readonly models: readonly string[];
  /** Path of the class, or of its fallback. */
  readonly at: string;
}

/** The regions and models that may serve; an empty list stands for all of them, those to come too. */
export function AskedRows({ regions, models, at }: AskedRowsProps) {
  const scenario = useScenario((state) => state.scenario);
  return (
    <>
      <Names label="Only some regions" known={scenario.regions} asked={regions} path={`${at}.regions`} />
      <Names label="Only some models" known={scenario.models} asked={models} path={`${at}.models`} />
    </>
  );
}

interface NamesProps {
  readonly label: string;
  readonly known: readonly { readonly id: string }[];
  readonly asked: readonly string[];
  readonly path: string;
}

function Names({ label, known, asked, path }: NamesProps) {
  const ids = known.map(({ id }) => id);
  return (
    <>
      <SwitchRow label={label} on={asked.length > 0} onChange={(on) => editAt(path, on ? ids : [])} />
      {asked.length === 0 ? null : (
        <div role="group" aria-label={label} className="pl-3">
          {ids.map((id) => (
            <SwitchRow
              key={id}
              label={id}
              on={asked.includes(id)}
              onChange={(on) =>
                editAt(
                  path,
                  ids.filter((one) => (one === id ? on : asked.includes(one))),
                )
              }
            />
          ))}
        </div>
      )}
    </>
  );
}

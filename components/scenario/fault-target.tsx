'use client';

import { useId } from 'react';

import { nodesOf } from '@/lib/scenario/nodes';
import type { FaultTarget, Scenario } from '@/lib/scenario/schema';

import { targetLabel } from '@/components/chart/fault-label';
import { NumberRow } from '@/components/control/number-field';
import { SelectRow } from '@/components/control/select';
import { TextRow } from '@/components/control/text-field';

import { MODEL_TARGET_NOTE, SHARE_TARGET_NOTE, TARGET_WORDS } from './fault-words';
import { useScenario } from './scenario-store';
import { Note } from './setting';

const KINDS = (Object.keys(TARGET_WORDS) as FaultTarget['kind'][]).map((value) => ({ value, label: TARGET_WORDS[value] }));
const LABELS = { group: 'Group', region: 'Region', model: 'Model' } as const;
/** Names offered while typing a node; beyond them a name is typed in full. */
const OFFERED = 500;
/** No id begins so: the choice beside groups and regions. */
const ALL = '*';

interface FaultTargetRowsProps {
  readonly target: FaultTarget;
  readonly put: (target: FaultTarget) => void;
}

export function FaultTargetRows({ target, put }: FaultTargetRowsProps) {
  const scenario = useScenario((state) => state.scenario);
  const list = useId();
  const nodes = target.kind === 'node' ? nodesOf(scenario) : [];
  return (
    <>
      <SelectRow label="Hits" value={target.kind} options={KINDS} onChange={(kind) => put(usualTarget(scenario, kind))} />
      {target.kind === 'model' ? <Note>{MODEL_TARGET_NOTE}</Note> : null}
      {target.kind === 'node' ? (
        <>
          <TextRow
            key="node"
            label="Node"
            value={target.id}
            mono
            list={list}
            onCommit={(id) => {
              put({ kind: 'node', id });
              return [];
            }}
          />
          <datalist id={list}>
            {nodes.slice(0, OFFERED).map(({ node }) => (
              <option key={node} value={node} />
            ))}
          </datalist>
        </>
      ) : target.kind === 'share' ? (
        <ShareRows target={target} put={put} />
      ) : (
        <SelectRow
          label={LABELS[target.kind]}
          value={target.id}
          options={listOf(scenario, target.kind).map(({ id }) => ({ value: id, label: id }))}
          onChange={(id) => put({ kind: target.kind, id })}
        />
      )}
    </>
  );
}

type Share = Extract<FaultTarget, { kind: 'share' }>;

function ShareRows({ target, put }: { readonly target: Share; readonly put: (target: FaultTarget) => void }) {
  const { groups, regions } = useScenario((state) => state.scenario);
  const places = [
    ...groups.map(({ id }) => ({ kind: 'group', id }) as const),
    ...regions.map(({ id }) => ({ kind: 'region', id }) as const),
  ];
  const options = [
    { value: ALL, label: 'all nodes' },
    ...places.map((place) => ({ value: targetLabel(place), label: targetLabel(place) })),
  ];
  return (
    <>
      <NumberRow
        label="Share of nodes"
        value={target.fraction}
        scale={0.01}
        unit="%"
        onCommit={(fraction) => {
          put({ ...target, fraction: fraction ?? 0 });
          return [];
        }}
      />
      <SelectRow
        label="Of"
        value={target.of === null ? ALL : targetLabel(target.of)}
        options={options}
        onChange={(value) => put({ ...target, of: places.find((place) => targetLabel(place) === value) ?? null })}
      />
      <Note>{SHARE_TARGET_NOTE}</Note>
    </>
  );
}

function listOf(scenario: Scenario, kind: 'group' | 'region' | 'model'): readonly { readonly id: string }[] {
  return kind === 'group' ? scenario.groups : kind === 'region' ? scenario.regions : scenario.models;
}

/** What the form starts with when a kind of target is chosen. */
function usualTarget(scenario: Scenario, kind: FaultTarget['kind']): FaultTarget {
  switch (kind) {
    case 'node':
      return { kind, id: nodesOf({ groups: scenario.groups.slice(0, 1) })[0]!.node };
    case 'share':
      return { kind, fraction: 0.2, of: null };
    default:
      return { kind, id: listOf(scenario, kind)[0]!.id };
  }
}

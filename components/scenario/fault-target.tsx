'use client';

import { useId } from 'react';

import { nodesOf } from '@/lib/scenario/nodes';
import type { FaultTarget, Scenario } from '@/lib/scenario/schema';

import { SelectRow } from '@/components/control/select';
import { TextRow } from '@/components/control/text-field';

import { useScenario } from './scenario-store';

const KINDS = [
  { value: 'node', label: 'one node' },
  { value: 'group', label: 'a group' },
  { value: 'region', label: 'a region' },
] as const;
/** Names offered while typing a node; beyond them a name is typed in full. */
const OFFERED = 500;

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
      <SelectRow
        label="Hits"
        value={target.kind}
        options={KINDS}
        onChange={(kind) => put({ kind, id: firstOf(scenario, kind) })}
      />
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
      ) : (
        <SelectRow
          label={target.kind === 'group' ? 'Group' : 'Region'}
          value={target.id}
          options={(target.kind === 'group' ? scenario.groups : scenario.regions).map(({ id }) => ({ value: id, label: id }))}
          onChange={(id) => put({ kind: target.kind, id })}
        />
      )}
    </>
  );
}

function firstOf(scenario: Scenario, kind: FaultTarget['kind']): string {
  if (kind === 'region') return scenario.regions[0]!.id;
  if (kind === 'group') return scenario.groups[0]!.id;
  return nodesOf({ groups: scenario.groups.slice(0, 1) })[0]!.node;
}

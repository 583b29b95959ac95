'use client';

import type { Group } from '@/lib/scenario/schema';

import { SelectRow } from '@/components/control/select';

import { COLD_START_NOTE, ENGINE_EFFECTS, ENGINE_NAMES } from './engine-words';
import { editAt, Note, NumberSetting, SwitchSetting } from './setting';

type Engine = Group['engine'];

const KINDS = (Object.keys(ENGINE_NAMES) as Engine['kind'][]).map((kind) => ({
  value: kind,
  label: ENGINE_NAMES[kind],
  note: ENGINE_EFFECTS[kind],
}));
/** The schema's own default. */
const USUAL_SLOTS = 8;
const USUAL_COLD_START = { warmUpMs: 5_000, speedFraction: 0.2 } as const;

interface EngineRowsProps {
  readonly engine: Engine;
  readonly coldStart: Group['coldStart'];
  /** Path of the group. */
  readonly at: string;
}

/** How each node of a group serves, and how it begins to. */
export function EngineRows({ engine, coldStart, at }: EngineRowsProps) {
  return (
    <>
      <SelectRow
        label="Engine"
        value={engine.kind}
        options={KINDS}
        onChange={(kind) => editAt(`${at}.engine`, engineOf(kind, engine))}
      />
      {engine.kind === 'slots' ? (
        <NumberSetting label="Slots per node" path={`${at}.engine.slots`} value={engine.slots} />
      ) : (
        <NumberSetting label="Served at once per node" path={`${at}.engine.limit`} value={engine.limit} empty="all" />
      )}
      <NumberSetting label="Queue limit per node" path={`${at}.engine.queueLimit`} value={engine.queueLimit} />
      {engine.kind === 'processor-sharing' && engine.limit === null ? (
        <Note>All are in service at once: only a fault makes requests wait in the queue.</Note>
      ) : null}
      <NumberSetting label="Speed" path={`${at}.engine.speed`} value={engine.speed} unit="×" />
      <SwitchSetting
        label="Starts cold"
        path={`${at}.coldStart`}
        on={coldStart !== null}
        values={[USUAL_COLD_START, null]}
        note={coldStart === null ? 'After a join or a crash the node has its full speed at once.' : COLD_START_NOTE}
      />
      {coldStart === null ? null : (
        <>
          <NumberSetting
            label="Share of its speed at first"
            path={`${at}.coldStart.speedFraction`}
            value={coldStart.speedFraction}
            scale={0.01}
            unit="%"
          />
          <NumberSetting
            label="Full speed after"
            path={`${at}.coldStart.warmUpMs`}
            value={coldStart.warmUpMs}
            scale={1_000}
            unit="s"
          />
        </>
      )}
    </>
  );
}

/** Another kind keeps what both have, and how many it serves at once. */
function engineOf(kind: Engine['kind'], now: Engine): Engine {
  const { queueLimit, speed } = now;
  switch (kind) {
    case 'slots':
      return { kind, slots: now.kind === 'slots' ? now.slots : (now.limit ?? USUAL_SLOTS), queueLimit, speed };
    case 'processor-sharing':
      return { kind, limit: null, queueLimit, speed };
  }
}

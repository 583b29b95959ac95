'use client';

import { useState } from 'react';

import type { FaultEntry } from '@/lib/scenario/schema';

import { entryLabel, FAULT_NAMES, faultLabel, overMs, targetLabel } from '@/components/chart/fault-label';
import { formatClock } from '@/components/chart/format';
import { Button } from '@/components/control/button';
import { Menu, MenuItem } from '@/components/control/menu';
import { ProblemText, useProblem } from '@/components/control/problem-text';
import { Segments } from '@/components/control/segments';
import { USUAL_FAULTS } from '@/components/scenario/fault-draft';
import { FAULT_EFFECTS } from '@/components/scenario/fault-words';
import { useScenario, withLive } from '@/components/scenario/scenario-store';
import { useLive } from '@/components/scenario/use-settings';

import { injectFault } from './inject';
import { change } from './lab';
import { useRun } from './run-store';

const LENGTHS = [
  { value: '5000', label: '5 s' },
  { value: '10000', label: '10 s' },
  { value: 'cleared', label: 'until cleared' },
] as const;
type Length = (typeof LENGTHS)[number]['value'];

const INJECTABLE = Object.values(USUAL_FAULTS).map((fault) => ({
  fault,
  label: fault.kind === 'flapping' || fault.kind === 'random-failures' ? FAULT_NAMES[fault.kind] : faultLabel(fault),
}));
/** The others are in a menu. */
const BUTTONS = 6;

/** Breaks a node at the press of a button. */
export function InjectFaults({ node }: { readonly node: string }) {
  const [length, setLength] = useState<Length>('5000');
  const [sentence, take] = useProblem();
  const live = useLive();
  const fresh = useRun(({ frame }) => frame?.state === 'ready' && frame.timeMs === 0);
  const usable = live || fresh;
  const forMs = length === 'cleared' ? null : Number(length);
  return (
    <div className="pt-2">
      <div className="flex items-center justify-between gap-2 pb-1.5">
        <h3 className="text-t3 text-small">{fresh ? 'Inject a fault at 00:00, for' : 'Inject a fault now, for'}</h3>
        <Segments label="How long a fault lasts" value={length} options={LENGTHS} onChange={setLength} />
      </div>
      <div className="flex flex-wrap gap-1.5">
        {INJECTABLE.slice(0, BUTTONS).map(({ fault, label }) => (
          <Button key={fault.kind} className="px-2!" disabled={!usable} onClick={() => take(injectFault(node, fault, forMs))}>
            {label}
          </Button>
        ))}
        <Menu
          trigger={
            <Button className="px-2!" disabled={!usable}>
              More faults
            </Button>
          }
        >
          {INJECTABLE.slice(BUTTONS).map(({ fault, label }) => (
            <MenuItem key={fault.kind} onSelect={() => take(injectFault(node, fault, forMs))}>
              {label}
              <span className="text-t3 text-small">{FAULT_EFFECTS[fault.kind]}</span>
            </MenuItem>
          ))}
        </Menu>
      </div>
      {usable ? null : <p className="text-t3 text-small pt-1">The run is over. Restart it to inject a fault.</p>}
      <ProblemText sentence={sentence} />
    </div>
  );
}

/** What holds on the node now, each with a way to end it. */
export function HoldingFaults({ ids }: { readonly ids: readonly string[] }) {
  const loaded = useScenario((state) => state.loaded);
  const records = useScenario((state) => state.live);
  const live = useLive();
  const holding = withLive(loaded, records).timeline.filter(
    (entry): entry is FaultEntry => entry.kind === 'fault' && ids.includes(entry.id),
  );
  if (holding.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 pt-2">
      {holding.map((entry) => (
        <li key={entry.id} className="text-body flex min-h-[26px] items-center gap-2">
          <span className="text-t2 min-w-0 flex-1">
            <span className="text-open font-strong">{entryLabel(entry)}</span>{' '}
            {entry.target.kind === 'node' ? '' : `${targetLabel(entry.target)}, `}
            {overMs(entry) === Infinity ? 'until cleared' : `to ${formatClock(overMs(entry), 1)}`}
          </span>
          <Button
            className="h-6! px-2! pointer-coarse:h-11!"
            disabled={!live}
            aria-label={`Clear ${faultLabel(entry.fault)} on ${targetLabel(entry.target)}`}
            onClick={() => void change({ kind: 'clear-fault', entry: entry.id })}
          >
            Clear
          </Button>
        </li>
      ))}
    </ul>
  );
}

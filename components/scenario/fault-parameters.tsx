'use client';

import type { Problem } from '@/lib/base/result';
import type { Fault } from '@/lib/scenario/schema';

import { NumberRow } from '@/components/control/number-field';
import { SelectRow } from '@/components/control/select';

import { SHARE_WORDS } from './fault-draft';
import { OUTCOME_NAMES, VERDICT_WORDS } from './outcome-words';
import { RandomFailureRows } from './random-failure-rows';
import { useScenario } from './scenario-store';

interface FaultParametersProps {
  readonly fault: Fault;
  readonly put: (fault: Fault) => readonly Problem[];
}

/** The numbers of a fault. What lies outside its limits is told when the fault is saved. */
export function FaultParameters({ fault, put }: FaultParametersProps) {
  switch (fault.kind) {
    case 'crash':
    case 'partition':
    case 'queue-stall':
    case 'probe-only':
      return null;
    case 'slow-down':
      return (
        <NumberRow
          label="Slower by"
          value={fault.factor}
          unit="×"
          onCommit={(factor) => put({ ...fault, factor: factor ?? 1 })}
        />
      );
    case 'added-latency':
      return <NumberRow label="Added" value={fault.ms} unit="ms" onCommit={(ms) => put({ ...fault, ms: ms ?? 0 })} />;
    case 'error-rate':
    case 'grey':
      return (
        <>
          <NumberRow
            label={SHARE_WORDS[fault.kind]}
            value={fault.fraction}
            scale={0.01}
            unit="%"
            onCommit={(fraction) => put({ ...fault, fraction: fraction ?? 0 })}
          />
          <NumberRow
            label="Fails after"
            value={fault.afterMs}
            unit="ms"
            onCommit={(afterMs) => put({ ...fault, afterMs: afterMs ?? 0 })}
          />
          <FailsAs as={fault.as} put={(as) => put({ ...fault, as })} />
        </>
      );
    case 'packet-loss':
    case 'capacity-loss':
      return (
        <NumberRow
          label={SHARE_WORDS[fault.kind]}
          value={fault.fraction}
          scale={0.01}
          unit="%"
          onCommit={(fraction) => put({ ...fault, fraction: fraction ?? 0 })}
        />
      );
    case 'cold-restart':
      return (
        <NumberRow
          label="Down for"
          value={fault.downMs}
          scale={1_000}
          unit="s"
          onCommit={(downMs) => put({ ...fault, downMs: downMs ?? 0 })}
        />
      );
    case 'random-failures':
      return <RandomFailureRows fault={fault} put={put} />;
    case 'flapping':
      return (
        <>
          <NumberRow
            label="Down for"
            value={fault.downMs}
            scale={1_000}
            unit="s"
            onCommit={(downMs) => put({ ...fault, downMs: downMs ?? 0 })}
          />
          <NumberRow
            label="Up for"
            value={fault.upMs}
            scale={1_000}
            unit="s"
            onCommit={(upMs) => put({ ...fault, upMs: upMs ?? 0 })}
          />
        </>
      );
  }
}

type FailedAs = Extract<Fault, { kind: 'grey' }>['as'];

const ENDS = ['error', 'rate-limited', 'client-error'] as const satisfies readonly FailedAs[];

interface FailsAsProps {
  readonly as: FailedAs;
  readonly put: (as: FailedAs) => readonly Problem[];
}

/** How the attempts end, and what the breaker makes of that under the rules that are set. */
function FailsAs({ as, put }: FailsAsProps) {
  const outcomes = useScenario((state) => state.scenario.breaker.outcomes);
  const options = ENDS.map((value) => ({
    value,
    label: OUTCOME_NAMES[value],
    note: `To the breaker it ${VERDICT_WORDS[outcomes[value]]}.`,
  }));
  return <SelectRow label="Fails with" value={as} options={options} onChange={put} />;
}

/** Faults of every kind for the fleet of `smallScenario`: sizes that matter there, none at all among them, and times of tenths of seconds. */
import fc from 'fast-check';

import type { ScenarioInput } from '@/lib/scenario/schema';
import { isSized } from '@/lib/scenario/fault-rules';

type FaultEntryInput = Extract<NonNullable<ScenarioInput['timeline']>[number], { kind: 'fault' }>;
export type FaultInput = FaultEntryInput['fault'];

export const faultInput: fc.Arbitrary<FaultInput> = fc.oneof(
  fc.constant({ kind: 'crash' as const }),
  fc.record({ kind: fc.constant('slow-down' as const), factor: fc.constantFrom(1, 2, 10, 1_000) }),
  fc.record({ kind: fc.constant('added-latency' as const), ms: fc.constantFrom(0, 30, 700) }),
  fc.record({
    kind: fc.constant('error-rate' as const),
    fraction: fc.constantFrom(0, 0.3, 1),
    afterMs: fc.constantFrom(0, 5, 900),
    as: fc.constantFrom('error' as const, 'rate-limited' as const, 'client-error' as const),
  }),
  fc.record({ kind: fc.constant('grey' as const), fraction: fc.constantFrom(0.5, 1) }),
  fc.record({ kind: fc.constant('flapping' as const), downMs: fc.constantFrom(80, 400.5), upMs: fc.constantFrom(150, 300) }),
  fc.record({ kind: fc.constantFrom('partition' as const, 'queue-stall' as const, 'probe-only' as const) }),
  fc.record({
    kind: fc.constantFrom('packet-loss' as const, 'capacity-loss' as const),
    fraction: fc.constantFrom(0, 0.2, 0.6, 1),
  }),
  fc.record({ kind: fc.constant('cold-restart' as const), downMs: fc.constantFrom(0, 250.5) }),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('random-failures' as const),
      upMs: fc.constantFrom(60, 400),
      downMs: fc.constantFrom(0, 90),
      law: fc.constantFrom('exponential' as const, 'fixed' as const),
      clock: fc.constantFrom('always' as const, 'while-serving' as const),
      work: fc.constantFrom('resumed' as const, 'lost' as const),
      arrivals: fc.constantFrom('queued' as const, 'refused' as const),
    }),
  },
);

export const place = fc.constantFrom(
  { kind: 'region' as const, id: 'west' },
  { kind: 'group' as const, id: 'a' },
  { kind: 'node' as const, id: 'b-01' },
  { kind: 'node' as const, id: 'a-02' },
);

export const faultTarget: fc.Arbitrary<FaultEntryInput['target']> = fc.oneof(
  { weight: 2, arbitrary: place },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('model' as const), id: fc.constantFrom('m', 'n') }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('share' as const),
      fraction: fc.constantFrom(0, 0.4, 1),
      of: fc.constantFrom(null, { kind: 'group' as const, id: 'a' }, { kind: 'region' as const, id: 'west' }),
    }),
  },
);

/** A fault, what it hits, and how long it grows where it can. */
export const anyFault = fc
  .record({ fault: faultInput, target: faultTarget, rampMs: fc.constantFrom(0, 0, 333, 2_000) })
  .map(({ fault, target, rampMs }) => ({ fault, target, rampMs: isSized(fault.kind) ? rampMs : 0 }));

/** Faults that change nothing at all. */
export const NO_FAULTS: readonly FaultInput[] = [
  { kind: 'slow-down', factor: 1 },
  { kind: 'added-latency', ms: 0 },
  { kind: 'error-rate', fraction: 0, afterMs: 5 },
  { kind: 'grey', fraction: 0, afterMs: 5 },
  { kind: 'packet-loss', fraction: 0 },
  { kind: 'capacity-loss', fraction: 0 },
  { kind: 'random-failures', upMs: 40, downMs: 0, work: 'resumed', clock: 'while-serving' },
  { kind: 'random-failures', upMs: 40, downMs: 0, work: 'resumed', law: 'fixed' },
];

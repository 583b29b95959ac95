import type { CounterStream } from '@/lib/base/random';
import type { Scenario } from '@/lib/scenario/schema';
import type { Traces } from '@/lib/scenario/trace-supply';

import type { Attempts } from './attempts';
import type { Agenda } from './event';
import type { FaultBoard } from './faults';
import type { LifeWatch } from './life';
import type { Lifecycle } from './lifecycle';
import type { Recorder } from './recorder';
import type { Requests } from './requests';

/** What whoever moves requests about in a run works on. */
export interface RunParts {
  readonly scenario: Scenario;
  readonly traces: Traces;
  /** By node: its region's place in the scenario. */
  readonly regionOfNode: Int32Array;
  readonly requests: Requests;
  readonly attempts: Attempts;
  readonly agenda: Agenda;
  readonly faults: FaultBoard;
  readonly lifecycle: Lifecycle;
  readonly recorder: Recorder;
  /** Whoever looks on at one request. */
  readonly life: LifeWatch;
  readonly chance: CounterStream;
}

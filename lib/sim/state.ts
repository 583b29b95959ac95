import type { RouterState } from '@/lib/router/router';
import type { TimelineEntry } from '@/lib/scenario/schema';
import type { ArrivalsState } from '@/lib/workload/arrivals';

import type { AdmissionState } from './admission';
import type { AttemptsState } from './attempts';
import type { AgendaState } from './event';
import type { FaultsState } from './faults';
import type { HedgingState } from './hedging';
import type { LifecycleState } from './lifecycle';
import type { ProbingState } from './probing';
import type { QuotasState } from './quotas';
import type { RecorderState } from './recorder';
import type { ReportingState } from './reporting';
import type { RequestsState } from './requests';
import type { RetryBudgetState } from './retry-budget';
import type { StationsState } from './stations';
import type { WarmUpState } from './warm-up';

/** A run at one instant: plain data and typed arrays, shared with nobody. Only for a simulation of the same scenario. */
export interface SimulationState {
  /** Live changes included. */
  readonly timeline: readonly TimelineEntry[];
  readonly nowMs: number;
  readonly finished: boolean;
  readonly events: number;
  readonly decisions: number;
  readonly arrived: number;
  readonly agenda: AgendaState;
  readonly attempts: AttemptsState;
  readonly requests: RequestsState;
  readonly stations: StationsState;
  readonly warmUp: WarmUpState;
  readonly arrivals: ArrivalsState;
  readonly probing: ProbingState;
  readonly faults: FaultsState;
  readonly recorder: RecorderState;
  /** By replica. */
  readonly routers: readonly RouterState[];
  readonly lifecycle: LifecycleState;
  readonly reporting: ReportingState;
  readonly budget: RetryBudgetState | null;
  readonly hedging: HedgingState | null;
  readonly quotas: QuotasState | null;
  readonly admission: AdmissionState | null;
}

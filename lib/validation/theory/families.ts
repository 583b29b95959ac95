/** The only list of families, and what reads the cases of each. */
import { boundedLoadCases } from './bounded-loads';
import { breakerCases } from './breaker';
import type { Harness } from './harness';
import { hashRingCases } from './hash-ring';
import { hedgingCases } from './hedging';
import { maglevCases } from './maglev';
import { metastableCases } from './metastable';
import { orderingCases } from './ordering';
import { queueing } from './queueing';
import { retryCases } from './retries';
import { slowServerCases } from './slow-server';
import { timeVaryingCases } from './time-varying';
import { traceCases } from './trace-statistics';
import { weightCases } from './weights';

export const FAMILIES: Readonly<Record<string, Harness>> = {
  mm1: queueing,
  mmc: queueing,
  mg1: queueing,
  ps: queueing,
  loss: queueing,
  random: queueing,
  'round-robin': queueing,
  'power-of-d': queueing,
  jsq: queueing,
  jiq: queueing,
  heterogeneous: queueing,
  bursts: queueing,
  closed: queueing,
  failures: queueing,
  timeouts: queueing,
  bounds: orderingCases,
  retries: retryCases,
  hedging: hedgingCases,
  metastable: metastableCases,
  'slow-server': slowServerCases,
  'time-varying': timeVaryingCases,
  'hash-ring': hashRingCases,
  maglev: maglevCases,
  'bounded-loads': boundedLoadCases,
  breaker: breakerCases,
  weights: weightCases,
  trace: traceCases,
};

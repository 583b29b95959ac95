/**
 * What V8 is asked for before a long run: to inline more than it does by itself. An event of the simulator goes through some forty short functions,
 * and the default budget ends about half way. The absolute limit is the one that binds: with it raised a request takes a quarter fewer instructions.
 * The price is compiling, some seconds of it: many short runs, as experiments make them, take nearly twice as long with it as without, so
 * they are left to the compiler's own judgement. A page cannot ask for it.
 */
import { setFlagsFromString } from 'node:v8';

import { expectedRequests } from '@/lib/scenario/expected';
import type { Scenario } from '@/lib/scenario/schema';

const FLAGS = [
  '--max-inlined-bytecode-size=1000',
  '--max-inlined-bytecode-size-cumulative=30000',
  '--max-inlined-bytecode-size-absolute=30000',
];
/** Requests of a run from which on compiling more pays: a run of 2 million takes as long either way, one of 5 million an eighth less. */
const LONG_RUN = 5_000_000;

/** For all threads of this process; to be called before anything runs for long. */
export function inlineMore(): void {
  FLAGS.forEach(setFlagsFromString);
}

/** `inlineMore` where a run of the scenario is long enough. */
export function inlineForRun(scenario: Scenario): void {
  if (scenario.workload.reduce((sum, of) => sum + expectedRequests(scenario, of), 0) >= LONG_RUN) inlineMore();
}

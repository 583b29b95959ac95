/**
 * What V8 is asked for in processes of our own: to inline more than it does by itself. An event of the simulator goes through some forty short
 * functions, and the default budget ends about half way: with these, runs are a tenth faster. A page cannot ask for it.
 */
import { setFlagsFromString } from 'node:v8';

export const INLINING_FLAGS: readonly string[] = [
  '--max-inlined-bytecode-size=1000',
  '--max-inlined-bytecode-size-cumulative=10000',
];

/** For all threads of this process; to be called before anything runs for long. */
export function inlineMore(): void {
  INLINING_FLAGS.forEach(setFlagsFromString);
}

/**
 * What V8 is asked for in processes of our own: to inline more than it does by itself. An event of the simulator goes through some forty short
 * functions, and the default budget ends about half way. The absolute limit is the one that binds: with it raised a request takes a fifth fewer
 * instructions, and runs are a quarter faster. A page cannot ask for it.
 */
import { setFlagsFromString } from 'node:v8';

export const INLINING_FLAGS: readonly string[] = [
  '--max-inlined-bytecode-size=1000',
  '--max-inlined-bytecode-size-cumulative=30000',
  '--max-inlined-bytecode-size-absolute=30000',
];

/** For all threads of this process; to be called before anything runs for long. */
export function inlineMore(): void {
  INLINING_FLAGS.forEach(setFlagsFromString);
}

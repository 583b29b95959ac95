/**
 * `npx tsx lib/cli/math-errors.ts [COUNT] [SEED]`: the worst errors of lib/base's log, exp, pow, sin and cos among so many arguments
 * each (100,000), held against integer arithmetic. The figures in their docstrings are from here.
 */
import { SEARCHES, worstError, type SearchName } from '@/lib/base/math-errors.fixture';

import { say } from './command';

const [count = 100_000, seed = 1] = process.argv.slice(2).map(Number);
for (const name of Object.keys(SEARCHES) as SearchName[]) {
  const { ulps, at } = worstError(name, count, seed);
  const [x, y] = at;
  say(`${name.padEnd(4)} ${ulps.toFixed(4)} ulp at ${name === 'pow' ? `${x}, ${y}` : x}  (${SEARCHES[name].range})`);
}

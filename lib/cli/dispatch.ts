/** The table of commands, and which of them is meant. */
import { nearest } from '@/lib/scenario/nearest';

import { badUsage, EXIT, say, type Command, type Exit } from './command';
import { compare } from './commands/compare';
import { conformance } from './commands/conformance';
import { loadCurve } from './commands/load-curve';
import { optimise } from './commands/optimise';
import { presets } from './commands/presets';
import { robustness } from './commands/robustness';
import { run } from './commands/run';
import { sensitivity } from './commands/sensitivity';
import { statistics } from './commands/statistics';
import { sweep } from './commands/sweep';
import { trace } from './commands/trace';
import { validate } from './commands/validate';

const COMMANDS: Readonly<Record<string, Command>> = {
  compare,
  conformance,
  'load-curve': loadCurve,
  optimise,
  presets,
  robustness,
  run,
  sensitivity,
  statistics,
  sweep,
  trace,
  validate,
};

function help(): string {
  const lines = Object.entries(COMMANDS).map(
    ([name, { usage, summary }]) => `  ${`${name} ${usage}`.trimEnd()}\n      ${summary}`,
  );
  return `Usage: npm run -s switchyard -- <command>\n\n${lines.join('\n')}`;
}

export async function dispatch([name, ...args]: readonly string[]): Promise<Exit> {
  if (name === undefined) return badUsage(help());
  if (name === 'help' || name === '--help' || name === '-h') {
    say(help());
    return EXIT.good;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    const meant = nearest(name, Object.keys(COMMANDS));
    return badUsage(`There is no command "${name}"${meant === undefined ? '' : `; "${meant}" perhaps`}.`, help());
  }
  if (args.includes('--help') || args.includes('-h')) {
    say(`Usage: npm run -s switchyard -- ${name} ${command.usage}\n${command.summary}`);
    return EXIT.good;
  }
  return command.run(args);
}

import { PRESETS } from '@/lib/scenario/presets';

import { badUsage, EXIT, readArgs, say, type Command } from '../command';

export const presets: Command = {
  usage: '[--json]',
  summary: 'Lists the scenarios that ship with Switchyard: id, title, question, what to look for.',
  run(args) {
    const parsed = readArgs({ args: [...args], options: { json: { type: 'boolean', default: false } } });
    if (!parsed.ok) return badUsage(parsed.sentence);
    if (parsed.value.values.json)
      say(
        JSON.stringify(
          PRESETS.map(({ id, title, question, lookFor }) => ({ id, title, question, lookFor })),
          null,
          2,
        ),
      );
    else say(PRESETS.map(({ id, title, question, lookFor }) => `${id}\n  ${title}\n  ${question}\n  ${lookFor}`).join('\n\n'));
    return EXIT.good;
  },
};

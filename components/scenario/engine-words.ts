/** Names of the engines and of what a group's nodes have, with a line on each. */
import type { Group } from '@/lib/scenario/schema';

export const ENGINE_NAMES: Readonly<Record<Group['engine']['kind'], string>> = {
  slots: 'Slots',
  'processor-sharing': 'Processor sharing',
};

export const ENGINE_EFFECTS: Readonly<Record<Group['engine']['kind'], string>> = {
  slots: 'So many requests are served at once, each at full speed; the others wait in order.',
  'processor-sharing': 'All requests in service share the node’s speed equally; beyond a limit they wait in order.',
};

export const COLD_START_NOTE =
  'After a join or a crash the node starts at this share of its speed and gains the rest in ten equal steps.';

export const JITTER_NAMES = { uniform: 'Uniform', exponential: 'Exponential' } as const;

/** The one shape of the commands for experiments: arguments, document, run, answer. A command says only what is its own in each. */
import type { parseArgs, ParseArgsConfig } from 'node:util';

import type { ExperimentOf, PlanKind } from '@/lib/experiment/schema';

import { badInput, badUsage, readArgs, type Command } from './command';
import { conductAndTell, type Conduct } from './conduct-experiment';
import { experimentFrom, type Asked } from './experiment-source';
import { SHARED_OPTIONS, SHARED_USAGE, sharedFrom, type Shared, type SharedValues } from './shared-arguments';

type Options = NonNullable<ParseArgsConfig['options']>;
type ValuesOf<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>['values'];

export interface ExperimentCommand<K extends PlanKind, O extends Options> {
  /** Of the plan, and the command's name. */
  readonly kind: K;
  /** How its own options are written. */
  readonly usage: string;
  readonly summary: string;
  readonly options: O;
  /** Why nothing can be asserted of such an experiment; null where it can. */
  readonly unasserted: string | null;
  /** What the arguments say of the plan, or the sentences on what is wrong with them. */
  plan(values: ValuesOf<O>, shared: Shared): { readonly plan: object } | { readonly wrong: readonly string[] };
  /** The plan that a scenario alone begins with. */
  readonly fresh: Asked<K>['fresh'];
  begin(experiment: ExperimentOf<K>, shared: Shared): Conduct;
}

export function experimentCommand<K extends PlanKind, const O extends Options>(own: ExperimentCommand<K, O>): Command {
  const usage = `PRESET|FILE|LINK ${own.usage} ${SHARED_USAGE}`;
  return {
    usage,
    summary: own.summary,
    async run(args) {
      const parsed = readArgs({ args: [...args], allowPositionals: true, options: { ...SHARED_OPTIONS, ...own.options } });
      if (!parsed.ok) return badUsage(parsed.sentence);
      // The compiler does not see through the spread: both halves of what was read are as their options say.
      const values = parsed.value.values as unknown as ValuesOf<O> & SharedValues;
      const [name, ...more] = parsed.value.positionals;
      if (name === undefined || more.length > 0) return badUsage(`Say one scenario or experiment: ${own.kind} ${usage}`);
      const shared = sharedFrom(values);
      if (!('threads' in shared)) return badUsage(...shared);
      if (own.unasserted !== null && shared.assertions.length > 0) return badUsage(own.unasserted);
      const asked = own.plan(values, shared);
      if ('wrong' in asked) return badUsage(...asked.wrong);
      const experiment = experimentFrom(name, { kind: own.kind, plan: asked.plan, fresh: own.fresh, seed: shared.seed });
      if (!experiment.ok) return badInput(experiment.problems);
      return conductAndTell(own.begin(experiment.value, shared), experiment.value.scenario, values, shared);
    },
  };
}

/** The fields that somebody has given: neither undefined nor null. */
export function given(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));
}

/** An experiment by what a person names on the command line: its own document or link, or a scenario and what to do with it. */
import { readFileSync } from 'node:fs';

import { fail, ok, problem, type Result } from '@/lib/base/result';
import { decodeExperimentLink, isExperimentPayload, withoutExperimentDefaults } from '@/lib/experiment/link';
import { parseExperiment, parseExperimentText } from '@/lib/experiment/parse';
import type { Experiment, ExperimentInput, ExperimentOf, PlanKind } from '@/lib/experiment/schema';
import { readFragment } from '@/lib/scenario/fragment';
import { LIMITS } from '@/lib/scenario/limits';
import type { Scenario } from '@/lib/scenario/schema';

import { entryAt, inFile, scenarioFrom } from './scenario-source';

export interface Asked<K extends PlanKind> {
  readonly kind: K;
  /** What the arguments say of the plan; of an experiment's own document they replace parts. */
  readonly plan: object;
  /** The plan to start from where a scenario is named, or why a scenario alone does not make such an experiment. */
  fresh(scenario: Scenario): { readonly plan: object } | { readonly missing: string };
  readonly seed: number | null;
}

export function experimentFrom<K extends PlanKind>(name: string, asked: Asked<K>): Result<ExperimentOf<K>> {
  const own = ownDocument(name);
  if (own !== null) {
    if (!own.ok) return own;
    const { plan } = own.value;
    if (plan.kind !== asked.kind) {
      return fail(problem('plan.kind', plan.kind, `must be ${asked.kind} for this command; there is a command ${plan.kind} too`));
    }
    const lean = withoutExperimentDefaults(own.value);
    return again<K>({ ...lean, plan: { ...lean.plan, ...asked.plan } }, asked.seed);
  }
  const source = scenarioFrom(name);
  if (!source.ok) return source;
  const { scenario } = source.value;
  const fresh = asked.fresh(scenario);
  const given = Object.keys(asked.plan).some((key) => key !== 'metric' && key !== 'replications');
  if ('missing' in fresh && !given) return fail({ ...problem('arguments', name, fresh.missing), message: fresh.missing });
  const plan = { ...('plan' in fresh ? fresh.plan : {}), ...asked.plan, kind: asked.kind };
  return again<K>({ version: 1, scenario, plan: plan as unknown as ExperimentInput['plan'] }, asked.seed);
}

function again<K extends PlanKind>(raw: ExperimentInput, seed: number | null): Result<ExperimentOf<K>> {
  const parsed = parseExperiment(seed === null ? raw : { ...raw, seed });
  return parsed.ok ? ok(parsed.value as unknown as ExperimentOf<K>) : parsed;
}

/** null where the name is that of a scenario, or of nothing. */
function ownDocument(name: string): Result<Experiment> | null {
  const payload = name.includes('#') ? readFragment(name).payload : name.trim();
  if (payload !== null && isExperimentPayload(payload)) return decodeExperimentLink(payload);
  const file = entryAt(name);
  if (file?.isFile() !== true || file.size > LIMITS.documentBytes) return null;
  const text = readFileSync(name, 'utf8');
  // A scenario has no plan; whatever else is wrong with the text, the reader of the one or the other will say.
  return /"plan"\s*:/.test(text) ? inFile(name, parseExperimentText(text)) : null;
}

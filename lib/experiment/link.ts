/** An experiment as a piece of an address: `e1.` and its document, folded as a scenario's is, with all defaults left out. */
import { type Result } from '@/lib/base/result';
import { leanBy } from '@/lib/scenario/defaults';
import { foldJson, unfoldJson, type Folding } from '@/lib/scenario/folding';

import { parseExperiment } from './parse';
import { experimentSchema, type Experiment, type ExperimentInput } from './schema';

const FOLDING: Folding = { mark: 'e', version: 1 };

export function withoutExperimentDefaults(experiment: Experiment): ExperimentInput {
  return leanBy(experimentSchema, experiment) as ExperimentInput;
}

/** The payload of a link. */
export function encodeExperimentLink(experiment: Experiment): string {
  return foldJson(withoutExperimentDefaults(experiment), FOLDING);
}

/** Never throws, and never answers an experiment other than the one that was encoded. */
export function decodeExperimentLink(payload: string): Result<Experiment> {
  const unfolded = unfoldJson(payload, FOLDING);
  return unfolded.ok ? parseExperiment(unfolded.value) : unfolded;
}

export function isExperimentPayload(payload: string): boolean {
  return /^e\d+\./.test(payload);
}

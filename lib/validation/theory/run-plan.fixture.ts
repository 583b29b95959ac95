/** Runs a plan here and now, without threads, and judges its cases. */
import { planOf, type Plan } from './plan';
import { judge, type Verdict } from './verdict';

export function plan(json: unknown, requests: number | null = null, files: Readonly<Record<string, string>> = {}): Plan {
  const planned = planOf(json, { only: null, requests, has: (file) => Object.hasOwn(files, file) });
  if (!planned.ok) throw new Error(planned.problems.map(({ message }) => message).join('\n'));
  return planned.value;
}

/** Verdicts in the order of the file. Throws where a case is left out or cannot be run. */
export function verdictsOf(
  json: unknown,
  requests: number | null = null,
  files: Readonly<Record<string, string>> = {},
): Verdict[] {
  const { cases, runs } = plan(json, requests, files);
  const contents = new Map(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)]));
  const readings = runs.map(({ experiment, effort, metrics }) =>
    experiment.run({ effort, metrics, files: contents, onProgress() {} }),
  );
  return cases.map((one) => {
    if (one.kind !== 'runs') throw new Error(`${one.id}: ${one.why}`);
    return judge(one, readings[one.run]!);
  });
}

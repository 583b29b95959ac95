/** The rules of what requests ask for, stage by stage: every name leads somewhere, and some group can serve each stage. */
import { problem, type Problem } from '@/lib/base/result';

import { nearest } from './nearest';
import type { Scenario } from './schema';
import { stagesOf, type Stage } from './stages';
import { listed } from './words';

type Fleet = Pick<Scenario, 'groups' | 'models' | 'regions' | 'workload'>;

export function brokenStages({ groups, models, regions, workload }: Fleet): Problem[] {
  const problems: Problem[] = [];
  const deployed = new Set(groups.flatMap((group) => group.models));
  const offered = new Set(models.filter(({ id }) => deployed.has(id)).flatMap(({ capabilities }) => capabilities));
  const capabilities = new Map(models.map((model) => [model.id, model.capabilities]));
  const known = { regions: regions.map(({ id }) => id), models: models.map(({ id }) => id) };

  const serves = ({ capability, regions: inRegions, models: byModels }: Stage): boolean =>
    groups.some(
      (group) =>
        (inRegions.length === 0 || inRegions.includes(group.region)) &&
        group.models.some(
          (model) =>
            (byModels.length === 0 || byModels.includes(model)) && capabilities.get(model)?.includes(capability) === true,
        ),
    );

  workload.forEach((of, w) => {
    stagesOf(of).forEach((stage, s) => {
      const path = s === 0 ? `workload[${w}]` : `workload[${w}].fallbacks[${s - 1}]`;
      if (!offered.has(stage.capability)) {
        const rule = `must be a capability that some group serves (they serve ${listed([...offered]) || 'none'})`;
        problems.push(problem(`${path}.capability`, stage.capability, rule));
        return;
      }
      const before = problems.length;
      for (const list of ['regions', 'models'] as const) {
        stage[list].forEach((name, i) => {
          const at = `${path}.${list}[${i}]`;
          if (!known[list].includes(name)) problems.push(problem(at, name, mustName(list.slice(0, -1), name, known[list])));
          else if (stage[list].indexOf(name) < i) problems.push(problem(at, name, 'must be listed once'));
        });
      }
      if (problems.length > before || serves(stage)) return;
      const list = stage.models.length > 0 ? 'models' : 'regions';
      const rule = `must leave a group that serves ${stage.capability} with these regions and models`;
      problems.push(problem(`${path}.${list}`, stage[list], rule));
    });
  });
  return problems;
}

function mustName(what: string, name: string, known: readonly string[]): string {
  const rule = `must be the id of a ${what} of this scenario (they are ${listed(known)})`;
  const meant = nearest(name, known);
  return meant === undefined ? rule : `${rule}; did you mean "${meant}"?`;
}

import { parseScenario } from './parse';
import { bestScoreHerds } from './presets/best-score-herds';
import { brownOut } from './presets/brown-out';
import type { Preset } from './presets/common';
import { regionOutage } from './presets/region-outage';
import { sickNeverEjected } from './presets/sick-never-ejected';
import { theWindow } from './presets/the-window';
import type { Scenario } from './schema';

export type { Preset };

/** The only list of presets. The first opens the page. */
export const PRESETS: readonly Preset[] = [brownOut, bestScoreHerds, sickNeverEjected, theWindow, regionOutage];

/** The whole scenario of a preset, all defaults written; undefined for an id that is not in the list. */
export function preset(id: string): Scenario | undefined {
  const found = PRESETS.find((one) => one.id === id);
  if (found === undefined) return undefined;
  const parsed = parseScenario(found.scenario);
  if (!parsed.ok) throw new Error(`preset ${id} is not a valid scenario: ${parsed.problems[0]!.message}`);
  return parsed.value;
}

/**
 * Holds a tree of source files against the arrows of `.dependency-cruiser.cjs`. The tool once said "no violations" after
 * seeing no module at all, so what it saw is counted against what lies on the disk.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const MUST_BE_SEEN = ['app', 'lib', 'components'];
const CRUISED = [...MUST_BE_SEEN, 'e2e'];

export interface LayerFindings {
  /** Modules of the house that the tool looked into. */
  readonly seen: number;
  /** TypeScript files under app, lib and components. */
  readonly onDisk: number;
  /** Files on the disk that the tool did not look into. */
  readonly missed: readonly string[];
  /** One sentence per forbidden import. */
  readonly violations: readonly string[];
}

/** `root` holds the folders and a tsconfig.json; `configFile` is an absolute path. */
export async function checkLayers(root: string, configFile: string): Promise<LayerFindings> {
  const onDisk = MUST_BE_SEEN.flatMap((folder) => sources(root, folder));
  const options: ICruiseOptions = await extractDepcruiseOptions(configFile);
  const tsConfig = extractTSConfig(join(root, 'tsconfig.json'));
  const { enhancedResolveOptions, ...rest } = options;
  // The tool would resolve tsconfig's `paths` against the working directory; the alias is the same and follows `root`.
  const resolving = { ...enhancedResolveOptions, alias: { '@': root } };
  const { output } = await cruise(
    CRUISED.filter((folder) => existsSync(join(root, folder))),
    { ...rest, baseDir: root, validate: true },
    resolving,
    { tsConfig },
  );
  if (typeof output === 'string') throw new Error(`dependency-cruiser answered with a text: ${output.slice(0, 200)}`);
  const seen = new Set(output.modules.map(({ source }) => source).filter((source) => /^(app|lib|components)\//.test(source)));
  return {
    seen: seen.size,
    onDisk: onDisk.length,
    missed: onDisk.filter((file) => !seen.has(file)),
    violations: output.summary.violations.map((violation) => sentence(violation, output)),
  };
}

function sources(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('node_modules'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
}

function sentence(violation: ICruiseResult['summary']['violations'][number], result: ICruiseResult): string {
  const { name } = violation.rule;
  const comment = result.summary.ruleSetUsed?.forbidden?.find((rule) => rule.name === name)?.comment ?? '';
  const way =
    violation.cycle === undefined
      ? violation.to
      : violation.cycle.map((step) => (typeof step === 'string' ? step : step.name)).join(', which imports ');
  return `${violation.from} imports ${way}: ${comment} (${name})`;
}

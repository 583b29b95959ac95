/** Makes the production build, unless the one on the disk is of the sources on the disk. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { runGroup, type Ended } from './process-group';
import { sourceFingerprint } from './source-fingerprint.mjs';

export const ROOT = join(import.meta.dirname, '../..');
export const NEXT = join(ROOT, 'node_modules/next/dist/bin/next');

const BUILD_ID = join(ROOT, '.next/BUILD_ID');
/** The build writes it after its last page; BUILD_ID is there before. */
const LAST = join(ROOT, '.next/prerender-manifest.json');

export function buildIsCurrent(): boolean {
  if (!existsSync(BUILD_ID) || !existsSync(LAST)) return false;
  return readFileSync(BUILD_ID, 'utf8').trim() === sourceFingerprint(ROOT);
}

/** For whatever runs Next: nothing about this machine is sent to anybody. */
export const NEXT_ENV = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } as const;

/** A build that failed leaves nothing that could be served. */
export async function build(): Promise<Ended> {
  const ended = await runGroup(process.execPath, [NEXT, 'build'], { cwd: ROOT, env: NEXT_ENV });
  if (ended.status !== 0) rmSync(BUILD_ID, { force: true });
  return ended;
}

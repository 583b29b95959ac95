/**
 * A hash of everything that a production build reads: 16 hex digits, equal for equal content whatever the dates. The build
 * carries it as its id, so `npm start` knows whether the build on the disk is of the sources on the disk. Plain JavaScript,
 * because next.config.mjs asks for it too. About 20 ms.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['app', 'components', 'lib', 'public'];
const FILES = ['next.config.mjs', 'package-lock.json', 'package.json', 'postcss.config.mjs', 'tsconfig.json', '.nvmrc'];
/** In the folders, but never in a build. */
const APART = /^lib\/(cli|validation)\/|\.(test|contract|bench|fixture)\.tsx?$/;

/**
 * @param {string} root the repository's folder
 * @returns {string}
 */
export function sourceFingerprint(root) {
  const names = [...FILES, ...readdirSync(root).filter((name) => name.startsWith('.env'))].filter((name) =>
    existsSync(join(root, name)),
  );
  for (const folder of FOLDERS) {
    if (!existsSync(join(root, folder))) continue;
    for (const inner of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      const name = `${folder}/${inner.replaceAll('\\', '/')}`;
      if (!APART.test(name) && statSync(join(root, name)).isFile()) names.push(name);
    }
  }
  const hash = createHash('sha256');
  for (const name of names.sort()) {
    const content = readFileSync(join(root, name));
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

/** `npm run layers`: are all imports along the arrows of the house, and did the tool see every file? */
import { join } from 'node:path';

import { checkLayers } from './layer-check';

const root = join(import.meta.dirname, '../..');
const { seen, onDisk, missed, violations } = await checkLayers(root, join(root, '.dependency-cruiser.cjs'));

for (const violation of violations) console.error(violation);
for (const file of missed) console.error(`${file} was not looked at.`);
if (onDisk === 0) console.error('There is no TypeScript file under app, lib and components.');
console.log(`${seen} modules seen of ${onDisk} files, ${violations.length} forbidden imports.`);
process.exitCode = violations.length > 0 || missed.length > 0 || seen < onDisk || onDisk === 0 ? 1 : 0;

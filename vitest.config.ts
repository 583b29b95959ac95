import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

import { seedFrom } from './lib/cli/property-seed.ts';

const seed = seedFrom(process.env['FAST_CHECK_SEED']);
if (seed !== null) console.log(`Property tests draw from seed ${seed} (again: FAST_CHECK_SEED=${seed}).`);

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    include: ['lib/**/*.test.ts', 'components/**/*.test.{ts,tsx}'],
    environment: 'node',
    pool: 'threads',
    maxWorkers: 2,
    setupFiles: ['./lib/cli/property-seed.setup.ts'],
    provide: { propertySeed: seed },
    testTimeout: 120_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
});

/** Runs before each test file: hands the run's seed to the one place that fixes how property tests draw. */
import { inject } from 'vitest';

import { drawFrom } from '@/lib/base/law-runs';

declare module 'vitest' {
  export interface ProvidedContext {
    propertySeed: number | null;
  }
}

const seed = inject('propertySeed');
if (seed !== null) drawFrom(seed);

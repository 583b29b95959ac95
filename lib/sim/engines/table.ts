/** The engines there are, and what the rest of the product needs to know of each. The only list of them. */
import type { Engine, EngineParts } from './engine';
import { ProcessorSharingEngine } from './processor-sharing';
import { SlotsEngine } from './slots';
import type { EngineKind } from '@/lib/scenario/signals';

interface EngineEntry {
  make(parts: EngineParts): Engine;
  /** What a loss of capacity takes away: places that take new work, or speed. */
  readonly loses: 'places' | 'speed';
}

export const engines: Readonly<Record<EngineKind, EngineEntry>> = {
  slots: { make: (parts) => new SlotsEngine(parts), loses: 'places' },
  'processor-sharing': { make: (parts) => new ProcessorSharingEngine(parts), loses: 'speed' },
};

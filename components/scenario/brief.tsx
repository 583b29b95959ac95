'use client';

import { PRESETS } from '@/lib/scenario/presets';

import { useScenario } from './scenario-store';

/** What a preset asks, and what to look for while it runs. Nothing for a scenario of one's own. */
export function Brief({ className = '' }: { readonly className?: string }) {
  const source = useScenario((state) => state.source);
  const from = source.kind === 'preset' ? PRESETS.find((one) => one.id === source.id) : undefined;
  if (from === undefined) return null;
  return (
    <div className={className}>
      <p className="text-text text-title font-strong pb-1">{from.question}</p>
      <p className="text-t2 text-body max-w-[80ch]">
        <span className="text-text font-strong">Look for: </span>
        {from.lookFor}
      </p>
    </div>
  );
}

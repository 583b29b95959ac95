'use client';

import { Button } from '@/components/control/button';
import { askRestart } from '@/components/run/dialogs';

import { useScenario } from './scenario-store';

/** Says that the run goes on with the settings it started with, while edits wait. */
export function SettingsChangedBar({ className = '' }: { readonly className?: string }) {
  const changed = useScenario((state) => state.scenario !== state.loaded);
  return (
    <div
      role="status"
      className={
        changed ? `border-line bg-raised flex items-center justify-between gap-3 border-t px-3.5 py-1.5 ${className}` : 'contents'
      }
    >
      {changed ? (
        <>
          <p className="text-text text-body">Settings changed. Restart to apply.</p>
          <Button kind="primary" onClick={() => askRestart(true)}>
            Restart
          </Button>
        </>
      ) : null}
    </div>
  );
}

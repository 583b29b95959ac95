'use client';

import { canonicalText } from '@/lib/scenario/canonical';

import { Button } from '@/components/control/button';
import { useScenario } from '@/components/scenario/scenario-store';

import { Banner } from './banner';
import { copyText } from './copy';
import { crashReport } from './crash-report';
import { currentScenario, download, endWorkers, restart } from './lab';
import { tell } from './notice';
import { useRun } from './run-store';

/** The simulation failed, or its worker died: where, under which seed, and everything needed to see it again. */
export function CrashBar() {
  const crash = useRun((state) => state.crash ?? state.frame?.error ?? null);
  const seed = useScenario((state) => state.loaded.seed);
  return (
    <div role="alert">
      {crash === null ? null : (
        <Banner
          tone="bad"
          actions={
            <>
              <Button onClick={() => void copyReport(crash)}>Copy report</Button>
              <Button kind="plain" onClick={startAfresh}>
                Restart
              </Button>
            </>
          }
        >
          <p>
            {crash} <span className="text-t2">Seed {seed}.</span>
          </p>
        </Banner>
      )}
    </div>
  );
}

/** A worker that died is replaced by a new one. */
function startAfresh(): void {
  if (useRun.getState().crash !== null) endWorkers();
  void restart('keep', false);
}

async function copyReport(crash: string): Promise<void> {
  const text = crashReport(crash, useRun.getState().frame, canonicalText(currentScenario()));
  if (await copyText(text)) tell('Report copied.');
  else download('switchyard-crash.json', 'application/json', text);
}

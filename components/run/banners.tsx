'use client';

import { useRef, useState } from 'react';

import { timelineSpans } from '@/components/chart/fault-label';
import { formatClock, plural } from '@/components/chart/format';
import { Button, IconButton } from '@/components/control/button';
import { CloseGlyph } from '@/components/control/glyphs';
import { useScenario, type Verdict } from '@/components/scenario/scenario-store';
import { SettingsChangedBar } from '@/components/scenario/settings-changed';
import { fileWanted } from '@/components/scenario/trace-words';

import { Banner } from './banner';
import { CrashBar } from './crash-bar';
import { dismissTrouble, undo } from './lab';
import { openFile } from './trace-actions';

/** Everything that wants to be known, under the top bar. */
export function Banners() {
  return (
    <section aria-label="Notices">
      <CrashBar />
      <TroubleBar />
      <MissingTracesBar />
      <VerdictBar />
      <LiveBar />
      <SettingsChangedBar className="min-[960px]:hidden" />
    </section>
  );
}

const SHOWN_PROBLEMS = 5;

function TroubleBar() {
  const trouble = useScenario((state) => state.trouble);
  return (
    <div role="alert">
      {trouble === null ? null : (
        <Banner tone="bad" actions={<IconButton label="Dismiss" glyph={<CloseGlyph />} onClick={dismissTrouble} />}>
          <p className="font-strong">{trouble.title}. What was here before is still here.</p>
          <ul className="text-t2 pt-0.5">
            {trouble.problems.slice(0, SHOWN_PROBLEMS).map((problem, index) => (
              <li key={index}>{problem.message}</li>
            ))}
          </ul>
          {trouble.problems.length > SHOWN_PROBLEMS ? (
            <p className="text-t3">And {plural(trouble.problems.length - SHOWN_PROBLEMS, 'further problem')}.</p>
          ) : null}
        </Banner>
      )}
    </div>
  );
}

/** A scenario whose trace is not here: which file to bring. */
function MissingTracesBar() {
  const missing = useScenario((state) => state.missing);
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div role="alert">
      {missing.length === 0 ? null : (
        <Banner tone="bad" actions={<Button onClick={() => picker.current?.click()}>Choose the file</Button>}>
          <p className="font-strong">
            This scenario replays {missing.length === 1 ? 'a trace that is' : 'traces that are'} not in this browser, and cannot
            run without. Drop the file here:
          </p>
          <ul className="text-t2 pt-0.5">
            {missing.map((entry) => (
              <li key={entry.id} className="wrap-anywhere">
                {fileWanted(entry)}
              </li>
            ))}
          </ul>
          <input
            ref={picker}
            type="file"
            aria-label="Trace file"
            tabIndex={-1}
            className="sr-only"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file !== undefined) void openFile(file);
              event.target.value = '';
            }}
          />
        </Banner>
      )}
    </div>
  );
}

function VerdictBar() {
  const verdict = useScenario((state) => state.verdict);
  const [dismissed, setDismissed] = useState<Verdict | null>(null);
  return (
    <div role="status">
      {verdict === null || verdict === dismissed ? null : (
        <Banner
          tone={verdict.kind === 'different' ? 'bad' : 'plain'}
          actions={
            verdict.kind === 'checking' ? undefined : (
              <IconButton label="Dismiss" glyph={<CloseGlyph />} onClick={() => setDismissed(verdict)} />
            )
          }
        >
          <VerdictText verdict={verdict} />
        </Banner>
      )}
    </div>
  );
}

function VerdictText({ verdict }: { readonly verdict: Verdict }) {
  switch (verdict.kind) {
    case 'checking':
      return <p>The link carries a digest. Running the scenario once more to compare.</p>;
    case 'identical':
      return <p>Identical: the run has the digest the link carries.</p>;
    case 'different':
      return (
        <p>
          Different: the link carries the digest <code>{verdict.expected}</code>, and the run here has{' '}
          <code>{verdict.actual}</code>.
        </p>
      );
    case 'older':
      return <p>The link was made by an older simulator (semantics {verdict.semantics}), so its digest cannot be compared.</p>;
  }
}

function LiveBar() {
  const live = useScenario((state) => state.live);
  const durationMs = useScenario((state) => state.loaded.durationMs);
  const last = live.at(-1);
  const span = last === undefined ? undefined : timelineSpans([last.entry], durationMs)[0];
  return (
    <div role="status">
      {last === undefined || span === undefined ? null : (
        <Banner
          actions={
            <Button kind="plain" onClick={() => void undo(last.entry.id)}>
              Undo {live.length > 1 ? 'the last' : ''}
            </Button>
          }
        >
          {plural(live.length, 'live change')}, part of the scenario and of its link. Last:{' '}
          {last.replaced === null ? '' : 'ended early, '}
          {span.label} {span.targetLabel} at {formatClock(last.replaced === null ? span.fromMs : span.toMs, 1)}.
        </Banner>
      )}
    </div>
  );
}

'use client';

import { useEffect, useMemo, useState, type ReactNode } from 'react';

import type { PlanKind } from '@/lib/experiment/schema';

import { plural } from '@/components/chart/format';
import { IconButton } from '@/components/control/button';
import { CloseGlyph } from '@/components/control/glyphs';
import type { PageId } from '@/components/control/pages';
import type { Shortcut } from '@/components/control/shortcut';
import { ShortcutKeys, ShortcutsDialog } from '@/components/control/shortcut-keys';
import { Banner } from '@/components/run/banner';
import { Notice } from '@/components/run/notice';

import { cancel, dismissTrouble, start } from './experiment';
import { enterExperiments, openAddress } from './experiment-address';
import { ExperimentBar } from './experiment-bar';
import { useExperiment } from './experiment-store';
import { ShareExperiment, type Shared } from './share-experiment';

interface ExperimentPageProps {
  readonly here: PageId;
  /** What Run and Space run, and Share offers first. */
  readonly kind: PlanKind;
  /** All kinds that the page opens, with their names. */
  readonly kinds: readonly Shared[];
  /** Told the kind of an experiment that an address has opened. */
  readonly onOpened?: (kind: PlanKind) => void;
  /** Keys of the page's own. */
  readonly shortcuts?: readonly Shortcut[];
  readonly children: ReactNode;
}

const SHOWN_PROBLEMS = 5;
const NO_SHORTCUTS: readonly Shortcut[] = [];

/** The frame of a page of experiments: bar, what is wrong, the page's own part, and what lies over it. */
export function ExperimentPage({ here, kind, kinds, onOpened, shortcuts = NO_SHORTCUTS, children }: ExperimentPageProps) {
  const [sheet, setSheet] = useState<'share' | 'keys' | null>(null);
  useAddress(kinds, onOpened);
  const all = useMemo(
    (): readonly Shortcut[] => [
      { keys: [' '], shown: ['Space'], does: 'Run or cancel', act: () => runOrCancel(kind) },
      ...shortcuts,
      { keys: ['s'], shown: ['S'], does: 'Share', act: () => setSheet('share') },
      { keys: ['?'], shown: ['?'], does: 'All shortcuts', act: () => setSheet('keys') },
    ],
    [kind, shortcuts],
  );
  const close = (): void => setSheet(null);
  return (
    <div className="flex min-h-dvh flex-col">
      <ExperimentBar
        here={here}
        kind={kind}
        kinds={kinds.map((one) => one.kind)}
        onShare={() => setSheet('share')}
        onHelp={() => setSheet('keys')}
      />
      <Troubles kinds={kinds} />
      <main className="min-w-0 flex-1">{children}</main>
      {sheet === 'share' ? <ShareExperiment kind={kind} kinds={kinds} onClose={close} /> : null}
      <ShortcutsDialog shortcuts={all} open={sheet === 'keys'} onClose={close} />
      <ShortcutKeys shortcuts={all} />
      <Notice />
    </div>
  );
}

function runOrCancel(kind: PlanKind): void {
  const { progress } = useExperiment.getState();
  if (Object.values(progress).some(({ status }) => status === 'running')) cancel();
  else void start(kind);
}

/** Opens what the address names, on entering and whenever its fragment changes; what runs is ended when the page is left. */
function useAddress(kinds: readonly Shared[], onOpened: ((kind: PlanKind) => void) | undefined): void {
  useEffect(() => {
    const own = kinds.map(({ kind }) => kind);
    const entered = enterExperiments(own);
    if (entered !== null) onOpened?.(entered);
    const onHash = (): void => {
      const opened = openAddress(own);
      if (opened !== null && opened !== 'scenario') onOpened?.(opened);
    };
    window.addEventListener('hashchange', onHash);
    return () => window.removeEventListener('hashchange', onHash);
  }, [kinds, onOpened]);
  useEffect(() => cancel, []);
}

/** What was wrong with the last thing that was opened or started, and experiments that failed. */
function Troubles({ kinds }: { readonly kinds: readonly Shared[] }) {
  const trouble = useExperiment((state) => state.trouble);
  const progress = useExperiment((state) => state.progress);
  return (
    <div role="alert">
      {trouble === null ? null : (
        <Banner tone="bad" actions={<IconButton label="Dismiss" glyph={<CloseGlyph />} onClick={dismissTrouble} />}>
          <p className="font-strong">{trouble.title}. What was here before is still here.</p>
          <ul className="text-t2 pt-0.5">
            {trouble.problems.slice(0, SHOWN_PROBLEMS).map((problem, index) => (
              <li key={index} className="wrap-anywhere">
                {problem.message}
              </li>
            ))}
          </ul>
          {trouble.problems.length > SHOWN_PROBLEMS ? (
            <p className="text-t3">And {plural(trouble.problems.length - SHOWN_PROBLEMS, 'further problem')}.</p>
          ) : null}
        </Banner>
      )}
      {kinds.map(({ kind, name }) => {
        const one = progress[kind];
        return one?.status !== 'failed' ? null : (
          <Banner key={kind} tone="bad">
            <p className="wrap-anywhere">
              <span className="font-strong">{name} failed.</span> {one.sentence}
            </p>
          </Banner>
        );
      })}
    </div>
  );
}

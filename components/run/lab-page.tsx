'use client';

import { useEffect, useState } from 'react';

import { IconButton } from '@/components/control/button';
import { CloseGlyph } from '@/components/control/glyphs';
import { Builder } from '@/components/scenario/builder';
import { useScenario } from '@/components/scenario/scenario-store';

import { Banners } from './banners';
import { Centre, Kpis } from './centre';
import { DecisionInspector } from './decision-inspector';
import { DialogsLayer } from './dialogs-layer';
import { leaveLab, open, openAddress } from './lab';
import { NodeInspector } from './node-inspector';
import { useRun } from './run-store';
import { TopBar } from './top-bar';
import { TransportDock } from './transport-dock';

const TABS = [
  { id: 'overview', name: 'Overview' },
  { id: 'node', name: 'Node' },
  { id: 'decisions', name: 'Decisions' },
  { id: 'setup', name: 'Setup' },
] as const;
type Tab = (typeof TABS)[number]['id'];
type Drawer = 'setup' | 'inspector';

/**
 * The lab. Three columns from 1340 px on; below that the inspector is a drawer, below 960 px the builder too; below 640 px
 * one column with tabs. Every panel is there once: only where it stands changes.
 */
export function LabPage() {
  const [tab, setTab] = useState<Tab>('overview');
  const [drawer, setDrawer] = useState<Drawer | null>(null);
  const selectedNode = useRun((state) => state.selectedNode);
  const [shownFor, setShownFor] = useState(selectedNode);
  useOpening();
  useEscape(() => setDrawer(null));

  // A node that is chosen wants to be seen: where the inspector is a drawer, it opens.
  if (selectedNode !== shownFor) {
    setShownFor(selectedNode);
    if (selectedNode !== null) setDrawer('inspector');
  }
  const onlyTab = (...shown: readonly Tab[]): string => (shown.includes(tab) ? '' : 'max-[639px]:hidden');

  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <TopBar />
      <Banners />
      <Tabs tab={tab} onTab={setTab} />
      <DrawerButtons drawer={drawer} onDrawer={setDrawer} />
      <div className="relative flex min-h-0 flex-1">
        <aside
          aria-label="Setup"
          className={`border-line bg-panel w-[300px] shrink-0 border-r max-[959px]:absolute max-[959px]:inset-y-0 max-[959px]:left-0 max-[959px]:z-30 max-[639px]:static max-[639px]:w-full max-[639px]:border-r-0 ${
            drawer === 'setup' ? '' : 'min-[640px]:max-[959px]:hidden'
          } ${onlyTab('setup')}`}
        >
          <Builder />
        </aside>
        <div className={`flex min-w-0 flex-1 flex-col ${onlyTab('overview', 'node', 'decisions')}`}>
          <section aria-label="Key figures" className={onlyTab('overview')}>
            <Kpis />
          </section>
          <div className="relative flex min-h-0 flex-1">
            <main className={`min-w-0 flex-1 overflow-y-auto ${onlyTab('overview')}`} aria-label="Run">
              <Centre />
            </main>
            <aside
              aria-label="Inspector"
              className={`border-line bg-bg w-[320px] shrink-0 overflow-y-auto border-l max-[1339px]:absolute max-[1339px]:inset-y-0 max-[1339px]:right-0 max-[1339px]:z-30 max-[639px]:static max-[639px]:w-full max-[639px]:border-l-0 ${
                drawer === 'inspector' ? '' : 'min-[640px]:max-[1339px]:hidden'
              } ${onlyTab('node', 'decisions')}`}
            >
              <div className="flex justify-end px-2 pt-2 max-[639px]:hidden min-[1340px]:hidden">
                <IconButton label="Close the inspector" glyph={<CloseGlyph />} onClick={() => setDrawer(null)} />
              </div>
              <div className={onlyTab('node')}>
                <NodeInspector />
              </div>
              <div className={onlyTab('decisions')}>
                <DecisionInspector />
              </div>
            </aside>
          </div>
        </div>
      </div>
      <TransportDock />
      <DialogsLayer />
    </div>
  );
}

/** Opens what the address names, or the first preset; both run by themselves unless motion is unwelcome. */
function useOpening(): void {
  useEffect(() => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    void openAddress(!still).then((opened) => {
      const { scenario, source } = useScenario.getState();
      if (!opened) void open(scenario, { source, run: !still, keepTrouble: true });
    });
    const onHash = (): void => void openAddress(!still);
    window.addEventListener('hashchange', onHash);
    return () => {
      window.removeEventListener('hashchange', onHash);
      leaveLab();
    };
  }, []);
}

function useEscape(then: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) then();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}

function Tabs({ tab, onTab }: { readonly tab: Tab; readonly onTab: (tab: Tab) => void }) {
  return (
    <nav aria-label="Views" className="border-line grid grid-cols-4 border-b min-[640px]:hidden">
      {TABS.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          aria-current={tab === id ? 'page' : undefined}
          onClick={() => onTab(id)}
          className={`h-11 ${tab === id ? 'font-strong border-text border-b-2' : 'text-t2'}`}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}

function DrawerButtons({
  drawer,
  onDrawer,
}: {
  readonly drawer: Drawer | null;
  readonly onDrawer: (drawer: Drawer | null) => void;
}) {
  const toggle = (one: Drawer, name: string, className: string) => (
    <button
      type="button"
      aria-expanded={drawer === one}
      onClick={() => onDrawer(drawer === one ? null : one)}
      className={`border-edge rounded-button h-6 border px-2.5 ${drawer === one ? 'bg-raised' : ''} ${className}`}
    >
      {name}
    </button>
  );
  return (
    <nav
      aria-label="Panels"
      className="border-line flex items-center gap-2 border-b px-3.5 py-1 max-[639px]:hidden min-[1340px]:hidden"
    >
      {toggle('setup', 'Setup', 'min-[960px]:hidden')}
      {toggle('inspector', 'Inspector', 'ml-auto')}
    </nav>
  );
}

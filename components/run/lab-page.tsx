'use client';

import { Suspense, useCallback, useEffect, useState } from 'react';

import { Builder } from '@/components/scenario/builder';
import { useScenario } from '@/components/scenario/scenario-store';

import { Banners } from './banners';
import { Centre, Kpis } from './centre';
import { DecisionInspector } from './decision-inspector';
import { DialogsLayer } from './dialogs-layer';
import { DrawerButtons, DrawerClose, useReturnedFocus, type Drawer } from './drawers';
import { comeBack, enterLab, leaveLab, open, openAddress } from './lab';
import { NodeInspector } from './node-inspector';
import { useRun } from './run-store';
import { TopBar } from './top-bar';
import { TransportDock } from './transport-dock';

if (typeof window !== 'undefined') enterLab();

const TABS = [
  { id: 'overview', name: 'Overview' },
  { id: 'node', name: 'Node' },
  { id: 'decisions', name: 'Decisions' },
  { id: 'setup', name: 'Setup' },
] as const;
type Tab = (typeof TABS)[number]['id'];

/**
 * The lab. Three columns from 1340 px on; below that the inspector is a drawer, below 960 px the builder too; below 640 px
 * one column with tabs. Every panel is there once: only where it stands changes. The builder wakes up in a task of its own, so that the
 * run need not wait for its eighty fields.
 */
export function LabPage() {
  const [tab, setTab] = useState<Tab>('overview');
  const [drawer, setDrawer] = useState<Drawer | null>(null);
  const selectedNode = useRun((state) => state.selectedNode);
  const [shownFor, setShownFor] = useState(selectedNode);
  useOpening();
  useEscape(() => setDrawer(null));
  useReturnedFocus(drawer);

  // A node that is chosen wants to be seen: where the inspector is a drawer, it opens, and goes with the choice.
  if (selectedNode !== shownFor) {
    setShownFor(selectedNode);
    setDrawer(selectedNode !== null ? 'inspector' : drawer === 'inspector' ? null : drawer);
  }
  const showNode = useCallback(() => {
    setDrawer('inspector');
    // A tap shows what it chose; arrow keys must not lose the map.
    if (matchMedia('(pointer: coarse)').matches) setTab('node');
  }, []);
  const onlyTab = (...shown: readonly Tab[]): string => (shown.includes(tab) ? '' : 'max-[639px]:hidden');

  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <SkipLink />
      <TopBar panels={<DrawerButtons drawer={drawer} onDrawer={setDrawer} />} />
      <Banners />
      <Tabs tab={tab} onTab={setTab} />
      <div className="relative flex min-h-0 flex-1">
        <aside
          aria-label="Setup"
          data-drawer="setup"
          tabIndex={-1}
          className={`flex flex-col outline-none border-line bg-panel w-[300px] shrink-0 border-r max-[959px]:absolute max-[959px]:inset-y-0 max-[959px]:left-0 max-[959px]:z-30 max-[639px]:static max-[639px]:w-full max-[639px]:border-r-0 ${
            drawer === 'setup' ? '' : 'min-[640px]:max-[959px]:hidden'
          } ${onlyTab('setup')}`}
        >
          <DrawerClose
            label="Close the setup"
            onClose={() => setDrawer(null)}
            className="max-[639px]:hidden min-[960px]:hidden"
          />
          <div className="min-h-0 flex-1">
            <Suspense>
              <Builder />
            </Suspense>
          </div>
        </aside>
        <div className={`flex min-w-0 flex-1 flex-col ${onlyTab('overview', 'node', 'decisions')}`}>
          <section aria-label="Key figures" className={onlyTab('overview')}>
            <Kpis />
          </section>
          <div className="relative flex min-h-0 flex-1">
            <main
              id="run"
              tabIndex={-1}
              className={`isolate outline-none min-w-0 flex-1 overflow-y-auto ${onlyTab('overview')}`}
              aria-label="Run"
            >
              <Centre onPick={showNode} />
            </main>
            <aside
              aria-label="Inspector"
              data-drawer="inspector"
              tabIndex={-1}
              className={`border-line bg-bg w-[320px] outline-none shrink-0 overflow-y-auto border-l max-[1339px]:absolute max-[1339px]:inset-y-0 max-[1339px]:right-0 max-[1339px]:z-30 max-[639px]:static max-[639px]:w-full max-[639px]:border-l-0 ${
                drawer === 'inspector' ? '' : 'min-[640px]:max-[1339px]:hidden'
              } ${onlyTab('node', 'decisions')}`}
            >
              <DrawerClose
                label="Close the inspector"
                onClose={() => setDrawer(null)}
                className="max-[639px]:hidden min-[1340px]:hidden"
              />
              <div className={onlyTab('node')}>
                <NodeInspector />
              </div>
              <div className={onlyTab('decisions')}>
                <Suspense>
                  <DecisionInspector />
                </Suspense>
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

/** Takes up what was left, or opens what the address names, or the first preset; these run by themselves unless motion is unwelcome. */
function useOpening(): void {
  useEffect(() => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    void comeBack()
      .then((back) => back || openAddress(!still))
      .then((opened) => {
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

/** The builder alone has eighty stops. The address stays: its fragment names what is open. */
function SkipLink() {
  return (
    <a
      href="#run"
      onClick={(event) => {
        event.preventDefault();
        document.getElementById('run')?.focus();
      }}
      className="bg-panel border-edge rounded-button text-body font-strong fixed top-2 left-2 z-50 -translate-y-16 border px-3 py-1.5 focus:translate-y-0"
    >
      Skip to the fleet and the charts
    </a>
  );
}

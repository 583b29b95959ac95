'use client';

import { useCallback, useMemo } from 'react';

import { timelineSpans } from '@/components/chart/fault-label';
import { TotalsTrack } from '@/components/chart/totals-track';
import { Tracks } from '@/components/chart/tracks';
import { FleetMap } from '@/components/fleet/fleet-map';
import { Brief } from '@/components/scenario/brief';
import { useScenario, withLive } from '@/components/scenario/scenario-store';
import { useSettingsNow } from '@/components/scenario/use-settings';

import { emptySeries, idleNodes, NO_LATENCY, NO_REQUESTS } from './idle';
import { KpiStrip } from './kpi-strip';
import { selectNode, setCrosshair, setView } from './lab';
import { ReportButton } from './report-dialog';
import { useRun } from './run-store';

/** Once, so that the totals need not be drawn again for it. */
const REPORT_BUTTON = <ReportButton />;

/** The numbers that matter now. */
export function Kpis() {
  const frame = useRun((state) => state.frame);
  const slos = useScenario((state) => state.loaded.slos);
  const durationMs = useScenario((state) => state.loaded.durationMs);
  const empty = useMemo(() => emptySeries(durationMs), [durationMs]);
  const { strategy } = useSettingsNow();
  return (
    <KpiStrip
      nowMs={frame?.timeMs ?? 0}
      series={frame?.series ?? empty}
      recent={frame?.recent ?? NO_LATENCY}
      recentSuccess={frame?.recentSuccess ?? null}
      recentWithinSlo={frame?.recentWithinSlo ?? null}
      sloMs={slos[0]?.latencyMs ?? null}
      inFlight={frame?.inFlight ?? 0}
      requests={frame?.requests ?? NO_REQUESTS}
      amplification={frame?.totals.retryAmplification ?? null}
      strategyId={strategy.id}
    />
  );
}

/** Fleet map and tracks: the run as it stands, over one time axis. `onPick` is told when a node is chosen here, again as well. */
export function Centre({ onPick }: { readonly onPick: () => void }) {
  const frame = useRun((state) => state.frame);
  const transitions = useRun((state) => state.breakerTransitions);
  const speed = useRun((state) => state.speed);
  const view = useRun((state) => state.view);
  const crosshairMs = useRun((state) => state.crosshairMs);
  const selectedNode = useRun((state) => state.selectedNode);
  const beginning = useRun((state) => state.beginning);
  const loaded = useScenario((state) => state.loaded);
  const live = useScenario((state) => state.live);
  const { strategy } = useSettingsNow();
  const regions = useMemo(() => loaded.regions.map(({ id }) => id), [loaded]);
  const faults = useMemo(() => timelineSpans(withLive(loaded, live).timeline, loaded.durationMs), [loaded, live]);
  const idle = useMemo(() => idleNodes(loaded), [loaded]);
  const empty = useMemo(() => emptySeries(loaded.durationMs), [loaded.durationMs]);
  const nodes = frame?.nodes ?? idle;
  const nowMs = frame?.timeMs ?? 0;
  const pick = useCallback(
    (node: string | null) => {
      selectNode(node);
      if (node !== null) onPick();
    },
    [onPick],
  );
  return (
    <>
      <Brief className="border-line border-b px-4 py-2.5 max-[639px]:px-3 min-[960px]:hidden" />
      <FleetMap
        nodes={nodes}
        regions={regions}
        nowMs={nowMs}
        selectedNode={selectedNode}
        onSelectNode={pick}
        rings={speed === 1 || speed === 10}
      />
      <Tracks
        series={frame?.series ?? empty}
        durationMs={loaded.durationMs}
        nowMs={nowMs}
        regions={regions}
        slos={loaded.slos}
        faults={faults}
        breakerTransitions={transitions}
        nodeCount={nodes.length}
        strategyId={strategy.id}
        crosshairMs={crosshairMs}
        onCrosshair={setCrosshair}
        view={view}
        onView={setView}
        selectedNode={selectedNode}
        onSelectNode={pick}
        {...(frame === null || beginning || frame.state === 'running' ? { emptyText: '' } : {})}
      />
      <TotalsTrack
        totals={frame === null || frame.requests.arrived === 0 ? null : frame.totals}
        scenario={loaded}
        hasWarmUp={loaded.warmUpMs > 0}
        more={REPORT_BUTTON}
      />
    </>
  );
}

'use client';

import { SettingsChangedBar } from './settings-changed';
import { BreakerSection } from './breaker-section';
import { ClientSection } from './client-section';
import { FleetSection } from './fleet-section';
import { RouterSection } from './router-section';
import { ScenarioSection } from './scenario-section';
import { SloSection } from './slo-section';
import { TimelineSection } from './timeline-section';
import { WorkloadSection } from './workload-section';
import { useScenario } from './scenario-store';

/** The whole scenario as a form, in one scroll. Opening another scenario starts its fields afresh. */
export function Builder() {
  const source = useScenario((state) => state.source);
  return (
    <div className="bg-panel flex h-full min-h-0 flex-col" aria-label="Scenario settings" role="region">
      <div className="relative min-h-0 flex-1 overflow-y-auto" key={source.kind === 'preset' ? source.id : source.kind}>
        <ScenarioSection />
        <FleetSection />
        <WorkloadSection />
        <RouterSection />
        <BreakerSection />
        <ClientSection />
        <SloSection />
        <TimelineSection />
      </div>
      <SettingsChangedBar />
    </div>
  );
}

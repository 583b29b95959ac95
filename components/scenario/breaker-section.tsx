'use client';

import { Fold } from '@/components/control/fold';
import { Section } from '@/components/control/section';

import { BreakerSetRow } from './breaker-set-row';
import { breakerSummary, guardsSummary, openersSummary, openTimeSummary, trialSummary } from './breaker-words';
import { FleetGuards } from './fleet-guards';
import { HealthRules, healthSummary } from './health-rules';
import { OpenTimeRules } from './open-time-rules';
import { OutcomeRules } from './outcome-rules';
import { outcomesSummary } from './outcome-words';
import { useScenario } from './scenario-store';
import { TrialRules } from './trial-rules';
import { TripRules } from './trip-rules';

/** A known system to start from, then its rules in the order in which a breaker goes through them. */
export function BreakerSection() {
  const breaker = useScenario((state) => state.scenario.breaker);
  const health = useScenario((state) => state.scenario.health);
  return (
    <Section name="breaker" title="Breaker & health" summary={breakerSummary(breaker)}>
      <BreakerSetRow />
      <Fold name="breaker.trip" title="Opens at" summary={openersSummary(breaker)}>
        <TripRules rules={breaker} />
      </Fold>
      <Fold name="breaker.open" title="Open time" summary={openTimeSummary(breaker)}>
        <OpenTimeRules rules={breaker} />
      </Fold>
      <Fold name="breaker.trial" title="Half-open trial" summary={trialSummary(breaker)}>
        <TrialRules rules={breaker} />
      </Fold>
      <Fold name="breaker.outcomes" title="What counts" summary={outcomesSummary(breaker.outcomes)}>
        <OutcomeRules rules={breaker} />
      </Fold>
      <Fold name="breaker.fleet" title="The fleet as a whole" summary={guardsSummary(breaker)}>
        <FleetGuards rules={breaker} />
      </Fold>
      <Fold name="breaker.health" title="Health record" summary={healthSummary(health)}>
        <HealthRules health={health} />
      </Fold>
    </Section>
  );
}

'use client';

import { setAt } from '@/lib/scenario/edit';
import type { StrategyId, StrategySettings } from '@/lib/scenario/schema';

import { formatClock } from '@/components/chart/format';
import { StrategyMark } from '@/components/chart/strategy-mark';
import { STRATEGIES } from '@/components/chart/theme';
import { Button } from '@/components/control/button';
import { Fold } from '@/components/control/fold';
import { Section } from '@/components/control/section';
import { SelectRow } from '@/components/control/select';
import { Hint } from '@/components/control/tooltip';
import { canChangeLive, change, edit } from '@/components/run/lab';

import { AdmissionRows } from './admission-rows';
import { admissionSummary } from './limit-words';
import { addPolicy, PolicyRows } from './policy-rows';
import { useScenario, withLive } from './scenario-store';
import { Note, NumberSetting } from './setting';
import { ReplicaRows } from './replica-rows';
import { SettingsSet } from './settings-set-row';
import { ruleText, startOf, strategyObstacles } from './strategy-choice';
import { StrategyFields } from './strategy-fields';
import { useLive, useSettingsNow } from './use-settings';
import { windowSentence } from './window-sentence';

const NOTES: Readonly<Record<StrategyId, string>> = {
  'least-latency': 'The highest score of the policies.',
  'least-connections': 'The fewest requests in flight.',
  'round-robin': 'The next node in order.',
  'weighted-random': 'A draw, weighted by score.',
  'consistent-hash': 'A session stays on its node.',
  'power-of-two': 'Of two nodes drawn, the less loaded.',
  random: 'Any node, each as likely.',
  'join-idle-queue': 'An idle node in turn, else any.',
  'peak-ewma': 'Of a few drawn, the fastest for its load.',
  'least-request': 'Of two drawn, or by weight, the less loaded.',
  prequal: 'Of nodes probed, the fastest that is not hot.',
  'prefix-cache': 'Where the prompt is cached, in balance.',
  'kv-cost': 'The fewest cache blocks to fill and hold.',
  'scorer-sum': 'The highest sum of weighted scorers.',
};
const IDS = Object.keys(STRATEGIES) as StrategyId[];

export function RouterSection() {
  const { router, groups } = useScenario((state) => state.scenario);
  const { strategy } = useSettingsNow();
  const later = useLaterChange();
  const nodes = groups.reduce((sum, group) => sum + group.count, 0);
  const hidden = windowSentence(nodes, router.window.maxCandidates);
  const why = strategyObstacles(groups);
  const options = IDS.map((id) => ({
    value: id,
    label: STRATEGIES[id].name,
    note: ruleText(why[id]) ?? `${NOTES[id]} ${id}`,
    mark: <StrategyMark strategy={id} />,
    disabled: why[id] !== null,
  }));
  const hasLoad = router.policies.some((policy) => policy.kind === 'load');
  return (
    <Section name="router" title="Router" summary={STRATEGIES[strategy.id].name}>
      <SelectRow
        label="Strategy"
        value={strategy.id}
        options={options}
        onChange={(id) => setStrategy(startOf(id, groups))}
        className="w-[164px]"
      />
      <Unchoosable why={why} />
      {later === null ? null : <Note>A run starts so; the timeline changes it at {formatClock(later, 1)}.</Note>}
      <StrategyFields strategy={strategy} onChange={setStrategy} />
      {strategy.id === 'least-latency' && !hasLoad ? (
        <div className="border-half text-t2 text-small my-1 border-l-2 pl-2">
          <p>Policy score has no load term and herds: every request goes to the same best score until that node slows down.</p>
          <Button className="my-1" onClick={() => void addPolicy('load')}>
            Add the load policy
          </Button>
        </div>
      ) : null}
      <PolicyRows />
      <h3 className="text-t3 text-small flex items-center">
        Window: whom the strategy may pick
        <Hint about="the window">
          The strategy chooses among the eligible nodes with at least the min score, the best so many of them. Type “all” or
          “none” for no limit.
        </Hint>
      </h3>
      <NumberSetting label="Max candidates" path="router.window.maxCandidates" value={router.window.maxCandidates} empty="all" />
      <NumberSetting label="Min score" path="router.window.minScore" value={router.window.minScore} empty="none" />
      {hidden === null ? null : <p className="border-half text-t2 text-small my-1 border-l-2 pl-2">{hidden}</p>}
      <Fold name="router.admission" title="Admission limit" summary={admissionSummary(router.admission)}>
        <AdmissionRows admission={router.admission} />
      </Fold>
      <ReplicaRows router={router} />
      <SettingsSet />
    </Section>
  );
}

/** The list skips what cannot be chosen; here its reasons can be read by everyone. */
function Unchoosable({ why }: { readonly why: Readonly<Record<StrategyId, string | null>> }) {
  const ids = IDS.filter((id) => why[id] !== null);
  if (ids.length === 0) return null;
  return (
    <details className="group">
      <summary className="text-t2 hover:text-text text-small min-h-6 py-1">
        Why {ids.length === 1 ? '1 strategy' : `${ids.length} strategies`} cannot be chosen
      </summary>
      <dl className="text-small pb-1">
        {ids.map((id) => (
          <div key={id} className="border-line border-t py-1">
            <dt className="text-text font-strong">{STRATEGIES[id].name}</dt>
            <dd className="text-t2">{ruleText(why[id])}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** When the timeline first changes the strategy; null during a run, where the choice shows what holds, and where it never does. */
function useLaterChange(): number | null {
  const live = useLive();
  const scenario = useScenario((state) => state.scenario);
  const records = useScenario((state) => state.live);
  if (live) return null;
  const changes = withLive(scenario, records).timeline.filter(({ kind }) => kind === 'strategy');
  return changes.length === 0 ? null : Math.min(...changes.map(({ atMs }) => atMs));
}

function setStrategy(strategy: StrategySettings) {
  if (canChangeLive()) return change({ kind: 'strategy', strategy });
  return edit((scenario) => setAt(scenario, 'router.strategy', strategy));
}

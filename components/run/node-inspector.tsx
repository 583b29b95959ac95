'use client';

import { useMemo, type ReactNode } from 'react';

import type { NodeNow } from '@/lib/worker/protocol';
import type { Group, Scenario } from '@/lib/scenario/schema';

import { BreakerGlyph } from '@/components/chart/breaker-glyph';
import { formatClock, formatCount, formatMs } from '@/components/chart/format';
import { BREAKERS } from '@/components/chart/theme';
import { conditionSentences } from '@/components/fleet/node-condition';
import { useScenario } from '@/components/scenario/scenario-store';

import { BreakerDiagram } from './breaker-diagram';
import { HoldingFaults, InjectFaults } from './node-faults';
import { NodeLifecycle } from './node-lifecycle';
import { HEALTH_WORDS, healthSentence, historyOf, nextMove, openShare, openTimeOf, trafficSentence } from './node-words';
import { useRun } from './run-store';

type Engine = Group['engine'];

const HISTORY = 6;

/** Everything about the selected node, now. */
export function NodeInspector() {
  const selected = useRun((state) => state.selectedNode);
  const node = useRun(({ frame }) => frame?.nodes.find((one) => one.node === selected) ?? null);
  const timeMs = useRun(({ frame }) => frame?.timeMs ?? 0);
  const scenario = useScenario((state) => state.loaded);
  const engine = scenario.groups.find(({ id }) => id === node?.group)?.engine;
  return (
    <section aria-label="Selected node" className="border-line border-b px-4 py-3">
      {node === null ? (
        <p className="text-t2 text-body">Select a node in the fleet map.</p>
      ) : (
        <>
          <Header node={node} engine={engine} />
          <Diagram node={node} timeMs={timeMs} rules={scenario.breaker} />
          <BreakerFigures node={node} timeMs={timeMs} rules={scenario.breaker} engine={engine} />
          <p className="text-t2 text-body pt-2">{healthSentence(node, scenario.health)}</p>
          <p className="text-text text-body">{trafficSentence(node, scenario.breaker.probes !== null)}</p>
          <Conditions node={node} />
          <NodeLifecycle node={node} replicas={scenario.router.replicas} />
          <HoldingFaults ids={node.faults} />
          <History node={node.node} />
          <InjectFaults key={node.node} node={node.node} />
        </>
      )}
    </section>
  );
}

function Diagram({ node, timeMs, rules }: BreakerFiguresProps) {
  const transitions = useRun((state) => state.breakerTransitions);
  const openMs = node.breaker === 'open' ? openTimeOf(node.node, transitions, rules.openMs) : rules.openMs;
  return <BreakerDiagram rules={rules} state={node.breaker} openMs={openMs} openShare={openShare(node, timeMs, openMs)} />;
}

function Header({ node, engine }: { readonly node: NodeNow; readonly engine: Engine | undefined }) {
  const { name, colour } = BREAKERS[node.breaker];
  return (
    <header className="flex items-center gap-2 pb-1">
      <h2 className="text-title font-strong min-w-0 truncate font-mono" title={node.node}>
        {node.node}
      </h2>
      <span
        className="text-small rounded-input flex shrink-0 items-center gap-1 border px-1.5 py-px"
        style={node.breaker === 'closed' ? { borderColor: 'var(--line2)' } : { borderColor: colour, color: colour }}
      >
        <BreakerGlyph state={node.breaker} size={9} />
        {name}
      </span>
      <span className="text-t3 text-small ml-auto max-w-[45%] shrink-0 truncate text-right">
        {node.group === node.region ? '' : `${node.region} · `}
        {slotsText(node, engine)}
        {engine === undefined || engine.speed === 1 ? '' : ` · speed ${engine.speed}×`}
      </span>
    </header>
  );
}

function slotsText({ slots }: NodeNow, engine: Engine | undefined): string {
  if (engine?.kind !== 'processor-sharing') return `${formatCount(slots)} slots`;
  return engine.limit === null ? 'shared by all in service' : `shared by at most ${formatCount(engine.limit)}`;
}

function Figure({ label, children, note }: { readonly label: string; readonly children: ReactNode; readonly note?: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-t2 text-small truncate">{label}</dt>
      <dd className="text-text text-title font-strong">{children}</dd>
      {note}
    </div>
  );
}

/** One pip per step of a small counter, filled up to where it stands. Beyond ten there are only the numbers. */
function Pips({ count, of, colour }: { readonly count: number; readonly of: number; readonly colour: string }) {
  if (of > 10) return null;
  return (
    <dd aria-hidden="true" className="flex gap-[2px] pt-0.5">
      {Array.from({ length: of }, (_, index) => (
        <span
          key={index}
          className="h-[5px] w-2 rounded-[1.5px] border"
          style={index < count ? { background: colour, borderColor: colour } : { borderColor: 'var(--edge)' }}
        />
      ))}
    </dd>
  );
}

/** Fewer answers than this do not carry a p99. */
const P99_ENOUGH = 300;

/** Over how many of the latest answers a figure is, and whether that is too few for it. */
function SampleNote({ samples, enough = 0 }: { readonly samples: number; readonly enough?: number }) {
  return (
    <dd className="text-t3 text-tick">
      of {formatCount(samples)}
      {samples < enough ? ', too few' : ' answers'}
    </dd>
  );
}

interface BreakerFiguresProps {
  readonly node: NodeNow;
  readonly timeMs: number;
  readonly rules: Scenario['breaker'];
}

function BreakerFigures({ node, timeMs, rules, engine }: BreakerFiguresProps & { readonly engine: Engine | undefined }) {
  const next = nextMove(node, timeMs, rules);
  const countsSuccesses = rules.afterOpen === 'half-open' && rules.halfOpenCalls === null;
  return (
    <dl className="grid grid-cols-[1fr_1.15fr_1fr] gap-2 pt-1">
      <Figure
        label={rules.failureThreshold === null ? 'Failures in a row' : 'Failures'}
        note={<Pips count={node.breakerFailures} of={rules.failureThreshold ?? 0} colour="var(--open)" />}
      >
        {node.breakerFailures}
        {rules.failureThreshold === null ? '' : ` / ${rules.failureThreshold}`}
      </Figure>
      <Figure label={next.label}>{next.value}</Figure>
      <Figure
        label={rules.probes === null ? 'Trial successes' : 'Probe successes'}
        note={<Pips count={node.halfOpenSuccesses} of={countsSuccesses ? rules.halfOpenSuccesses : 0} colour="var(--half)" />}
      >
        {node.halfOpenSuccesses}
        {countsSuccesses ? ` / ${rules.halfOpenSuccesses}` : ''}
      </Figure>
      <Figure label="Probes in flight">
        {node.probesInFlight}
        {rules.probes === null ? '' : ` / ${rules.probes.max}`}
      </Figure>
      <Figure label="Smoothed latency">{formatMs(node.smoothedLatencyMs)}</Figure>
      <Figure label="p50 latency" note={<SampleNote samples={node.latencySamples} />}>
        {node.p50LatencyMs === null ? '–' : formatMs(node.p50LatencyMs)}
      </Figure>
      <Figure label="p99 latency" note={<SampleNote samples={node.latencySamples} enough={P99_ENOUGH} />}>
        <span className={node.latencySamples < P99_ENOUGH ? 'text-t3' : ''}>
          {node.p99LatencyMs === null ? '–' : formatMs(node.p99LatencyMs)}
        </span>
      </Figure>
      <Figure label="Health">
        <span className={node.health === 'unhealthy' ? 'text-open' : ''}>{HEALTH_WORDS[node.health]}</span>
      </Figure>
      {engine?.kind === 'processor-sharing' ? (
        <Figure label="In service">
          {formatCount(node.busy)}
          {engine.limit === null ? '' : ` / ${formatCount(engine.limit)}`}
        </Figure>
      ) : (
        <Figure label="Busy slots">
          {node.busy} / {node.slots}
        </Figure>
      )}
      <Figure label="Queue">{formatCount(node.queued)}</Figure>
      <Figure label="In flight">{formatCount(node.inFlight)}</Figure>
      <Figure label="Load report">{node.signalAgeMs === null ? 'not read' : `${formatMs(node.signalAgeMs)} old`}</Figure>
    </dl>
  );
}

/** What the node itself does, where that is not what it should. */
function Conditions({ node }: { readonly node: NodeNow }) {
  return conditionSentences(node).map((sentence) => (
    <p key={sentence} className={`text-body ${node.down ? 'text-open' : 'text-text'}`}>
      {sentence}
    </p>
  ));
}

function History({ node }: { readonly node: string }) {
  const breaker = useRun((state) => state.breakerTransitions);
  const health = useRun((state) => state.healthTransitions);
  const lines = useMemo(() => historyOf(node, breaker, health, HISTORY), [node, breaker, health]);
  if (lines.length === 0) return <p className="text-t3 text-body pt-2">No transition of its breaker or its health so far.</p>;
  return (
    <ol className="text-body pt-2" aria-label="Last transitions, newest first">
      {lines.map((line, index) => (
        <li key={`${line.atMs} ${line.text}`} className="flex min-h-[19px] gap-3">
          <span className="text-t3 font-mono">{formatClock(line.atMs, 1)}</span>
          <span className={index === 0 ? 'text-text' : 'text-t2'}>{line.text}</span>
        </li>
      ))}
    </ol>
  );
}

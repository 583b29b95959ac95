'use client';

import type { ReactNode } from 'react';

import type { Receipt } from '@/lib/router/decision';
import type { StrategyId } from '@/lib/scenario/schema';
import type { DecisionRecord } from '@/lib/worker/protocol';

import { formatClock, THIN } from '@/components/chart/format';
import { StrategyMark } from '@/components/chart/strategy-mark';
import { STRATEGIES } from '@/components/chart/theme';
import { Button, IconButton } from '@/components/control/button';
import { LeftGlyph, RightGlyph } from '@/components/control/glyphs';
import { useScenario } from '@/components/scenario/scenario-store';

import { CandidateBars } from './candidate-bars';
import {
  couldBePicked,
  countWords,
  marginSentence,
  refusalWords,
  scoreSentence,
  standingGroups,
  tiePointSentence,
} from './decision-words';
import { followDecisions, showDecision, showLastDecisionFor } from './lab';
import { RequestLife } from './request-life';
import { useRun } from './run-store';
import { showDecisionBeside } from './shortcuts';
import { StandingList } from './standing-list';

/** Why this node? The receipt of one decision. */
export function DecisionInspector() {
  const decision = useRun((state) => state.decision);
  return (
    <section aria-label="Why this node?" className="px-4 py-3">
      <Head decision={decision} />
      {decision === null ? <p className="text-t2 text-body">No decision yet.</p> : <Body decision={decision} />}
    </section>
  );
}

function Head({ decision }: { readonly decision: DecisionRecord | null }) {
  const decisions = useRun(({ frame }) => frame?.decisions ?? 0);
  const following = useRun((state) => state.followDecisions);
  const node = useRun((state) => state.selectedNode);
  const index = decision?.index ?? null;
  return (
    <header className="pb-1.5">
      <div className="flex items-center gap-1">
        <h2 className="text-body font-strong mr-auto">Why this node?</h2>
        {decision === null ? null : (
          <span className="text-t3 text-small pr-1 font-mono">
            #{inFull(decision.index)} {formatClock(decision.receipt.nowMs, 1)}
          </span>
        )}
        <IconButton
          label="Previous decision"
          shortcut="["
          glyph={<LeftGlyph />}
          className="size-6! pointer-coarse:size-11!"
          disabled={index === null || index === 0}
          onClick={() => showDecisionBeside(-1)}
        />
        <IconButton
          label="Next decision"
          shortcut="]"
          glyph={<RightGlyph />}
          className="size-6! pointer-coarse:size-11!"
          disabled={index === null || index >= decisions - 1}
          onClick={() => showDecisionBeside(1)}
        />
      </div>
      <div className="-ml-2 flex flex-wrap">
        <Button
          kind="plain"
          aria-pressed={following}
          className={`px-2! ${following ? 'text-text!' : ''}`}
          disabled={following ? index === null : decisions === 0}
          // Holding is showing what is on show already: it stays.
          onClick={() => (following && index !== null ? void showDecision(index) : followDecisions())}
        >
          <span
            aria-hidden="true"
            className={`size-1.5 rounded-full border ${following ? 'border-text bg-text' : 'border-edge'}`}
          />
          Follow newest
        </Button>
        {node === null ? null : (
          <Button kind="plain" className="px-2!" disabled={decisions === 0} onClick={() => void showLastDecisionFor(node)}>
            Last decision for this node
          </Button>
        )}
      </div>
    </header>
  );
}

/** A number in full, with thin spaces: an index is a name and is never rounded. */
function inFull(index: number): string {
  return String(index).replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
}

function Body({ decision }: { readonly decision: DecisionRecord }) {
  const policies = useScenario((state) => state.loaded.router.policies);
  const { receipt } = decision;
  const { candidates } = receipt;
  const made = receipt.decision;
  const chosen = made.kind === 'routed' ? made.decision.target.deployment : -1;
  const pool = candidates.filter(couldBePicked);
  return (
    <>
      <p className="text-text text-body">{made.kind === 'routed' ? made.decision.reasoning : made.reasoning}</p>
      {made.kind === 'refused' ? (
        <p className="text-open text-small">
          <span className="font-mono">{made.error.kind}</span>: {refusalWords(made.error)}
        </p>
      ) : null}
      <p className="text-t3 text-small pt-0.5">
        Request {inFull(decision.request)}, class {decision.class}, from {decision.origin}, attempt {decision.attempt + 1}. Could
        be picked: {countWords(pool.length, candidates.length)}.
      </p>
      {pool.length === 0 ? null : <CandidateBars key={decision.index} candidates={pool} chosen={chosen} />}
      <StrategySteps receipt={receipt} />
      <Closeness receipt={receipt} />
      <RequestLife key={`request ${decision.request}`} request={decision.request} />
      <StandingList groups={standingGroups(candidates)} />
      <Sentences>
        {receipt.transitions.map((transition) => (
          <li key={transition}>This decision moves a breaker: {transition.replace('->', 'to')}.</li>
        ))}
      </Sentences>
      <p className="text-t3 text-small border-line mt-2 border-t pt-2">{scoreSentence(policies)}</p>
    </>
  );
}

function StrategySteps({ receipt }: { readonly receipt: Receipt }) {
  const look = receipt.strategy in STRATEGIES ? STRATEGIES[receipt.strategy as StrategyId] : null;
  return (
    <dl className="text-small grid grid-cols-[96px_1fr] gap-x-2 gap-y-0.5 pt-2">
      <dt className="text-t3">Strategy</dt>
      <dd className="text-text flex flex-wrap items-center gap-x-1.5 whitespace-nowrap">
        {look === null ? null : <StrategyMark strategy={receipt.strategy as StrategyId} />}
        {look?.name ?? receipt.strategy} <span className="text-t3 font-mono">{receipt.strategy}</span>
      </dd>
      {receipt.steps.map((step, index) => (
        <div key={index} className="contents">
          <dt className="text-t3">{step.label}</dt>
          <dd className="text-t2 min-w-0 font-mono break-words">{step.value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Closeness({ receipt }: { readonly receipt: Receipt }) {
  const margin = marginSentence(receipt);
  return (
    <Sentences>
      {margin === null ? null : (
        <li>
          <Naming sentence={margin} name={receipt.runnerUp} />
        </li>
      )}
      {receipt.tiePoints.map((point) => (
        <li key={point.policy}>
          <Naming sentence={tiePointSentence(point)} name={point.to} />
        </li>
      ))}
    </Sentences>
  );
}

/** A sentence in which a node's name stays on one line. */
function Naming({ sentence, name }: { readonly sentence: string; readonly name: string | null }) {
  const [before, ...after] = name === null ? [sentence] : sentence.split(name);
  return after.length === 0 ? (
    before
  ) : (
    <>
      {before}
      <span className="text-text font-mono whitespace-nowrap">{name}</span>
      {after.join(name ?? '')}
    </>
  );
}

function Sentences({ children }: { readonly children: ReactNode }) {
  return <ul className="text-t2 text-small flex flex-col gap-0.5 pt-2 empty:hidden">{children}</ul>;
}

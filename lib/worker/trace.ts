import type { DecisionRecord } from '@/lib/sim/decision-record';

/** One line of the decision trace (NDJSON without the line's end): time, request, every candidate's score and standing, pick. */
export function traceLine(record: DecisionRecord): string {
  const { receipt } = record;
  const routed = receipt.decision.kind === 'routed';
  return JSON.stringify({
    index: record.index,
    timeMs: receipt.nowMs,
    request: record.request,
    attempt: record.attempt,
    class: record.class,
    origin: record.origin,
    ...(record.replica === undefined ? {} : { replica: record.replica }),
    strategy: receipt.strategy,
    candidates: receipt.candidates.map((one) => ({ node: one.node, model: one.model, score: one.total, standing: one.standing })),
    pick: receipt.decision.kind === 'routed' ? receipt.decision.decision.target.node : null,
    error: receipt.decision.kind === 'refused' ? receipt.decision.error.kind : null,
    reasoning: routed && receipt.decision.kind === 'routed' ? receipt.decision.decision.reasoning : null,
  });
}

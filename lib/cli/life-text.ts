/** The life of one request as a person reads it in a terminal: one line for each thing that happened, in ms from its arrival. */
import type { LifeOfRequest, TryOfLife } from '@/lib/sim/life';

const ENDS = { finished: 'answered', refused: 'refused', failed: 'failed', timedOut: 'timed out' } as const;

export function lifeText(life: LifeOfRequest): string {
  const since = (atMs: number): string => `+${(atMs - life.arrivedMs).toFixed(3)} ms`;
  const lines: (readonly [number, string])[] = life.tries.flatMap((one) => tryLines(one));
  if (life.end !== null && life.endedMs !== null) lines.push([life.endedMs, `the request ends: ${ENDS[life.end]}`]);
  const width = Math.max(0, ...lines.map(([atMs]) => since(atMs).length));
  return [
    `Request ${life.request} of class ${life.class} from ${life.origin}, arrived at ${life.arrivedMs.toFixed(3)} ms.`,
    ...lines.map(([atMs, text]) => `${since(atMs).padStart(width)}  ${text}`),
    ...(life.end === null ? ['It is still inside at the end of the run.'] : []),
  ].join('\n');
}

function tryLines(one: TryOfLife): (readonly [number, string])[] {
  const name = `try ${one.attempt + 1}`;
  if (one.node === null) return [[one.decidedMs, `${name}: no node (${one.error ?? 'unknown'}), decision ${one.decision}`]];
  const lines: [number, string][] = [[one.decidedMs, `${name}: sent to ${one.node} for ${one.model}, decision ${one.decision}`]];
  const { reachedMs, serviceStartMs, serviceEndMs, heardMs } = one;
  if (reachedMs !== null) lines.push([reachedMs, `${name}: reaches ${one.node}`]);
  if (serviceStartMs !== null && reachedMs !== null) {
    const waitedMs = serviceStartMs - reachedMs;
    const waited = waitedMs > 0 ? `after waiting ${waitedMs.toFixed(3)} ms` : 'at once';
    lines.push([serviceStartMs, `${name}: service begins ${waited}, of ${one.workMs?.toFixed(3)} ms work`]);
  }
  if (serviceEndMs !== null) lines.push([serviceEndMs, `${name}: leaves ${one.node}`]);
  if (heardMs !== null) lines.push([heardMs, `${name}: the client learns: ${one.outcome}`]);
  // By time; what happens at one instant stays in the order of its causes.
  return lines.sort(([a], [b]) => a - b);
}

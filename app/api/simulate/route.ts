import { problem } from '@/lib/base/result';
import { parseScenarioText } from '@/lib/scenario/parse';
import { LIMITS } from '@/lib/scenario/limits';
import { checkSupply, NO_TRACES } from '@/lib/scenario/trace-supply';

import { readBody, refusal } from '../body';
import { MOST_AT_ONCE, runInThread } from './threads';
import type { ThreadLine } from './thread';

export const dynamic = 'force-dynamic';

/**
 * A scenario in; out come lines of JSON: `progress` about ten times a second, then one `report` or `error`. 400 with the
 * problems for a broken scenario, 413 for one that is too large, 429 while as many runs as the server allows are under way.
 * The run stops when the caller goes away.
 */
export async function POST(request: Request): Promise<Response> {
  const body = await readBody(request, LIMITS.documentBytes);
  if (!body.ok) return body.response;
  const scenario = parseScenarioText(body.text);
  if (!scenario.ok) return refusal(400, 'The scenario cannot be run', scenario.problems);
  // The server keeps no traces: a scenario that needs one is told which, and runs in the page or on the command line.
  const supplied = checkSupply(scenario.value, NO_TRACES);
  if (!supplied.ok) return refusal(400, 'The scenario cannot be run', supplied.problems);
  const encoder = new TextEncoder();
  let lines!: ReadableStreamDefaultController<Uint8Array>;
  let stop: (() => void) | null = null;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      lines = controller;
    },
    cancel() {
      stop?.();
    },
  });
  stop = runInThread(scenario.value, (line: ThreadLine, last: boolean) => {
    lines.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
    if (last) lines.close();
  });
  if (stop === null) {
    return refusal(
      429,
      'The server is busy',
      [problem('', `${MOST_AT_ONCE} running`, `at most ${MOST_AT_ONCE} simulations may run at once; try again in a moment`)],
      { 'retry-after': '1' },
    );
  }
  request.signal.addEventListener('abort', stop);
  // Who left before the run had begun is not heard leaving.
  if (request.signal.aborted) stop();
  return new Response(stream, {
    headers: { 'content-type': 'application/x-ndjson; charset=utf-8', 'cache-control': 'no-store' },
  });
}

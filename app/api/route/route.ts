import { LIMITS } from '@/lib/scenario/limits';
import { parseJsonText } from '@/lib/scenario/json-text';
import { answerRouteQuestion } from '@/lib/sim/route-question';

import { readBody, refusal } from '../body';

export const dynamic = 'force-dynamic';

/**
 * A fleet, what is known of its nodes, and a request in; the decision with its full receipt out. A refusal by the router is an
 * answer (200, `decision.kind` `refused`), a broken question is a 400 with its problems.
 */
export async function POST(request: Request): Promise<Response> {
  const body = await readBody(request, LIMITS.documentBytes);
  if (!body.ok) return body.response;
  const json = parseJsonText(body.text);
  const receipt = json.ok ? answerRouteQuestion(json.value) : json;
  if (!receipt.ok) return refusal(400, 'The question cannot be answered', receipt.problems);
  return Response.json(
    { decision: receipt.value.decision, receipt: receipt.value },
    { headers: { 'cache-control': 'no-store' } },
  );
}

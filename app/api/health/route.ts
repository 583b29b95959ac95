import { SEMANTICS } from '@/lib/report/semantics';

import { simulationsRunning } from '../simulate/threads';

export const dynamic = 'force-dynamic';

/** Alive, and how busy. Does no work of its own: it answers at once while simulations run in their threads. */
export function GET(): Response {
  return Response.json(
    { status: 'ok', semantics: SEMANTICS, simulationsRunning: simulationsRunning() },
    { headers: { 'cache-control': 'no-store' } },
  );
}

'use client';

import type { NodeNow } from '@/lib/worker/protocol';

import { Button } from '@/components/control/button';
import { ProblemText, useProblem } from '@/components/control/problem-text';
import { useLive } from '@/components/scenario/use-settings';

import { change } from './lab';
import { statusSentence } from './node-words';

/** How long a node loads that is brought back by hand; the schema's own default. */
const LOADING_MS = 10_000;

/** Takes a node out of the fleet without losing a request, and brings it back. */
export function NodeLifecycle({ node, replicas }: { readonly node: NodeNow; readonly replicas: number }) {
  const live = useLive();
  const [sentence, take] = useProblem();
  const target = { kind: 'node', id: node.node } as const;
  const serving = node.status === 'ready' || node.status === 'loading';
  return (
    <div className="pt-2">
      <div className="flex items-center justify-between gap-2">
        <p className="text-t2 text-body min-w-0">{statusSentence(node, replicas)}</p>
        <Button
          className="shrink-0 px-2!"
          disabled={!live}
          onClick={() => take(change(serving ? { kind: 'drain', target } : { kind: 'join', target, loadingMs: LOADING_MS }))}
        >
          {serving ? 'Drain' : 'Join'}
        </Button>
      </div>
      <ProblemText sentence={sentence} />
    </div>
  );
}

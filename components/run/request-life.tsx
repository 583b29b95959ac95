'use client';

import { useState } from 'react';

import { lifeLines, type LifeOfRequest } from '@/lib/report/life';

import { THIN } from '@/components/chart/format';
import { Button } from '@/components/control/button';

import { lifeOf } from './lab';

/** What happened to one request, line by line, as far as the run has come when it is asked for. Key it by the request. */
export function RequestLife({ request }: { readonly request: number }) {
  const [life, setLife] = useState<LifeOfRequest | null>(null);
  const [asking, setAsking] = useState(false);
  async function ask(): Promise<void> {
    setAsking(true);
    setLife(await lifeOf(request));
    setAsking(false);
  }
  return (
    <section aria-label="Life of this request" aria-busy={asking} className="pt-2">
      <Button kind="plain" className="-ml-2 px-2!" disabled={asking} onClick={() => void ask()}>
        {life === null ? 'Show the life of this request' : 'Bring up to now'}
      </Button>
      <div aria-live="polite">{life === null ? null : <Lines life={life} />}</div>
    </section>
  );
}

function Lines({ life }: { readonly life: LifeOfRequest }) {
  const several = life.tries.length > 1;
  return (
    <>
      <table className="text-small text-t2 bg-raised my-1 w-full rounded-input">
        <caption className="sr-only">Life of request {life.request}, in ms from its arrival</caption>
        <thead>
          <tr className="text-t3">
            <th scope="col" className="px-2 text-right font-normal whitespace-nowrap">
              ms after arrival
            </th>
            {several ? (
              <th scope="col" className="px-1.5 text-right font-normal">
                try
              </th>
            ) : null}
            <th scope="col" className="px-2 text-left font-normal">
              what happened
            </th>
          </tr>
        </thead>
        <tbody>
          {lifeLines(life).map(({ atMs, attempt, text }, index) => (
            <tr key={index} className="align-top">
              <td className="px-2 text-right font-mono tabular-nums">{sinceText(atMs - life.arrivedMs)}</td>
              {several ? <td className="px-1.5 text-right tabular-nums">{attempt ?? '–'}</td> : null}
              <td className={`px-2 ${attempt === null ? 'text-text' : ''}`}>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {life.end === null ? <p className="text-t3 text-small">It is still inside.</p> : null}
    </>
  );
}

/** Tenths of a ms, with thin spaces between thousands. */
function sinceText(ms: number): string {
  const [whole = '', tenths] = ms.toFixed(1).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, THIN)}.${tenths}`;
}

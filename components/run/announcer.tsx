'use client';

import { useEffect, useState } from 'react';

import { useRun } from './run-store';
import { tripsSentence } from './trips';

const BATCH_MS = 1_000;
/** Above this speed trips follow each other faster than they can be read out. */
const FASTEST_TOLD = 10;

/** Says politely which breakers opened in the last second. */
export function Announcer() {
  const [text, setText] = useState('');
  useEffect(() => {
    let heard = useRun.getState().breakerTransitions.length;
    const timer = setInterval(() => {
      const { breakerTransitions, speed, frame } = useRun.getState();
      const fresh = breakerTransitions.slice(Math.min(heard, breakerTransitions.length));
      heard = breakerTransitions.length;
      if (fresh.length === 0 || frame === null || speed === null || speed > FASTEST_TOLD) return;
      const regions = new Map(frame.nodes.map(({ node, region }) => [node, region]));
      const sentence = tripsSentence(fresh, (node) => regions.get(node) ?? 'the fleet');
      if (sentence !== null) setText(sentence);
    }, BATCH_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <div aria-live="polite" className="sr-only">
      {text}
    </div>
  );
}

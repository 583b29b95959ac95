import fc from 'fast-check';
import { expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';

import { Agenda, EVENT, NODE_EDGE } from './event';
import { AHEAD } from './lanes';

const KINDS = [EVENT.done, EVENT.answered, EVENT.reached, EVENT.retry];

/** What happens to an agenda: an event is added after a pause, into a lane or not, or the next one is taken. */
const story = fc.array(
  fc.record({
    take: fc.boolean(),
    kind: fc.nat(KINDS.length - 1),
    delay: fc.constantFrom(0, 1, 1, 5, 20),
    key: fc.nat(40),
    lane: fc.boolean(),
    cut: fc.boolean(),
  }),
  { maxLength: 200 },
);

it('an agenda hands out its events by time, kind and order of adding, whatever lanes they took, and across save and restore', () => {
  fc.assert(
    fc.property(story, (steps) => {
      let agenda = new Agenda();
      const pending: { readonly time: number; readonly kind: number; readonly sequence: number; readonly a: number }[] = [];
      let nowMs = 0;
      steps.forEach(({ take, kind: which, delay, key, lane, cut }, sequence) => {
        const kind = KINDS[which]!;
        if (!take) {
          const time = nowMs + delay;
          if (lane) agenda.addTo(agenda.lane(kind, key), time, kind, sequence, key);
          else agenda.add(time, kind, sequence, key);
          pending.push({ time, kind, sequence, a: sequence });
        } else {
          pending.sort((x, y) => x.time - y.time || x.kind - y.kind || x.sequence - y.sequence);
          const next = pending.shift();
          agenda.peek();
          if (next === undefined) return expect(agenda.kind).toBe(EVENT.none);
          expect([agenda.time, agenda.kind, agenda.a]).toEqual([next.time, next.kind, next.a]);
          agenda.pop();
          nowMs = next.time;
        }
        if (cut) {
          const saved = structuredClone(agenda.save());
          agenda = new Agenda();
          agenda.restore(saved);
        }
      });
    }),
    lawRuns(300),
  );
});

it('shows sixteen events of a lane before they come up, those that come up next in it', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3), { minLength: 40, maxLength: 300 }), fc.nat(30), (delays, held) => {
      const agenda = new Agenda();
      const shown: number[][] = [];
      agenda.lookAhead = (kind, pairs, from) => {
        expect(kind).toBe(EVENT.reached);
        shown.push([...pairs.subarray(from, from + AHEAD)].filter((_, i) => i % 2 === 0));
      };
      const lane = agenda.lane(EVENT.reached, 0);
      const taken: number[] = [];
      const take = (): void => {
        agenda.peek();
        taken.push(agenda.a);
        agenda.pop();
        // What was shown now begins with the next that is taken.
        for (const list of shown.splice(0)) next.set(taken.length, list);
      };
      const next = new Map<number, readonly number[]>();
      let time = 0;
      delays.forEach((delay, i) => {
        agenda.addTo(lane, (time += delay), EVENT.reached, i, 7);
        if (i >= held) take();
      });
      while (taken.length < delays.length) take();
      if (held > AHEAD / 2) expect(next.size).toBeGreaterThan(0);
      for (const [from, list] of next) expect(list).toEqual(taken.slice(from, from + AHEAD / 2));
    }),
    lawRuns(100),
  );
});

it('sweeps out completions that are forgotten, and nothing else, in whatever order the rest was', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ time: fc.nat(50), kind: fc.nat(3), stale: fc.boolean() }), { maxLength: 120 }), (list) => {
      const agenda = new Agenda();
      agenda.isForgotten = (a) => list[a]!.stale;
      list.forEach(({ time, kind }, i) => agenda.add(time, KINDS[kind]!, i, 0));
      agenda.peek();
      // So many that a sweep is due.
      for (let i = 0; i < 5_000; i++) agenda.forget();
      const kept = list.flatMap((one, i) => (one.stale && KINDS[one.kind] === EVENT.done ? [] : [{ ...one, i }]));
      kept.sort((x, y) => x.time - y.time || KINDS[x.kind]! - KINDS[y.kind]! || x.i - y.i);
      const out: number[] = [];
      for (agenda.peek(); agenda.kind !== EVENT.none; agenda.peek()) {
        out.push(agenda.a);
        agenda.pop();
      }
      expect(out).toEqual(kept.map(({ i }) => i));
    }),
    lawRuns(100),
  );
});

it('edges at one instant come by their entry, those of single nodes after all others, whenever they were added', () => {
  const agenda = new Agenda();
  const edges = [
    [1, NODE_EDGE + 2],
    [0, NODE_EDGE + 9_999],
    [1, 0],
    [0, NODE_EDGE],
    [0, 3],
    [499, 0],
  ] as const;
  for (const [entry, edge] of edges) agenda.addEdge(7, entry, edge);
  const out: (readonly [number, number])[] = [];
  for (agenda.peek(); agenda.kind !== EVENT.none; agenda.peek()) {
    out.push([agenda.a, agenda.b]);
    agenda.pop();
  }
  expect(out).toEqual([edges[4], edges[2], edges[5], edges[3], edges[1], edges[0]]);
});

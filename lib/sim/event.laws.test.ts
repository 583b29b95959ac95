import fc from 'fast-check';
import { expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';

import { Agenda, EVENT } from './event';

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

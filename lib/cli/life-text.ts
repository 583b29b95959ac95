/** The life of one request as a person reads it in a terminal: one line for each thing that happened, in ms from its arrival. */
import { lifeLines, type LifeOfRequest } from '@/lib/report/life';

export function lifeText(life: LifeOfRequest): string {
  const rows = lifeLines(life).map(({ atMs, attempt, text }) => ({
    since: `+${(atMs - life.arrivedMs).toFixed(3)} ms`,
    text: attempt === null ? text : `try ${attempt}: ${text}`,
  }));
  const width = Math.max(0, ...rows.map(({ since }) => since.length));
  return [
    `Request ${life.request} of class ${life.class} from ${life.origin}, arrived at ${life.arrivedMs.toFixed(3)} ms.`,
    ...rows.map(({ since, text }) => `${since.padStart(width)}  ${text}`),
    ...(life.end === null ? ['It is still inside at the end of the run.'] : []),
  ].join('\n');
}

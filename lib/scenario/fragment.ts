/**
 * What stands behind the `#` of a Switchyard address: `s` the link's payload or `p` a preset's id, and `t` the simulated
 * time in ms to open at (paused). The fragment never leaves the browser.
 */
export interface Fragment {
  readonly payload: string | null;
  readonly preset: string | null;
  readonly timeMs: number | null;
}

/** Reads a whole address, a fragment with or without `#`, or a bare payload. Unknown parts are ignored. */
export function readFragment(address: string): Fragment {
  const hash = address.indexOf('#');
  const text = (hash < 0 ? address : address.slice(hash + 1)).trim();
  if (!text.includes('=')) return { payload: text === '' ? null : text, preset: null, timeMs: null };
  const parts = new Map<string, string>();
  for (const part of text.split('&')) {
    const at = part.indexOf('=');
    if (at > 0) parts.set(part.slice(0, at), part.slice(at + 1));
  }
  const time = Number(parts.get('t'));
  return {
    payload: parts.get('s') ?? null,
    preset: parts.get('p') ?? null,
    timeMs: parts.has('t') && Number.isFinite(time) && time >= 0 ? time : null,
  };
}

export function writeFragment(fragment: Partial<Fragment>): string {
  const parts: string[] = [];
  if ((fragment.payload ?? null) !== null) parts.push(`s=${fragment.payload}`);
  if ((fragment.preset ?? null) !== null) parts.push(`p=${fragment.preset}`);
  if ((fragment.timeMs ?? null) !== null) parts.push(`t=${fragment.timeMs}`);
  return parts.length === 0 ? '' : `#${parts.join('&')}`;
}

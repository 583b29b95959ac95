export interface Findable {
  readonly kind: 'node' | 'setting';
  readonly name: string;
  /** A node's region, or a setting's section. */
  readonly place: string;
}

const MOST = 12;

/** Names that hold every word typed, in any order; names that begin with the text first, otherwise in the order given. */
export function found(all: readonly Findable[], text: string): Findable[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const first: Findable[] = [];
  const rest: Findable[] = [];
  for (const one of all) {
    const name = one.name.toLowerCase();
    if (!words.every((word) => name.includes(word))) continue;
    (words[0] !== undefined && name.startsWith(words[0]) ? first : rest).push(one);
    if (first.length >= MOST) break;
  }
  return [...first, ...rest].slice(0, MOST);
}

/**
 * The word of `words` that a person most likely meant by `typed`: the fewest single-character edits, at most a third of
 * the typed length (and at most 3); ties go to the earlier word. Undefined when none is near.
 */
export function nearest(typed: string, words: Iterable<string>): string | undefined {
  if (typed.length > 64) return undefined;
  const wanted = typed.toLowerCase();
  let best: string | undefined;
  let fewest = Math.min(3, Math.max(1, Math.floor(typed.length / 3))) + 1;
  for (const word of words) {
    if (Math.abs(word.length - typed.length) >= fewest) continue;
    const edits = editsBetween(wanted, word.toLowerCase());
    if (edits < fewest) {
      best = word;
      fewest = edits;
    }
  }
  return best;
}

/** Levenshtein distance, by rows. O(a b) time. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

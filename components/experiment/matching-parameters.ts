import type { Parameter } from '@/lib/experiment/parameters';

/** Settings whose path holds every word, in any order and in any case; shorter paths first, then the document's order. */
export function matchingParameters(parameters: readonly Parameter[], text: string): Parameter[] {
  const words = text
    .toLowerCase()
    .split(/[\s.]+/)
    .filter((word) => word !== '');
  return parameters
    .filter(({ path }) => words.every((word) => path.toLowerCase().includes(word)))
    .sort((a, b) => a.path.length - b.path.length);
}

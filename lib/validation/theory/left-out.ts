/** What `validate` leaves out by name, and nothing else: cases of later work, and of what is no part of the product. */
const FAMILIES: Readonly<Record<string, string>> = {
  'llm-batching': 'the engine with continuous batching comes later',
  cache: 'caches come later',
  tandem: 'stages one after another are no part of the product',
};

const CASES: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^fanout-/, 'requests that fan out are no part of the product'],
  [/^retry-layers/, 'layers of retries are no part of the product'],
  [/^rendezvous-/, 'rendezvous hashing is no part of the product'],
  [/^trace-.*-prefix-hit-/, 'caches come later'],
];

/** Why a case is left out; null: it is not. */
export function whyLeftOut({ id, family }: { readonly id: string; readonly family: string }): string | null {
  if (Object.hasOwn(FAMILIES, family)) return FAMILIES[family]!;
  return CASES.find(([pattern]) => pattern.test(id))?.[1] ?? null;
}

export const LEFT_OUT_FAMILIES = Object.keys(FAMILIES);

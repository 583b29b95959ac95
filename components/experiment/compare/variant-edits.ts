/** Edits of a list of variants. Each answers a new list; what breaks a rule is found at the door of the experiment. */
import type { Setting } from '@/lib/experiment/patch';
import type { Variant } from '@/lib/experiment/schema';

type Variants = readonly Variant[];

/** An id that no variant has: the wanted one, or the first of `wanted-2`, `wanted-3`, ... that is free. */
export function freeId(variants: Variants, wanted: string): string {
  const taken = new Set(variants.map(({ id }) => id));
  if (!taken.has(wanted)) return wanted;
  for (let n = 2; ; n++) if (!taken.has(`${wanted}-${n}`)) return `${wanted}-${n}`;
}

/** At the end, under an id of its own; a title that is taken gets the number that the id has. */
export function added(variants: Variants, variant: Variant): Variant[] {
  const id = freeId(variants, variant.id);
  const taken = variants.some(({ title }) => title !== '' && title === variant.title);
  const number = /-(\d+)$/.exec(id)?.[1];
  return [...variants, { ...variant, id, title: taken && number !== undefined ? `${variant.title} ${number}` : variant.title }];
}

/** A copy right after the original. */
export function duplicated(variants: Variants, id: string): Variant[] {
  const at = variants.findIndex((one) => one.id === id);
  const original = variants[at];
  if (original === undefined) return [...variants];
  const copy = added(variants, original).at(-1)!;
  return variants.toSpliced(at + 1, 0, copy);
}

export function removed(variants: Variants, id: string): Variant[] {
  return variants.filter((one) => one.id !== id);
}

export function renamed(variants: Variants, id: string, title: string): Variant[] {
  return variants.map((one) => (one.id === id ? { ...one, title } : one));
}

/** Sets a value; one that the variant sets already keeps its place, as later settings may rest on it. */
export function withSetting(variants: Variants, id: string, { path, value }: Setting): Variant[] {
  return variants.map((one) => {
    if (one.id !== id) return one;
    const setting = { path, value: value as Variant['patch'][number]['value'] };
    const at = one.patch.findIndex((other) => other.path === path);
    return { ...one, patch: at < 0 ? [...one.patch, setting] : one.patch.with(at, setting) };
  });
}

export function withoutSetting(variants: Variants, id: string, path: string): Variant[] {
  return variants.map((one) => (one.id === id ? { ...one, patch: one.patch.filter((other) => other.path !== path) } : one));
}

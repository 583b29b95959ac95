/** Variants and values as a person types them: `few: client.retries=0; client.backoff={"kind":"none"}`. */
import type { ExperimentInput } from '@/lib/experiment/schema';

export const VARIANT_OPTIONS = {
  variant: { type: 'string', multiple: true },
  strategies: { type: 'string' },
} as const;

/** The one variant of a scenario of which nothing more is said. */
export const AS_IT_IS = { id: 'as-it-is' };

type VariantInput = Extract<ExperimentInput['plan'], { kind: 'compare' }>['variants'][number];

/** Where one setting ends and the next begins: before `path=`. */
const NEXT_SETTING = /;\s*(?=[A-Za-z_$][^=;"]*=)/;

/** The variant, or the sentence on what is wrong with its text. A variant without settings is the scenario as it is. */
export function variantFrom(text: string): VariantInput | string {
  const [, id, rest] = /^\s*([^:=]+?)\s*(?::(.*))?$/s.exec(text) ?? [];
  if (id === undefined) return `--variant must be like 'few: client.retries=0; client.timeoutMs=500' (found '${text}').`;
  const settings = (rest ?? '').trim() === '' ? [] : (rest ?? '').trim().split(NEXT_SETTING);
  const patch: { path: string; value: Json }[] = [];
  for (const setting of settings) {
    const at = setting.indexOf('=');
    if (at < 1) return `--variant '${id}' must set its values like client.retries=0 (found '${setting}').`;
    patch.push({ path: setting.slice(0, at).trim(), value: valueFrom(setting.slice(at + 1)) });
  }
  return { id, patch };
}

export type Json = VariantInput['patch'] extends infer P ? (P extends readonly { value: infer V }[] ? V : never) : never;

/** JSON where it is JSON, otherwise the text itself. */
export function valueFrom(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text.trim();
  }
}

/** `power-of-two,random` as variants of those names. */
function strategyVariants(list: string): VariantInput[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => ({ id: name, patch: [{ path: 'router.strategy', value: name }] }));
}

/** All variants of a command's arguments, or what is wrong with them; null where none is named. */
export function variantsFrom(values: {
  readonly variant?: readonly string[] | undefined;
  readonly strategies?: string | undefined;
}): { readonly ok: true; readonly list: VariantInput[] | null } | { readonly ok: false; readonly wrong: string[] } {
  const written = (values.variant ?? []).map(variantFrom);
  const wrong = written.filter((one) => typeof one === 'string');
  const strategies = values.strategies === undefined ? [] : strategyVariants(values.strategies);
  if (values.strategies !== undefined && strategies.length === 0)
    wrong.push(`--strategies must be like 'power-of-two,random' (found '${values.strategies}').`);
  if (wrong.length > 0) return { ok: false, wrong };
  const list = [...written.filter((one) => typeof one !== 'string'), ...strategies];
  return { ok: true, list: list.length > 0 ? list : null };
}

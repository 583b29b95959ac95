/** What a person types into a number field, and how a number stands in one. */

import { formatSpan, MINUS, THIN } from '@/components/chart/format';

export interface NumberStyle {
  /** How much of the document's unit one of the shown unit is: 1000 for seconds over ms, 0.01 for percent over a fraction. */
  readonly scale?: number;
  /** The word for null (`all`, `none`); absent where a number must stand. */
  readonly empty?: string;
  /** Decimals shown at least. */
  readonly decimals?: number;
}

export type NumberRead = { readonly ok: true; readonly value: number | null } | { readonly ok: false; readonly sentence: string };

/** Longest print of a number that is not exact in decimal: 0.1 + 0.2 shows as 0.3. */
const DIGITS = 12;

function tidy(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

export function numberText(value: number | null, style: NumberStyle = {}): string {
  if (value === null) return style.empty ?? '';
  const shown = tidy(value / (style.scale ?? 1));
  const least = shown.toFixed(style.decimals ?? 0);
  return (Number(least) === shown && !least.includes('e') ? least : String(shown)).replace('-', MINUS);
}

/** Takes spaces between digits, commas between thousands, a true minus and a unit that was typed along. */
export function readNumber(label: string, text: string, style: NumberStyle = {}): NumberRead {
  const plain = text.trim().toLowerCase();
  if (style.empty !== undefined && (plain === '' || plain === style.empty.toLowerCase())) return { ok: true, value: null };
  const bare = plain
    .replace(/−/g, '-')
    .replace(/(?<=\d)[\s,\u2009\u202f](?=\d{3}(?!\d))/g, '')
    .replace(/\s*(ms|s|%|×|\/s)$/, '');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/.test(bare) || !Number.isFinite(Number(bare))) {
    const or = style.empty === undefined ? '' : ` or "${style.empty}"`;
    return { ok: false, sentence: `${label} must be a number${or}.` };
  }
  // + 0 turns -0 into 0.
  return { ok: true, value: tidy(Number(bare) * (style.scale ?? 1)) + 0 };
}

/** A rule of the document in the field's words: `must be at most 3,600,000` under scale 1000 and unit s is `... 3600 s`. */
export function ruleSentence(label: string, rule: string, style: NumberStyle & { readonly unit?: string } = {}): string {
  const unit = style.unit === undefined ? '' : `${THIN}${style.unit}`;
  const shown = rule.replace(
    /(at least|at most|greater than|less than) (-?[\d,]+(?:\.\d+)?)/g,
    (_whole, words: string, digits: string) => {
      const value = Number(digits.replaceAll(',', ''));
      return `${words} ${numberText(value, style)}${unit}`;
    },
  );
  // A limit that another field sets is named with its unit: `durationMs, 40,000` is `duration, 40 s`.
  const named = shown.replace(/\b([a-z]+)Ms, ([\d,]+(?:\.\d+)?)/g, (_whole, name: string, digits: string) => {
    return `${name}, ${formatSpan(Number(digits.replaceAll(',', '')))}`;
  });
  return `${label} ${named}.`;
}

/** Keys that do something on a page: what is pressed, what it does in words, and what it does. */
import { GO_KEY, PAGES } from './pages';

export interface Shortcut {
  /** As `KeyboardEvent.key`, with `Shift+` before keys that mean something else with it. */
  readonly keys: readonly string[];
  /** How the keys are printed. */
  readonly shown: readonly string[];
  readonly does: string;
  readonly act: (key: string) => void;
}

export interface Pressed {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** The name of a key as shortcuts have it; null for keys of the browser (with Ctrl, Alt or ⌘). */
export function keyName(event: Pressed): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.shiftKey && key.startsWith('Arrow') ? `Shift+${key}` : key;
}

/** The shortcut of a key; undefined for keys that are none. */
export function shortcutFor(shortcuts: readonly Shortcut[], event: Pressed): Shortcut | undefined {
  const name = keyName(event);
  return name === null ? undefined : shortcuts.find(({ keys }) => keys.includes(name));
}

/** How long `g` waits for the page's own key, in ms. */
const GO_WITHIN_MS = 1_500;

/** `g` and then a page's key: hears keys one after another, at `nowMs`, and answers where to go. */
export class GoKeys {
  private untilMs = -Infinity;

  /** `go`: to that address. `wait`: the key was taken, another is to follow. null: the key means nothing here. */
  hear(event: Pressed, nowMs: number): { readonly kind: 'go'; readonly href: string } | { readonly kind: 'wait' } | null {
    const name = keyName(event);
    const waited = nowMs <= this.untilMs;
    this.untilMs = -Infinity;
    if (waited) {
      const page = PAGES.find(({ key }) => key === name);
      if (page !== undefined) return { kind: 'go', href: page.href };
    }
    if (name !== GO_KEY) return null;
    this.untilMs = nowMs + GO_WITHIN_MS;
    return { kind: 'wait' };
  }
}

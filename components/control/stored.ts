'use client';

/**
 * Small preferences in the browser's own storage. Where storage is refused they hold until the page goes. On the server and
 * in the first paint nothing is known, so every reader starts with null.
 */
import { useSyncExternalStore } from 'react';

export type StoredKey = `switchyard.${string}`;

const held = new Map<StoredKey, string | null>();
const listeners = new Set<() => void>();

export function readStored(key: StoredKey): string | null {
  if (!held.has(key)) {
    try {
      held.set(key, localStorage.getItem(key));
    } catch {
      held.set(key, null);
    }
  }
  return held.get(key) ?? null;
}

export function writeStored(key: StoredKey, value: string | null): void {
  held.set(key, value);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Storage is refused or full: the preference holds for this page.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  const heard = (event: StorageEvent): void => {
    if (event.key === null) held.clear();
    else held.delete(event.key as StoredKey);
    listener();
  };
  listeners.add(listener);
  window.addEventListener('storage', heard);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', heard);
  };
}

export function useStored(key: StoredKey): readonly [string | null, (value: string | null) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => readStored(key),
    () => null,
  );
  return [value, (next) => writeStored(key, next)];
}

/**
 * Files of traces that this browser keeps beside its scenarios, by the SHA-256 of their content, so that a link opens again without the
 * file at hand. Where the browser keeps nothing (a private window, no room) a file is simply asked for again.
 */
const DATABASE = 'switchyard-traces';
const STORE = 'files';
/** The least recently used go first. */
const MOST_FILES = 20;

interface KeptFile {
  readonly sha256: string;
  readonly file: Blob;
  readonly usedMs: number;
}

/** Answers whether the file is kept. */
export async function keepTraceFile(sha256: string, file: Blob): Promise<boolean> {
  try {
    await inStore('readwrite', (store) => store.put({ sha256, file, usedMs: Date.now() } satisfies KeptFile));
    await dropOldest();
    return true;
  } catch {
    return false;
  }
}

export async function keptTraceFile(sha256: string): Promise<Blob | null> {
  try {
    const kept = (await inStore('readonly', (store) => store.get(sha256))) as KeptFile | undefined;
    if (kept === undefined) return null;
    await inStore('readwrite', (store) => store.put({ ...kept, usedMs: Date.now() }));
    return kept.file;
  } catch {
    return null;
  }
}

async function dropOldest(): Promise<void> {
  const all = (await inStore('readonly', (store) => store.getAll())) as KeptFile[];
  const old = all.sort((a, b) => b.usedMs - a.usedMs).slice(MOST_FILES);
  for (const { sha256 } of old) await inStore('readwrite', (store) => store.delete(sha256));
}

let opening: Promise<IDBDatabase> | null = null;

function database(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'sha256' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error('the browser keeps no files', { cause: request.error }));
  });
  return opening;
}

async function inStore<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = (await database()).transaction(STORE, mode);
  const request = ask(transaction.objectStore(STORE));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(new Error('the browser refused to keep a file', { cause: transaction.error }));
  });
}

// Photos of a draft, in IndexedDB beside its words: the browser gives a file input nothing back by itself.

const DATABASE = "danvan-drafts";
const DAYS = 7;

/** `before` is how many photos the server held already when these were sent; nothing while they were not. */
export type Photos = { name: string; at: number; files: File[]; before?: number };

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("photos", { keyPath: "name" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function within<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const change = database.transaction("photos", mode);
      const request = act(change.objectStore("photos"));
      change.oncomplete = () => resolve(request.result);
      change.onabort = () => reject(change.error);
    });
  } finally {
    database.close();
  }
}

export const keepPhotos = (photos: Photos) => within("readwrite", (store) => store.put(photos));
export const forgetPhotos = (name: string) => within("readwrite", (store) => store.delete(name));

export async function photosOf(name: string): Promise<Photos | undefined> {
  const kept = (await within("readonly", (store) => store.get(name))) as Photos | undefined;
  if (!kept || Date.now() - kept.at < DAYS * 86_400_000) return kept;
  await forgetPhotos(name);
  return undefined;
}

/** Forgets the photos of every draft. */
export function forgetEverything() {
  indexedDB.deleteDatabase(DATABASE);
}

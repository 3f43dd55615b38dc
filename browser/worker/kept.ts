// What is kept on this device, in IndexedDB: forms that wait to be sent, as they were filled in, with their photos; and
// the pages that open without network. IndexedDB replaces a page whole or not at all, which a cache does not.

/** `send` goes out by itself; `step` is the middle of a report, which its writer goes on with. */
export type Kind = "send" | "step";
/** `look` needs its writer's eyes, `sign-in` its writer's password. */
export type State = "waiting" | "sent" | "look" | "sign-in";

export type Item = {
  key: string;
  path: string;
  kind: Kind;
  state: State;
  at: number;
  fields: [string, string | File][];
  /** Where the answer stands, once it was sent. */
  answer: string;
};

/** What was sent stays listed for a day, unless its writer clears it. */
const SENT_STAYS = 86_400_000;

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open("danvan", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("outbox", { keyPath: "key" });
    request.result.createObjectStore("pages", { keyPath: "path" });
  };
  return done(request);
}

async function within<T>(name: "outbox" | "pages", mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    const change = database.transaction(name, mode);
    const written = new Promise<void>((resolve, reject) => {
      change.oncomplete = () => resolve();
      change.onabort = () => reject(change.error);
    });
    const result = await done(act(change.objectStore(name)));
    await written;
    return result;
  } finally {
    database.close();
  }
}

export const put = (item: Item) => within("outbox", "readwrite", (store) => store.put(item));
export const remove = (key: string) => within("outbox", "readwrite", (store) => store.delete(key));

/** Forgets everything. */
export async function clear() {
  await within("outbox", "readwrite", (store) => store.clear());
  await within("pages", "readwrite", (store) => store.clear());
}

/** A page as it was first opened. */
export type Page = { path: string; html: string; headers: [string, string][] };

export const putPage = (page: Page) => within("pages", "readwrite", (store) => store.put(page));
export const removePage = (path: string) => within("pages", "readwrite", (store) => store.delete(path));
export const pageOf = (path: string) => within("pages", "readonly", (store) => store.get(path)) as Promise<Page | undefined>;

/** Everything that is kept, oldest first. */
export async function all(): Promise<Item[]> {
  const items = (await within("outbox", "readonly", (store) => store.getAll())) as Item[];
  for (const item of items.filter(({ state, at }) => state === "sent" && Date.now() - at > SENT_STAYS)) {
    await remove(item.key);
  }
  return items.filter(({ state, at }) => state !== "sent" || Date.now() - at <= SENT_STAYS).sort((a, b) => a.at - b.at);
}

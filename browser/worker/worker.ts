// The weak signal: two pages open without network, and what is sent from them waits here until it gets through.
// The sender made the id of every message, so that what goes out twice is kept once. Signing out clears everything.
import { all, clear, pageOf, put, putPage, remove, removePage, type Item } from "./kept";

const worker = self as unknown as ServiceWorkerGlobalScope;
const ASSETS = "danvan-assets";
/** Pages that open without network; only what is posted to them waits. */
const PAGES = ["/observations/new", "/cases/new"];
/** How long a page is waited for before the kept one is shown, and how long a form may travel, in milliseconds. */
const PATIENCE = { page: 6_000, form: 60_000 };
/** Photos and letters that wait are kept while the device has room; beyond this the browser tells its own error. */
const MOST_WAITING = 50;

worker.addEventListener("install", () => void worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== worker.location.origin) return;
  if (request.method === "GET" && pathname.startsWith("/assets/")) event.respondWith(asset(request));
  if (request.mode !== "navigate" || !PAGES.includes(pathname)) return;
  if (request.method === "GET") event.respondWith(page(request, pathname));
  if (request.method === "POST") event.respondWith(form(request, pathname));
});

/** Files with a hash in their name never change. */
async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request, { ignoreVary: true });
  return kept ?? fetch(request);
}

async function page(request: Request, path: string): Promise<Response> {
  // A page that breaks off half-way is no answer: it is read whole before it is shown.
  const answer = fetch(request).then(async (answer) => {
    const html = answer.type === "opaqueredirect" ? "" : await answer.clone().text();
    await keepPage(path, answer, html).catch(() => undefined);
    return answer;
  });
  const kept = await pageOf(path).catch(() => undefined);
  if (!kept) return answer;
  const slow = new Promise<undefined>((done) => setTimeout(() => done(undefined), PATIENCE.page));
  const fresh = await Promise.race([answer.catch(() => undefined), slow]);
  if (fresh) return fresh;
  // The page learns that it is the kept one, and makes a new id for what is written on it.
  const html = kept.html.replace('data-served="network"', 'data-served="kept"');
  return new Response(html, { headers: kept.headers });
}

/** Gives up after a while. `AbortSignal.timeout` is younger than the telephones we serve. */
function within(milliseconds: number): AbortSignal {
  const giveUp = new AbortController();
  setTimeout(() => giveUp.abort(), milliseconds);
  return giveUp.signal;
}

/** Keeps a page as it was first opened; who must sign in first finds nothing. */
async function keepPage(path: string, answer: Response, html: string) {
  if (answer.status === 401 || answer.status === 403) await removePage(path);
  const { pathname, search } = new URL(answer.url || path, worker.location.origin);
  if (!answer.ok || answer.redirected || pathname !== path || search !== "") return;
  const headers = [...answer.headers].filter(([name]) => name !== "content-encoding" && name !== "content-length");
  await putPage({ path, html, headers });
}

async function form(request: Request, path: string): Promise<Response> {
  const copy = request.clone();
  try {
    return await fetch(request, { signal: within(PATIENCE.form) });
  } catch (error) {
    const fields = [...(await copy.formData())] as Item["fields"];
    const looksFor = fields.some(([name]) => name === "find") && fields.some(([name, value]) => name === "looked_for" && value !== "");
    if ((await all()).length >= MOST_WAITING) throw error;
    if (!looksFor) await keepForm(path, fields);
    return Response.redirect(looksFor ? path : `${path}?waiting=yes`, 303);
  }
}

async function keepForm(path: string, fields: Item["fields"]) {
  const isWhole = path === "/observations/new" || fields.some(([name, value]) => name === "go" && value === "send");
  const kind = isWhole ? "send" : "step";
  const own = fields.filter(([name, value]) => name !== "csrf" && !(value instanceof File && value.size === 0));
  await put({ key: crypto.randomUUID(), path, kind, state: "waiting", at: Date.now(), fields: own, answer: "" });
  const { sync } = worker.registration as unknown as { sync?: { register(tag: string): Promise<void> } };
  await sync?.register("outbox").catch(() => undefined);
  await tell();
}

let sending: Promise<void> | undefined;

/** Sends what waits, one after another; never two at once. */
function send(): Promise<void> {
  sending ??= sendAll().finally(() => (sending = undefined));
  return sending;
}

async function sendAll() {
  for (const item of await all()) {
    if (item.kind !== "send" || item.state === "sent" || item.state === "look") continue;
    try {
      await put(await sent(item));
    } catch {
      // Still no signal: it waits on.
      break;
    } finally {
      await tell();
    }
  }
}

const field = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";

const plain = (text: string) =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

/** What became of an item that was sent; throws while there is no signal. */
async function sent(item: Item): Promise<Item> {
  const fresh = await fetch(item.path, { signal: within(PATIENCE.form) });
  if (fresh.status === 401) return { ...item, state: "sign-in" };
  if (!fresh.ok) throw new Error(`${fresh.status}`);
  const html = await fresh.text();
  const writer = item.fields.find(([name]) => name === "by")?.[1] ?? "";
  // What one person wrote is never sent in another's name.
  if (plain(field(html, "by")) !== writer) return { ...item, state: "sign-in" };
  const body = new FormData();
  body.set("csrf", field(html, "csrf"));
  for (const [name, value] of item.fields) body.append(name, value);
  const answer = await fetch(item.path, { method: "POST", body, signal: within(PATIENCE.form) });
  if (answer.redirected && answer.ok) return { ...item, state: "sent", at: Date.now(), fields: [], answer: answer.url };
  if (answer.status === 401) return { ...item, state: "sign-in" };
  if (answer.status === 429 || answer.status >= 500) throw new Error(`${answer.status}`);
  return { ...item, state: "look" };
}

/** Tells every open page what waits. */
async function tell() {
  const items = await all();
  for (const client of await worker.clients.matchAll({ includeUncontrolled: true })) client.postMessage({ outbox: items });
}

/** Forgets everything: pages, and what waits. */
async function leave() {
  await clear();
  for (const name of await caches.keys()) await caches.delete(name);
}

async function keepNow(path: string, assets: string[]) {
  const cache = await caches.open(ASSETS);
  const present = (await cache.keys()).map(({ url }) => new URL(url).pathname);
  for (const old of present.filter((old) => !assets.includes(old))) await cache.delete(old);
  await cache.addAll(assets.filter((asset) => !present.includes(asset)));
  if (!PAGES.includes(path)) return;
  const answer = await fetch(path);
  await keepPage(path, answer, await answer.clone().text());
}

type Asked = { ask: "state" | "send" | "leave" | "remove" | "keep"; key?: string; path?: string; assets?: string[] };

async function answer({ ask, key, path, assets }: Asked) {
  if (ask === "keep") await keepNow(path ?? "", assets ?? []);
  if (ask === "leave") await leave();
  if (ask === "remove" && key) await remove(key);
  if (ask === "send") await send();
  await tell();
}

worker.addEventListener("message", (event) => {
  const port = event.ports[0];
  event.waitUntil(
    answer(event.data as Asked)
      .catch(() => undefined)
      .then(() => port?.postMessage("done")),
  );
});

worker.addEventListener("sync", ((event: ExtendableEvent) => event.waitUntil(send())) as EventListener);

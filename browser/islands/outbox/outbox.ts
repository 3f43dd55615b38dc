// What waits on this device to be sent: <div data-island="outbox" data-page="/observations/new" hidden data-saved="…" …>.
// The worker keeps and sends; here it is shown. Its form says data-served, and gets a new id when it was kept.

import { forgetPhotos } from "../drafts/kept";

type Item = {
  key: string;
  path: string;
  kind: "send" | "step";
  state: "waiting" | "sent" | "look" | "sign-in";
  fields: [string, string | File][];
  answer: string;
};

const WRITTEN = ["words", "note", "ask"];

function ask(message: object) {
  navigator.serviceWorker.controller?.postMessage(message);
}

function titleOf(item: Item): string {
  const words = item.fields.find(([name, value]) => WRITTEN.includes(name) && typeof value === "string" && value.trim() !== "");
  const text = typeof words?.[1] === "string" ? words[1].trim() : "";
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** The form as it was, sent by its writer's own press. */
function goOn(item: Item) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = item.path;
  form.enctype = "multipart/form-data";
  form.hidden = true;
  const token = document.querySelector<HTMLInputElement>("input[name=csrf]");
  const fields: Item["fields"] = [["csrf", token?.value ?? ""], ...item.fields];
  const files = fields.filter(([, value]) => value instanceof File) as [string, File][];
  for (const [name, value] of fields) {
    if (typeof value !== "string") continue;
    const input = document.createElement("input");
    input.type = "hidden";
    [input.name, input.value] = [name, value];
    form.append(input);
  }
  if (files[0]) {
    const input = document.createElement("input");
    const transfer = new DataTransfer();
    for (const [, file] of files) transfer.items.add(file);
    input.type = "file";
    [input.name, input.multiple, input.files] = [files[0][0], true, transfer.files];
    form.append(input);
  }
  document.body.append(form);
  ask({ ask: "remove", key: item.key });
  form.submit();
}

function button(words: string, press: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button slim";
  made.textContent = words;
  made.addEventListener("click", press);
  return made;
}

function line(box: HTMLElement, item: Item): HTMLLIElement {
  const said = box.dataset;
  const row = document.createElement("li");
  row.className = "row small";
  const state = item.kind === "step" && item.state === "waiting" ? said.step : said[item.state === "sign-in" ? "signIn" : item.state];
  const text = document.createElement("span");
  text.className = "grow";
  text.textContent = [titleOf(item), state].filter(Boolean).join(" · ");
  row.append(text);
  if (item.answer) {
    const link = document.createElement("a");
    link.href = new URL(item.answer).pathname;
    link.textContent = said.open ?? "";
    row.append(link);
  } else if (item.kind === "step" || item.state === "look") {
    row.append(button(said.goOn ?? "", () => goOn(item)));
  }
  if (item.state !== "waiting" || item.kind === "step") row.append(button(said.clear ?? "", () => ask({ ask: "remove", key: item.key })));
  return row;
}

function show(box: HTMLElement, items: Item[]) {
  box.hidden = items.length === 0;
  const waiting = items.filter(({ state }) => state !== "sent").length;
  const head = document.createElement("p");
  const words = waiting > 0 ? (box.dataset.count ?? "#").replace("#", String(waiting)) : (box.dataset.sent ?? "");
  const bold = document.createElement("b");
  bold.textContent = words;
  head.append(bold);
  const isHere = waiting > 0 && items.some(({ state, kind }) => state === "waiting" && kind === "send");
  if (isHere) head.append(` ${box.dataset.saved ?? ""}`);
  const list = document.createElement("ul");
  list.className = "list plain";
  list.append(...items.map((item) => line(box, item)));
  box.replaceChildren(head, list);
}

/** A kept page was served before: what is written on it now is another message. */
function renew(form: HTMLFormElement) {
  for (const name of ["id", "case"]) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement && field.value !== "") field.value = crypto.randomUUID();
  }
}

export function attach(box: HTMLElement) {
  if (!("serviceWorker" in navigator) || !("randomUUID" in crypto)) return;
  const form = document.querySelector<HTMLFormElement>("form[data-served]");
  const query = new URLSearchParams(location.search);
  if (query.has("waiting") && form?.dataset.draft) {
    try {
      // What waits is written; the next message begins empty.
      localStorage.removeItem(`draft:${form.dataset.draft}`);
      void forgetPhotos(form.dataset.draft).catch(() => undefined);
    } catch {
      // Nothing was kept.
    }
    history.replaceState(null, "", location.pathname);
  }
  if (form?.dataset.served === "kept") renew(form);
  const assets = [...document.querySelectorAll<HTMLLinkElement | HTMLScriptElement>("link[href^='/assets/'], script[src^='/assets/']")].map(
    (element) => new URL(element instanceof HTMLScriptElement ? element.src : element.href).pathname,
  );
  navigator.serviceWorker.addEventListener("message", (event) => {
    const { outbox } = (event.data ?? {}) as { outbox?: Item[] };
    if (outbox) show(box, outbox);
  });
  let hasBegun = false;
  const begin = () => {
    if (hasBegun || !navigator.serviceWorker.controller) return;
    hasBegun = true;
    if (form?.dataset.served !== "kept") ask({ ask: "keep", path: box.dataset.page, assets });
    ask({ ask: "state" });
    ask({ ask: "send" });
  };
  navigator.serviceWorker.addEventListener("controllerchange", begin);
  void navigator.serviceWorker.register("/worker.js").then(begin, () => undefined);
  window.addEventListener("online", () => ask({ ask: "send" }));
  // A signal that comes and goes tells nobody; asking twice a minute costs nothing while nothing waits.
  window.setInterval(() => {
    if (!box.hidden) ask({ ask: "send" });
  }, 30_000);
}

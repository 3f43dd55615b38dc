// Signing out leaves nothing on the device: <form action="/sign-out" data-island="leave" data-unsent="…#…">.
// Drafts, kept pages and what waits to be sent go; what would be lost unsent is asked about first.

import { forgetEverything } from "../drafts/kept";

const PATIENCE = 2_000;

function told(message: object): Promise<void> {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return Promise.resolve();
  return new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done();
    window.setTimeout(done, PATIENCE);
    worker.postMessage(message, [channel.port2]);
  });
}

function forgetDrafts() {
  try {
    forgetEverything();
    for (const key of Object.keys(localStorage)) if (key.startsWith("draft:")) localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

export function attach(form: HTMLElement) {
  if (!(form instanceof HTMLFormElement)) return;
  let unsent = 0;
  if (navigator.serviceWorker) {
    navigator.serviceWorker.addEventListener("message", (event) => {
      const { outbox } = (event.data ?? {}) as { outbox?: { state: string }[] };
      if (outbox) unsent = outbox.filter(({ state }) => state !== "sent").length;
    });
    navigator.serviceWorker.startMessages();
    navigator.serviceWorker.controller?.postMessage({ ask: "state" });
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (unsent > 0 && !window.confirm((form.dataset.unsent ?? "").replace("#", String(unsent)))) return;
    // A draft that waits to be kept must not come after it was forgotten.
    document.documentElement.dataset.leaving = "yes";
    forgetDrafts();
    void told({ ask: "leave" }).then(() => form.submit());
  });
}

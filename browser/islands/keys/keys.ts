// Keyboard for a page full of small things: <main data-island="keys">. Every key belongs to something visible:
// data-key="a" on a button or link presses it, on a field goes there, on a <details> opens it.
// Rows marked data-key-row are walked with j and k; Enter is the link's own. ? opens the list, Escape goes back.

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=submit]):not([type=button])"));

const isSeen = (element: HTMLElement) => element.getClientRects().length > 0;

function walk(rows: HTMLElement[], step: number): boolean {
  if (rows.length === 0) return false;
  const focused = rows.indexOf(document.activeElement as HTMLElement);
  const current = focused >= 0 ? focused : rows.findIndex((row) => row.hasAttribute("aria-current"));
  const next = current < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(current + step, 0), rows.length - 1);
  rows[next]?.focus();
  rows[next]?.scrollIntoView({ block: "nearest" });
  return true;
}

function press(element: HTMLElement) {
  const closed = element.closest<HTMLDetailsElement>("details:not([open])");
  if (closed) closed.open = true;
  if (element instanceof HTMLDetailsElement) {
    element.open = true;
    element.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea, button, a")?.focus();
  } else if (isField(element)) {
    element.focus();
    if (element instanceof HTMLInputElement) element.select();
  } else {
    element.click();
  }
}

export function attach(root: HTMLElement) {
  for (const opener of document.querySelectorAll<HTMLElement>("[data-dialog]")) {
    opener.addEventListener("click", () => {
      const dialog = document.getElementById(opener.dataset.dialog ?? "");
      if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
    });
  }
  document.addEventListener("keydown", (event) => {
    // An input method in the middle of a Vietnamese syllable owns its keys.
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]")) return;
    if (isField(event.target)) {
      if (event.key === "Escape" && document.activeElement instanceof HTMLElement) document.activeElement.blur();
      return;
    }
    if (event.key === "j" || event.key === "k") {
      const rows = [...root.querySelectorAll<HTMLElement>("[data-key-row]")].filter(isSeen);
      if (walk(rows, event.key === "j" ? 1 : -1)) event.preventDefault();
      return;
    }
    const wanted = [...document.querySelectorAll<HTMLElement>("[data-key]")].find(
      (element) => element.dataset.key === event.key && (isSeen(element) || element.closest("details:not([open])")),
    );
    if (wanted) {
      event.preventDefault();
      press(wanted);
    }
  });
}

// Keeps what is being written, so that nothing typed is lost: <form data-island="drafts" data-draft="report">.
// The page that says "received" clears it: <div data-island="drafts" data-draft-clear="report">.
// A form that only carries on what another one held takes its photos: <form data-island="drafts" data-photos-of="report">.
import { forgetPhotos, keepPhotos, photosOf } from "./kept";

type Kept = { at: number; values: Record<string, string[]> };
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const DAYS = 7;

const keyOf = (name: string) => `draft:${name}`;

function isKept(field: Element): field is Field {
  if (field instanceof HTMLInputElement && ["hidden", "password", "file", "submit", "button"].includes(field.type)) {
    return false;
  }
  const isField = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement;
  return isField && field.name !== "" && field.dataset.draft !== "off";
}

const isChoice = (field: Field): field is HTMLInputElement =>
  field instanceof HTMLInputElement && (field.type === "radio" || field.type === "checkbox");

function isUntouched(field: Field): boolean {
  if (isChoice(field)) return field.checked === field.defaultChecked;
  if (field instanceof HTMLSelectElement) return field.selectedIndex <= 0;
  return field.value === "";
}

function read(name: string): Kept | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(name)) ?? "null") as Kept | null;
    if (kept && Date.now() - kept.at < DAYS * 86_400_000) return kept;
    localStorage.removeItem(keyOf(name));
  } catch {
    // Storage may be closed or full: the form works without it.
  }
  return undefined;
}

function forget(name: string) {
  try {
    localStorage.removeItem(keyOf(name));
  } catch {
    // Nothing was kept.
  }
}

function save(form: HTMLFormElement, name: string) {
  if (document.documentElement.dataset.leaving) return;
  const values: Record<string, string[]> = {};
  for (const field of form.elements) {
    if (!isKept(field) || (isChoice(field) && !field.checked) || field.value === "") continue;
    (values[field.name] ??= []).push(field.value);
  }
  try {
    localStorage.setItem(keyOf(name), JSON.stringify({ at: Date.now(), values }));
  } catch {
    // Full or closed: nothing to do.
  }
}

/** Fills only what the server left empty: after an error its words are newer than ours. */
function restore(form: HTMLFormElement, kept: Kept): boolean {
  let isChanged = false;
  for (const field of form.elements) {
    if (!isKept(field)) continue;
    const values = kept.values[field.name];
    if (!values || !isUntouched(field)) continue;
    if (isChoice(field)) {
      const isOn = values.includes(field.value);
      isChanged ||= isOn !== field.checked;
      field.checked = isOn;
    } else if (values[0] && field.value !== values[0]) {
      field.value = values[0];
      isChanged = true;
    }
  }
  return isChanged;
}

function tell(form: HTMLFormElement, name: string) {
  if (!form.dataset.restored) return;
  const line = document.createElement("p");
  line.className = "small quiet row";
  line.setAttribute("role", "status");
  line.append(form.dataset.restored);
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "button like-link";
  discard.textContent = form.dataset.discard ?? "×";
  discard.addEventListener("click", () => {
    forget(name);
    form.reset();
    // The photos' own box shows that there are none.
    form.querySelector("input[type=file]")?.dispatchEvent(new Event("change", { bubbles: true }));
    line.remove();
  });
  line.append(discard);
  form.prepend(line);
}

/** Whatever storage cannot do, the form does without. */
const nothing = () => undefined;

/** Photos that were chosen and did not reach the server come back; those that did are the server's to show. */
async function photos(form: HTMLFormElement, name: string) {
  const input = form.querySelector<HTMLInputElement>("input[type=file]");
  const taken = () => form.querySelectorAll("input[type=hidden][name=photo]").length;
  const kept = await photosOf(name);
  if (kept && kept.before !== undefined && taken() > kept.before) await forgetPhotos(name);
  else if (kept && input && input.files?.length === 0) {
    const transfer = new DataTransfer();
    for (const file of kept.files) transfer.items.add(file);
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function keep(form: HTMLFormElement, name: string) {
  const input = form.querySelector<HTMLInputElement>("input[type=file]");
  if (!input) return;
  const now = (before?: number) => {
    const files = [...(input.files ?? [])];
    const done = files.length > 0 ? keepPhotos({ name, at: Date.now(), files, before }) : forgetPhotos(name);
    void done.catch(nothing);
  };
  // What was chosen is kept once it was made small.
  input.addEventListener("photos", () => now());
  form.addEventListener("submit", () => {
    if (input.files?.length) now(form.querySelectorAll("input[type=hidden][name=photo]").length);
  });
}

export function attach(element: HTMLElement) {
  const { draftClear, draft: name } = element.dataset;
  if (draftClear) {
    forget(draftClear);
    void forgetPhotos(draftClear).catch(nothing);
  }
  const photosName = element.dataset.photosOf ?? name;
  if (!(element instanceof HTMLFormElement) || !photosName) return;
  keep(element, photosName);
  // The photos' own island must listen before they come back.
  window.setTimeout(() => void photos(element, photosName).catch(nothing));
  if (!name) return;
  const kept = read(name);
  if (kept && restore(element, kept)) tell(element, name);
  let timer: number | undefined;
  const soon = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => save(element, name), 300);
  };
  element.addEventListener("input", soon);
  element.addEventListener("change", soon);
  element.addEventListener("submit", () => save(element, name));
}

// A <details class="chooser"> closes when the reader goes elsewhere, as a menu does.

export function attach(element: HTMLElement) {
  if (!(element instanceof HTMLDetailsElement)) return;
  document.addEventListener("click", (event) => {
    if (element.open && event.target instanceof Node && !element.contains(event.target)) element.open = false;
  });
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !element.open) return;
    event.preventDefault();
    element.open = false;
    element.querySelector("summary")?.focus();
  });
}

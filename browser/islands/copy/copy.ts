// Copies a code or an address: <button type="button" data-island="copy" data-needs-script hidden data-copy="…" data-copied="…">.

export function attach(button: HTMLElement) {
  if (!navigator.clipboard) {
    button.removeAttribute("data-needs-script");
    return;
  }
  const words = button.textContent;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", () => {
    void navigator.clipboard.writeText(button.dataset.copy ?? "").then(() => {
      button.textContent = button.dataset.copied ?? words;
      window.setTimeout(() => {
        button.textContent = words;
      }, 2000);
    });
  });
}

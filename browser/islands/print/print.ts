// Prints the page: <button type="button" data-island="print" data-needs-script hidden>.

export function attach(button: HTMLElement) {
  button.addEventListener("click", () => window.print());
}

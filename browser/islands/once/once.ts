// A double tap sends once: <form data-island="once">. The server holds this as well; here it only spares the wait.

export function attach(form: HTMLElement) {
  if (!(form instanceof HTMLFormElement)) return;
  const buttons = () => form.querySelectorAll<HTMLButtonElement>("button:not([type=button])");
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // A disabled button would not send its name and value, so it only looks disabled.
    for (const button of buttons()) {
      button.setAttribute("aria-disabled", "true");
      button.classList.add("busy");
    }
  });
  // Coming back with the browser's button finds the form ready again.
  window.addEventListener("pageshow", () => {
    delete form.dataset.sent;
    for (const button of buttons()) {
      button.removeAttribute("aria-disabled");
      button.classList.remove("busy");
    }
  });
}

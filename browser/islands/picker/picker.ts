// The place of a report chosen on a map: <details data-island="picker" data-needs-script hidden data-borders="/api/v1/boundaries" …>.
// The map is heavy and loaded only when the box is opened; without script, or without WebGL, name and list do the same.

export function attach(box: HTMLElement) {
  const form = box.closest("form");
  const { borders } = box.dataset;
  if (!(box instanceof HTMLDetailsElement) || !form || !borders) return;
  const status = document.createElement("p");
  status.className = "hint";
  status.setAttribute("role", "status");
  box.append(status);
  box.addEventListener(
    "toggle",
    () => {
      status.textContent = box.dataset.opening ?? "";
      import("./pick")
        .then(({ open }) => open(box, form, status, borders))
        .catch((error: unknown) => {
          console.warn("the map is not shown", error);
          status.textContent = box.dataset.failed ?? "";
        });
    },
    { once: true },
  );
}

// Fills the form's lat and lon from the device, when the person asks for it:
// <button type="button" data-island="place" data-needs-script hidden data-finding="…" data-found="…" data-failed="…">.

export function attach(button: HTMLElement) {
  const form = button.closest("form");
  if (!form || !("geolocation" in navigator)) {
    button.removeAttribute("data-needs-script");
    return;
  }
  const status = document.createElement("span");
  status.className = "hint";
  status.setAttribute("role", "status");
  button.after(status);
  const fill = (name: string, value: number) => {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) {
      field.value = value.toFixed(6);
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
  button.addEventListener("click", () => {
    status.textContent = button.dataset.finding ?? "";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        fill("lat", coords.latitude);
        fill("lon", coords.longitude);
        status.textContent = button.dataset.found ?? "";
      },
      () => {
        status.textContent = button.dataset.failed ?? "";
      },
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  });
}

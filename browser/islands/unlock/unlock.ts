// <div data-island="unlock" data-ask="/…/ask" data-field="passphrase">: a passkey makes a secret of the house's salt (PRF), which goes
// into that field of the form around it, and the form is sent. Where there are no passkeys the button stays hidden.
import { fields, read } from "../passkey/passkey";

interface Asked {
  rpId: string;
  salt: string;
  credentials: string[];
}

/** What PRF gives; browsers' own types are too young. */
interface Made {
  prf?: { results?: { first?: ArrayBuffer } };
}

function digits(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function secret(form: HTMLFormElement, address: string): Promise<string> {
  const answer = await fetch(address, { method: "POST", body: fields(form), credentials: "same-origin" });
  if (!answer.ok) throw new Error(`asked in vain: ${answer.status}`);
  const asked = (await answer.json()) as Asked;
  const credential = await navigator.credentials.get({
    publicKey: {
      // Nothing is signed for the house here: the secret alone opens, so the question is the browser's own.
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      rpId: asked.rpId,
      userVerification: "required",
      allowCredentials: asked.credentials.map((id) => ({ type: "public-key", id: read(id) })),
      extensions: { prf: { eval: { first: read(asked.salt) } } } as AuthenticationExtensionsClientInputs,
    },
  });
  if (!(credential instanceof PublicKeyCredential)) throw new Error("no passkey");
  const made = (credential.getClientExtensionResults() as Made).prf?.results?.first;
  if (made?.byteLength !== 32) throw new Error("this passkey makes no secrets");
  return `passkey:${digits(made)}`;
}

export function attach(element: HTMLElement) {
  const form = element.closest("form");
  const field = form?.elements.namedItem(element.dataset.field ?? "");
  const button = element.querySelector("button");
  const says = element.querySelector<HTMLElement>("[data-says]");
  if (!form || !button || !says || !window.PublicKeyCredential || !(field instanceof HTMLInputElement)) {
    element.removeAttribute("data-needs-script");
    return;
  }
  button.addEventListener("click", () => {
    if (button.classList.contains("busy")) return;
    button.classList.add("busy");
    says.textContent = element.dataset.waiting ?? "";
    void secret(form, element.dataset.ask ?? "")
      .then((made) => {
        field.value = made;
        form.requestSubmit();
      })
      .catch((error: unknown) => {
        console.info("passkey", error instanceof Error ? error.name : "");
        says.textContent = element.dataset.failed ?? "";
      })
      .finally(() => button.classList.remove("busy"));
  });
  // Coming back with the browser's button finds nothing of it.
  window.addEventListener("pageshow", () => {
    if (field.value.startsWith("passkey:")) field.value = "";
  });
}

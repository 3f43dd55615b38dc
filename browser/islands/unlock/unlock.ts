// <div data-island="unlock" data-ask="/…/ask" data-field="passphrase">: a passkey makes a secret of the house's salt (PRF), which is
// sent with the form around it in place of that field. Where there are no passkeys the button stays hidden.
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
        // Never in a field of a password, which browsers offer to keep; gone again once the form was read or held back.
        const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: field.name, value: made });
        field.disabled = true;
        form.append(hidden);
        try {
          form.requestSubmit();
        } finally {
          hidden.remove();
          field.disabled = false;
        }
      })
      .catch((error: unknown) => {
        console.info("passkey", error instanceof Error ? error.name : "");
        says.textContent = element.dataset.failed ?? "";
      })
      .finally(() => button.classList.remove("busy"));
  });
}

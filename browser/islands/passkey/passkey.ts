// Passkeys: <form data-island="passkey" data-needs-script hidden data-ask="/…/ask" or data-options="{…}">. On submit the browser
// asks its authenticator; the answer travels in the field `passkey`. Where there are no passkeys the form stays hidden.

interface Listed {
  id: string;
}

/** What the house asks, bytes in base64url. */
interface Asked {
  challenge: string;
  rpId?: string;
  rp?: PublicKeyCredentialRpEntity;
  user?: { id: string; name: string; displayName: string };
  pubKeyCredParams?: PublicKeyCredentialParameters[];
  timeout: number;
  attestation?: AttestationConveyancePreference;
  authenticatorSelection?: AuthenticatorSelectionCriteria;
  userVerification?: UserVerificationRequirement;
  allowCredentials?: Listed[];
  excludeCredentials?: Listed[];
}

/** Bytes out of base64url. */
export function read(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

function written(bytes: ArrayBuffer | null): string {
  if (!bytes) return "";
  const letters = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function listed(list: Listed[] = []): PublicKeyCredentialDescriptor[] {
  return list.map(({ id }) => ({ type: "public-key", id: read(id) }));
}

/** What a form says of itself when the house is asked. */
export function fields(form: HTMLFormElement): URLSearchParams {
  const fields = new URLSearchParams();
  for (const name of ["csrf", "ticket"]) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) fields.set(name, field.value);
  }
  return fields;
}

async function question(form: HTMLFormElement): Promise<Asked> {
  if (form.dataset.options) return JSON.parse(form.dataset.options) as Asked;
  const answer = await fetch(form.dataset.ask ?? "", { method: "POST", body: fields(form), credentials: "same-origin" });
  if (!answer.ok) throw new Error(`asked in vain: ${answer.status}`);
  return (await answer.json()) as Asked;
}

/** An answer as the standard writes it; browsers' own `toJSON` is too young. */
function answered(credential: PublicKeyCredential, response: object): object {
  const id = written(credential.rawId);
  return { id, rawId: id, type: "public-key", response };
}

async function made({ rp, user, pubKeyCredParams, ...asked }: Asked): Promise<object> {
  if (!rp || !user || !pubKeyCredParams) throw new Error("nothing is asked");
  const credential = await navigator.credentials.create({
    publicKey: {
      ...asked,
      rp,
      pubKeyCredParams,
      user: { ...user, id: read(user.id) },
      challenge: read(asked.challenge),
      excludeCredentials: listed(asked.excludeCredentials),
      // Security keys make secrets only when that was asked for at the beginning.
      extensions: { prf: {} } as AuthenticationExtensionsClientInputs,
    } as PublicKeyCredentialCreationOptions,
  });
  if (!(credential instanceof PublicKeyCredential)) throw new Error("no passkey");
  const response = credential.response as AuthenticatorAttestationResponse;
  return answered(credential, {
    clientDataJSON: written(response.clientDataJSON),
    attestationObject: written(response.attestationObject),
  });
}

async function signed(asked: Asked): Promise<object> {
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: read(asked.challenge),
      rpId: asked.rpId,
      timeout: asked.timeout,
      userVerification: asked.userVerification,
      allowCredentials: listed(asked.allowCredentials),
    },
  });
  if (!(credential instanceof PublicKeyCredential)) throw new Error("no passkey");
  const response = credential.response as AuthenticatorAssertionResponse;
  return answered(credential, {
    clientDataJSON: written(response.clientDataJSON),
    authenticatorData: written(response.authenticatorData),
    signature: written(response.signature),
    userHandle: written(response.userHandle),
  });
}

export function attach(form: HTMLElement) {
  if (!(form instanceof HTMLFormElement)) return;
  const field = form.elements.namedItem("passkey");
  const says = form.querySelector<HTMLElement>("[data-says]");
  const button = form.querySelector<HTMLButtonElement>("button");
  if (!window.PublicKeyCredential || !(field instanceof HTMLInputElement) || !says || !button) {
    form.removeAttribute("data-needs-script");
    return;
  }
  let waits = false;
  const rest = () => {
    waits = false;
    button.classList.remove("busy");
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (waits) return;
    waits = true;
    button.classList.add("busy");
    says.textContent = form.dataset.waiting ?? "";
    void question(form)
      .then((asked) => (asked.user ? made(asked) : signed(asked)))
      .then((answer) => {
        field.value = JSON.stringify(answer);
        form.submit();
      })
      .catch((error: unknown) => {
        // Whoever gives up at the authenticator is told the same as whoever has no passkey: browsers do not say which.
        console.info("passkey", error);
        says.textContent = form.dataset.failed ?? "";
        rest();
      });
  });
  // Coming back with the browser's button finds the form ready again.
  window.addEventListener("pageshow", rest);
}

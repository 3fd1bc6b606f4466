// Passkeys: the one thing that needs a script. A part marked data-passkey (sign-in, use, add) is shown only where the
// browser can do it; its form is sent with what the device answered.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withBytes = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));

async function create(options, passwordless) {
  const asked = { ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) } };
  asked.excludeCredentials = withBytes(options.excludeCredentials);
  asked.authenticatorSelection = {
    ...options.authenticatorSelection,
    residentKey: passwordless ? "required" : "discouraged",
    requireResidentKey: passwordless,
    userVerification: "required",
  };
  const made = await navigator.credentials.create({ publicKey: asked });
  return said(made, { attestationObject: text(made.response.attestationObject) });
}

async function get(options) {
  const asked = { ...options, challenge: bytes(options.challenge), allowCredentials: withBytes(options.allowCredentials) };
  const got = await navigator.credentials.get({ publicKey: asked });
  const { authenticatorData, signature, userHandle } = got.response;
  return said(got, {
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
  });
}

function said(credential, response) {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment || undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
  };
}

async function ask(part, form) {
  if (part.dataset.passkey === "sign-in") {
    const answer = await fetch(part.dataset.options, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`options: ${answer.status}`);
    return get((await answer.json()).request_options.publicKey);
  }
  const given = JSON.parse(document.getElementById("passkey-options").textContent);
  if (part.dataset.passkey === "use") return get(given.request_options.publicKey);
  const passwordless = form.elements.passwordless;
  return create(given.creation_options.publicKey, passwordless ? passwordless.checked : false);
}

for (const part of window.PublicKeyCredential ? document.querySelectorAll("[data-passkey]") : []) {
  const form = part.querySelector("form");
  const trouble = part.querySelector("[data-passkey-trouble]");
  part.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    trouble.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await ask(part, form));
      form.submit();
    } catch (error) {
      trouble.hidden = false;
    }
  });
}
